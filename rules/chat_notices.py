"""Kinds of notice about chats that come and go. A part of rules/notices.py."""

from rules.notice_kind import REPLY, Kind
from rules.roles import OF_ACCOUNTS

ROWS = (
    Kind(id="newcomer", readers=("officer",), words=("notice.newcomer",), template="message", about="chat"),
    Kind(
        id="newcomer_said",
        lane=REPLY,
        readers=("officer",),
        words=("notice.newcomer_said",),
        template="message",
        about="chat",
    ),
    Kind(id="chat_added", lane=REPLY, readers=OF_ACCOUNTS, words=("notice.chat_added",), template="message"),
    Kind(
        id="chat_cut",
        lane=REPLY,
        readers=OF_ACCOUNTS,
        words=("notice.chat_cut",),
        no_template="is told in the chats that are left",
        needs_chat=True,
    ),
    Kind(
        id="device_lost",
        lane=REPLY,
        readers=("officer", "admin"),
        words=("notice.device_lost",),
        template="message",
        about="account",
    ),
    Kind(id="chat_stopped", readers=("officer",), words=("notice.chat_stopped",), template="message", about="account"),
    Kind(id="chat_blocked", readers=("officer",), words=("notice.chat_blocked",), template="message", about="account"),
)
