"""Kinds of notice of the talk between offices and guardians, the roster and tasks. A part of rules/notices.py."""

from datetime import timedelta

from rules.notice_kind import REPLY, Kind

SIDES = ("guardian", "officer")
ROWS = (
    Kind(id="thread", lane=REPLY, readers=SIDES, words=("notice.thread",), template="message", about="person"),
    Kind(
        id="thread_unanswered",
        late=timedelta(days=3),
        readers=("officer",),
        words=("notice.thread",),
        no_template="is told as a word in a thread",
    ),
    Kind(id="duty", lane=REPLY, readers=("officer",), words=("notice.duty",), template="message"),
    Kind(
        id="duty_begins",
        life=None,
        of_its_day=True,
        readers=("officer",),
        words=("notice.duty",),
        no_template="the roster says the same, and alerts reach whoever is on it all the same",
        needs_chat=True,
    ),
    Kind(
        id="outcome",
        late=timedelta(days=5),
        readers=("person",),
        words=("notice.outcome",),
        no_template="asks for a favour that nobody has to do",
        about="person",
        needs_chat=True,
    ),
    Kind(id="task", readers=SIDES, words=("notice.task",), template="message", about="person"),
    Kind(
        id="task_due",
        late=timedelta(days=5),
        readers=SIDES,
        words=("notice.task",),
        no_template="is told as a task",
    ),
    Kind(
        id="task_late",
        late=timedelta(days=14),
        readers=SIDES,
        words=("notice.task",),
        no_template="is told as a task",
    ),
)
