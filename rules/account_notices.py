"""Kinds of notice about accounts: what needs a second person, what was changed. A part of rules/notices.py."""

from datetime import timedelta

from rules.notice_kind import REPLY, Kind
from rules.roles import OF_ACCOUNTS

ROWS = (
    Kind(
        id="approval",
        lane=REPLY,
        life=timedelta(days=7),
        readers=("officer", "admin"),
        words=("notice.approval",),
        template="message",
        about="approval",
        withdrawn_by="approval",
        if_missed="call",
    ),
    Kind(
        id="approval_news",
        lane=REPLY,
        readers=("officer", "admin"),
        words=("notice.approval_news",),
        template="message",
        about="approval",
        if_missed="nothing",
    ),
    Kind(
        id="account_changed",
        lane=REPLY,
        readers=OF_ACCOUNTS,
        words=("notice.account_changed",),
        template="message",
        about="account",
        if_missed="call",
    ),
    Kind(
        id="account_news",
        lane=REPLY,
        readers=("admin",),
        words=("notice.account_news",),
        template="message",
        about="account",
        if_missed="nothing",
    ),
)
