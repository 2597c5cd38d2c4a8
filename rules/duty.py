"""The duty roster's calendar: weeks from Monday to Sunday, and what is wrong with the days of a swap."""

from collections.abc import Iterable
from datetime import date, timedelta

from rules.local_time import DAY

# how far ahead days may be swapped
FARTHEST = timedelta(days=62)


def monday_of(day: date) -> date:
    """Gives the Monday of a day's week."""
    return day - DAY * day.weekday()


def days_of_week(monday: date) -> list[date]:
    """Lists the seven days of a week."""
    return [monday + DAY * nth for nth in range(7)]


def day_problem(day: date, today: date) -> str | None:
    """Says what is wrong with a day to be swapped: past, too_far, or None."""
    if day < today:
        return "past"
    return "too_far" if day - today > FARTHEST else None


def runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """Joins days that follow each other: (first, last) of each run."""
    joined: list[tuple[date, date]] = []
    for day in sorted(days):
        if joined and day - joined[-1][1] == DAY:
            joined[-1] = (joined[-1][0], day)
        else:
            joined.append((day, day))
    return joined
