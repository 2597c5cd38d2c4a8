"""Kinds of notice about chats that come and go. A part of rules/notices.py."""

from datetime import timedelta

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
        id="link_wanted",
        lane=REPLY,
        life=timedelta(days=1),
        of_its_day=True,
        readers=OF_ACCOUNTS,
        words=("notice.link_wanted",),
        no_template="asks in the chats there are",
        needs_chat=True,
    ),
    Kind(
        id="link_done",
        lane=REPLY,
        readers=OF_ACCOUNTS,
        words=("notice.link_done",),
        no_template="answers in the chat that has asked",
        needs_chat=True,
    ),
    Kind(
        id="link_refused",
        lane=REPLY,
        readers=("officer", "admin"),
        words=("notice.link_refused",),
        template="message",
        about="account",
    ),
    Kind(
        id="link_added",
        lane=REPLY,
        readers=("officer", "admin"),
        words=("notice.link_added",),
        template="message",
        about="account",
    ),
    Kind(
        id="link_doubted",
        lane=REPLY,
        readers=("officer", "admin"),
        words=("notice.link_doubted",),
        template="message",
        about="account",
    ),
    Kind(id="link_tries", lane=REPLY, readers=("officer", "admin"), words=("notice.link_tries",), template="message"),
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
