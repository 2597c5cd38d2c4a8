"""Kinds of notice about people being taken in charge, their situation and their plan; rules/notices.py joins them."""

from datetime import timedelta

from rules.notice_kind import Kind

ROWS = (
    Kind(
        id="charge_due",
        readers=("officer",),
        words=("notice.charge",),
        template="message",
        late=timedelta(days=7),
        about="person",
        withdrawn_by="charge_step",
    ),
    Kind(
        id="goal",
        readers=("person", "guardian", "officer"),
        words=("notice.goal.",),
        template="message",
        about="person",
    ),
    Kind(
        id="goal_due",
        readers=("person", "guardian"),
        words=("notice.goal_due",),
        template="reminder",
        late=timedelta(days=3),
        about="person",
        withdrawn_by="goal",
        if_missed="call",
    ),
    Kind(id="intake_asked", readers=("person",), words=("notice.intake_asked",), template="message", about="person"),
    Kind(id="intake_news", readers=("officer",), words=("notice.intake_news",), template="message", about="person"),
)
