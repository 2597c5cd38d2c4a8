"""Quiet hours: nobody's phone rings at night, on a Sunday or on a holiday unless it must."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time

from rules.deadlines import MORNING, is_rest_day, next_working_day
from rules.local_time import DAY, at, local

# what a commune may choose: people sleep, and the working morning begins after it
EARLIEST_SINCE, LATEST_SINCE = time(19, 0), time(23, 0)
EARLIEST_UNTIL, LATEST_UNTIL = time(5, 0), MORNING
# for what is due in the morning: within quiet hours, so that the digest says it with all else
BEFORE_DIGEST = time(4, 0)
# the name under which a unit keeps its own
SETTING = "quiet"


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when phones are silent, in hours of Việt Nam."""

    since: time = time(21, 0)
    until: time = time(6, 30)

    @property
    def is_sensible(self) -> bool:
        """Says whether a commune may choose them: in the evening, and over before the working morning."""
        return EARLIEST_SINCE <= self.since <= LATEST_SINCE and EARLIEST_UNTIL <= self.until <= LATEST_UNTIL

    def hold(self, hour: time) -> bool:
        """Says whether phones are to be silent at this hour."""
        return hour >= self.since or hour < self.until


USUAL = Hours()


def hours_of(kept: Sequence[str] | None) -> Hours:
    """Reads what a unit keeps, «21:00» and «06:30»; the usual hours where it keeps none."""
    return Hours(*map(time.fromisoformat, kept)) if kept else USUAL


def earliest_send(moment: datetime, urgent: bool, free_days: Set[date], hours: Hours = USUAL) -> datetime:
    """Says when something may leave, in UTC: not at night, on a Sunday or a holiday.

    What is `urgent` leaves at once: alerts, and replies to what was just said.
    """
    if urgent:
        return moment
    local_moment = local(moment)
    if is_rest_day(local_moment.date(), free_days):
        return at(next_working_day(local_moment.date(), free_days), MORNING)
    if not hours.hold(local_moment.time()):
        return moment
    day = local_moment.date() + DAY if local_moment.time() >= hours.since else local_moment.date()
    if is_rest_day(day, free_days):
        return at(next_working_day(day, free_days), MORNING)
    return at(day, hours.until)
