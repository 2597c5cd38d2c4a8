"""What people may ask about their own data, and by when they are answered and it is done.

NĐ 356/2025/NĐ-CP: a first answer within 2 working days; to withdraw, restrict or object, 15 days. Its own limits for
correcting and deleting were not read: they get no longer here.
"""

from collections.abc import Set
from datetime import date, timedelta

from rules.deadlines import add_working_days

# to be put right; to be deleted; not to be used as it is
WISHES = ("correct", "delete", "object")
ANSWER_WITHIN = 2  # working days until the first answer
ACT_WITHIN = timedelta(days=15)
OPEN, DONE, REFUSED = "open", "done", "refused"


def answer_by(asked_on: date, free_days: Set[date], extra_days: Set[date] = frozenset()) -> date:
    """Finds the last day for a first answer, the day of asking not counted."""
    return add_working_days(asked_on, ANSWER_WITHIN, free_days, extra_days)


def act_by(asked_on: date) -> date:
    """Finds the last day to do what was asked, or to say why not."""
    return asked_on + ACT_WITHIN


def next_day(answered: bool, answer_by: date, act_by: date) -> date:
    """Gives the last day of what comes next: the first answer, then the doing."""
    return act_by if answered else answer_by
