"""Kinds of notice of check-ins and of calls that somebody asked for. A part of rules/notices.py."""

from datetime import timedelta

from rules.notice_kind import Kind

ROWS = (
    Kind(
        id="check_in",
        life=timedelta(hours=16),
        of_its_day=True,
        readers=("person",),
        words=("notice.check_in",),
        template="reminder",
        late=timedelta(days=5),
        about="person",
        withdrawn_by="check_in",
    ),
    Kind(
        id="check_in_missing",
        late=timedelta(days=14),
        about="person",
        withdrawn_by="check_in",
        alert="check_in_missing",
    ),
    Kind(id="asks_to_talk", readers=("officer",), words=("notice.asks_to_talk",), template="message", about="account"),
    Kind(
        id="call_wanted",
        readers=("officer",),
        words=("notice.call_wanted",),
        template="message",
        late=timedelta(days=14),
        about="account",
    ),
)
