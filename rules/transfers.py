"""Moves to another commune: the papers that go there, and the clock of TT 10/2024/TT-BCA art. 15.2."""

from collections.abc import Set
from datetime import date

from rules.deadlines import add_working_days

# the file (HCD-01), the notice of the move, the guardians' reports
PAPERS = ("file", "notice", "reports")
ANSWER_WORKING_DAYS = 5
EARLIEST_DAYS, LATEST_DAYS = 60, 60


def answer_by(day: date, free_days: Set[date], extra_days: Set[date] = frozenset()) -> date:
    """Finds the day by which the new commune takes over: 5 working days from the notice."""
    return add_working_days(day, ANSWER_WORKING_DAYS, free_days, extra_days)


def day_problem(day: date, today: date) -> str | None:
    """Says by a code why a move cannot be of this day."""
    if (today - day).days > EARLIEST_DAYS:
        return "too_long_ago"
    return "too_far" if (day - today).days > LATEST_DAYS else None
