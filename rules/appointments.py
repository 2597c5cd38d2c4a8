"""Appointments with an officer: how they may stand, which times may be offered, when they are reminded of."""

from collections.abc import Set
from datetime import date, datetime, time, timedelta

from rules.deadlines import MORNING, add_working_days
from rules.local_time import at, local, local_day

STATES = ("offered", "asked", "confirmed", "kept", "missed", "called_off")
# still to come about, or to be noted how it went
OPEN_STATES = ("offered", "asked", "confirmed")
# whom somebody may ask to see: somebody to talk with, or somebody who knows the law
COUNSEL = ("counsellor", "lawyer")
# the due thing: a time was asked for, and nobody has offered one
ASKED = "appointment_asked"
OFFERED_WITHIN_DAYS = 2
FURTHEST = timedelta(days=60)
EARLIEST, LATEST = time(6), time(21)
LASTS = timedelta(minutes=30)
# kind of notice → how long before
REMINDERS = (("appointment_day", timedelta(days=1)), ("appointment_hour", timedelta(hours=1)))


def time_problem(moment: datetime, now: datetime) -> str | None:
    """Says what is wrong with a time that is offered: in_past, too_far (60 days), at_night, or None."""
    if moment <= now:
        return "in_past"
    if moment - now > FURTHEST:
        return "too_far"
    return None if EARLIEST <= local(moment).time() < LATEST else "at_night"


def reminders(at: datetime, now: datetime) -> list[tuple[str, datetime]]:
    """Lists (kind, moment) of the reminders that are still to come."""
    planned = [(kind, at - before) for kind, before in REMINDERS]
    return [(kind, moment) for kind, moment in planned if moment > now]


def offered_by(now: datetime, free_days: Set[date]) -> datetime:
    """Gives the moment by which times are offered to whoever asks for one: two working days on, in the morning."""
    return at(add_working_days(local_day(now), OFFERED_WITHIN_DAYS, free_days), MORNING)
