"""Quiet hours: nobody's phone rings at night, on a Sunday or on a holiday unless it must."""

from collections.abc import Set
from datetime import date, datetime, time

from rules.deadlines import DAY, MORNING, is_rest_day, next_working_day
from rules.local_time import at, local

QUIET_FROM = time(21, 0)
QUIET_UNTIL = time(6, 30)


def is_quiet(hour: time) -> bool:
    """Says whether phones are to be silent at this hour of Việt Nam: from 21:00 to 06:30."""
    return hour >= QUIET_FROM or hour < QUIET_UNTIL


def earliest_send(moment: datetime, urgent: bool, free_days: Set[date]) -> datetime:
    """Says when something may leave, in UTC: not at night, on a Sunday or a holiday.

    What is `urgent` leaves at once: alerts, and replies to what was just said.
    """
    if urgent:
        return moment
    here = local(moment)
    if is_rest_day(here.date(), free_days):
        return at(next_working_day(here.date(), free_days), MORNING)
    if not is_quiet(here.time()):
        return moment
    day = here.date() + DAY if here.time() >= QUIET_FROM else here.date()
    if is_rest_day(day, free_days):
        return at(next_working_day(day, free_days), MORNING)
    return at(day, QUIET_UNTIL)
