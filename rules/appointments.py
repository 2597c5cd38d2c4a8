"""Appointments with an officer: how they may stand, which times may be offered, when they are reminded of."""

from datetime import datetime, time, timedelta

from rules.local_time import local

STATES = ("offered", "asked", "confirmed", "kept", "missed", "called_off")
# still to come about, or to be noted how it went
OPEN_STATES = ("offered", "asked", "confirmed")
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
