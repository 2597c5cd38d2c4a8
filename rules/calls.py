"""Calls that somebody asked for: by when an officer rings, and how often it is told that nobody has."""

from collections.abc import Set
from datetime import date, datetime, time

from rules.deadlines import add_working_days
from rules.local_time import at, local_day

# the due thing, and the reason on the call list
WANTED, REASON = "call_wanted", "asks_to_talk"
WITHIN_DAYS = 1
TOLD_AT = time(13, 30)


def call_by(now: datetime, free_days: Set[date]) -> date:
    """Gives the last day on which somebody who asked for a call is rung: the next working day."""
    return add_working_days(local_day(now), WITHIN_DAYS, free_days)


def told_at(now: datetime, free_days: Set[date]) -> datetime:
    """Gives the moment at which officers hear that nobody has rung: on the last day, with an afternoon left."""
    return at(call_by(now, free_days), TOLD_AT)
