"""Kinds of notice about accounts: what needs a second person, what was changed. A part of rules/notices.py."""

from datetime import timedelta

from rules.notice_kind import ALERT, REPLY, Kind
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
    # accounts that end; these alone are said to one that is closed or has moved
    Kind(
        id="account_closed",
        lane=REPLY,
        readers=OF_ACCOUNTS,
        words=("notice.account_closed",),
        no_template="is told where the account was used, and nowhere else",
        about="account",
        needs_chat=True,
        if_missed="nothing",
        outlives_account=True,
    ),
    Kind(
        id="outside",
        lane=REPLY,
        life=timedelta(hours=12),
        of_its_day=True,
        readers=OF_ACCOUNTS,
        words=("outside.",),
        no_template="answers what was just written: the window of that chat is open",
        if_missed="nothing",
        outlives_account=True,
    ),
    Kind(
        id="outside_danger",
        lane=ALERT,
        life=timedelta(hours=12),
        of_its_day=True,
        readers=OF_ACCOUNTS,
        words=("outside.",),
        no_template="answers what was just written: the window of that chat is open",
        if_missed="nothing",
        outlives_account=True,
    ),
    Kind(
        id="account_left",
        readers=("officer", "admin"),
        words=("notice.account_left",),
        template="message",
        about="account",
    ),
)
