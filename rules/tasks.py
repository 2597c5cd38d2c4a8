"""Follow-up tasks: by which days they may be due, and when they are reminded of."""

from collections.abc import Set
from datetime import date, datetime, timedelta

from rules.deadlines import MORNING, next_working_day, reminder_day
from rules.local_time import DAY, at

FARTHEST = timedelta(days=366)


def day_problem(day: date, today: date) -> str | None:
    """Says what is wrong with the day of a task: past, too_far, or None."""
    if day < today:
        return "past"
    return "too_far" if day - today > FARTHEST else None


def reminded_at(due_on: date, free_days: Set[date]) -> datetime:
    """Says when whoever does it is reminded: on the morning of its day, or of the next day that is no day of rest."""
    return at(reminder_day(due_on, free_days), MORNING)


def late_at(due_on: date, free_days: Set[date]) -> datetime:
    """Says when it is late, and whoever asked for it hears that: on the next working morning after its day."""
    return at(next_working_day(reminder_day(due_on, free_days) + DAY, free_days), MORNING)
