"""Absences with leave: how they may stand, and how their days count against what the law was seen to say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rules.case_types import BY_CODE, Absence

STATES = ("asked", "allowed", "refused", "withdrawn", "back", "over")
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
    """Days of this absence, and of those allowed before it; `limit` is the law's, None where none was seen.

    `term`: the days of the whole term, None where its first or last day is not on record.
    """

    days: int
    before: int
    limit: Absence | None
    term: int | None = None

    @property
    def is_over(self) -> bool:
        """Says whether this one alone is longer than the law of 2019 had it."""
        return self.limit is not None and self.days > self.limit.days_each

    @property
    def share(self) -> int | None:
        """Gives the days that may be spent away in all, whole days of the term's share; None where it is unknown."""
        return self.term // self.limit.one_in if self.limit and self.term is not None else None

    @property
    def left(self) -> int | None:
        """Gives the days of the share that are left after this absence, below 0 where it is over it."""
        return None if self.share is None else self.share - self.before - self.days


def count(
    case_type: str, first: date, last: date, allowed: Iterable[Days], *, home_on: date, ends_on: date | None = None
) -> Count:
    """Counts an absence beside those `allowed` before it, and the term from `home_on` to `ends_on` where that is it."""
    row = BY_CODE.get(case_type)
    limit = row.absence if row else None
    before = sum(length(*days) for days in allowed)
    is_known = limit is not None and limit.from_home and ends_on is not None and ends_on >= home_on
    term = length(home_on, ends_on) if is_known and ends_on else None
    return Count(length(first, last), before, limit, term)


def remind_on(first: date, last: date) -> date:
    """Finds the day on which the way home is reminded of: the day before the last, or the first of a short one."""
    return max(last - timedelta(days=1), first)
