"""What leaves first, when a failed message is tried again, and when it is too late for it."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Literal

from rules.local_time import at, local_day

Lane = Literal["alert", "reply", "reminder", "broadcast"]
LANES: tuple[Lane, ...] = ("alert", "reply", "reminder", "broadcast")
# shares of the platform's allowance when every lane has something to send; an alert does not share
WEIGHTS: Mapping[Lane, int] = {"alert": 0, "reply": 8, "reminder": 3, "broadcast": 1}

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)
MOST_TRIES = 10

LIVES: Mapping[Lane, timedelta] = {
    "alert": timedelta(hours=24),
    "reply": timedelta(hours=24),
    "broadcast": timedelta(days=3),
}


def back_off(tries: int, chance: float) -> timedelta | None:
    """How long to wait after so many failed tries; `chance` in [0, 1) spreads the crowd. None: give up."""
    if tries >= MOST_TRIES:
        return None
    wait: timedelta = min(FIRST_WAIT * float(2 ** max(tries - 1, 0)), LONGEST_WAIT)
    return wait * (0.5 + chance / 2)


def next_try(tries: int, now: datetime, chance: float, retry_after: float | None = None) -> datetime | None:
    """The platform's own word on when to come back is a floor."""
    wait = back_off(tries, chance)
    if wait is None:
        return None
    return now + max(wait, timedelta(seconds=retry_after or 0))


def expires_at(lane: Lane, now: datetime) -> datetime:
    """A reminder is for the day on which it falls due; the rest live for a set time."""
    if lane == "reminder":
        return at(local_day(now) + timedelta(days=1), time(0))
    return now + LIVES[lane]
