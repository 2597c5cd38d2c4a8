"""Absences with leave: how they may stand, and how their days count against what the law was seen to say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rules.case_types import BY_CODE, Absence

STATES = ("asked", "allowed", "refused", "withdrawn", "back")
# those that still ask for something: a decision, or the way back
WAITING, AWAY = "asked", "allowed"
FURTHEST_DAYS = 180
Days = tuple[date, date]


def first_day_problem(day: date, today: date) -> str | None:
    """Says what is wrong with the first day of an absence: in_past, too_far (180 days), or None."""
    if day < today:
        return "in_past"
    return "too_far" if (day - today).days > FURTHEST_DAYS else None


def last_day_problem(first: date, last: date) -> str | None:
    """Says what is wrong with the last day: before_first, too_long (a year), or None."""
    if last < first:
        return "before_first"
    return "too_long" if (last - first).days > 365 else None


def length(first: date, last: date) -> int:
    """Counts the days of an absence, both ends included."""
    return (last - first).days + 1


def overlaps(first: date, last: date, others: Iterable[Days]) -> bool:
    """Says whether it meets one of the others on any day."""
    return any(first <= other_last and other_first <= last for other_first, other_last in others)


@dataclass(frozen=True, slots=True)
class Count:
    """Days of this absence, and of those allowed before it; `limit` is the law's, None where none was seen."""

    days: int
    before: int
    limit: Absence | None

    @property
    def is_over(self) -> bool:
        """Says whether this one alone is longer than the law of 2019 had it."""
        return self.limit is not None and self.days > self.limit.days_each


def count(case_type: str, first: date, last: date, allowed: Iterable[Days]) -> Count:
    """Counts an absence beside those `allowed` before it.

    The share of the whole term is for the officer: its length is not on record.
    """
    row = BY_CODE.get(case_type)
    before = sum(length(*days) for days in allowed)
    return Count(length(first, last), before, row.absence if row else None)


def remind_on(first: date, last: date) -> date:
    """Finds the day on which the way home is reminded of: the day before the last, or the first of a short one."""
    return max(last - timedelta(days=1), first)
