"""How long a question between guardian and officers may wait for its answer: the service's own rule."""

from collections.abc import Mapping, Set
from datetime import date, datetime, timedelta
from typing import Any

from rules.deadlines import is_working_day, next_working_morning
from rules.local_time import local_day

SETTING = "answer_hours"
ANSWER_HOURS = 24
# what a unit may choose
CHOICES = (4, 8, 24, 48)


def answer_hours(settings: Mapping[str, Any]) -> int:
    """Reads in how many hours a unit wants an answer."""
    hours = settings.get(SETTING)
    return hours if hours in CHOICES else ANSWER_HOURS


def answer_due(since: datetime, hours: int, free_days: Set[date]) -> datetime:
    """Says when an answer is late; on a day off that is the next working morning."""
    due = since + timedelta(hours=hours)
    return due if is_working_day(local_day(due), free_days) else next_working_morning(due, free_days)
