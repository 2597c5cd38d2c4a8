"""A guardian's leave: which days may be asked for, and by when a report of before a hand-over is still taken.

No text of the law sets limits for a leave (TT 10/2024/TT-BCA art. 10.1 wants one guardian for each person at any time):
these are our own; who is away for longer is exchanged.
"""

from datetime import date, timedelta

LONGEST = timedelta(days=60)
FURTHEST = timedelta(days=180)
# how long a former guardian may still report visits from before the hand-over
REPORTED_AFTER = timedelta(days=3)


def first_day_problem(day: date, today: date) -> str | None:
    """Says by a code why a leave cannot begin on this day."""
    if day < today:
        return "in_past"
    return "too_far" if day > today + FURTHEST else None


def last_day_problem(first: date, last: date) -> str | None:
    """Says by a code why a leave that begins on `first` cannot end on `last`, both days being free."""
    if last < first:
        return "before_first"
    return "too_long" if last - first >= LONGEST else None
