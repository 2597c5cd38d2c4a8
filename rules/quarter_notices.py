"""Kinds of notice about the report of a quarter: one row each, read with those of rules/notices.py."""

from datetime import timedelta

from rules.notice_kind import Kind

ROWS = (
    Kind(
        id="quarter_report",
        life=timedelta(days=1),
        of_its_day=True,
        readers=("guardian",),
        words=("notice.quarter_report",),
        template="reminder",
        late=timedelta(days=5),
        if_missed="call",
    ),
    Kind(
        id="quarter_returned",
        readers=("guardian",),
        words=("notice.quarter_returned",),
        template="message",
        about="quarter_report",
        withdrawn_by="quarter_report",
        if_missed="call",
    ),
    Kind(
        id="quarter_accepted",
        readers=("guardian",),
        words=("notice.quarter_accepted",),
        no_template="thanks, and asks for nothing",
        about="quarter_report",
        withdrawn_by="quarter_report",
        needs_chat=True,
        if_missed="nothing",
    ),
)
