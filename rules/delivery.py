"""What leaves first, when a failed message is tried again, and when it is too late for it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

Lane = Literal["alert", "reply", "reminder", "broadcast"]
LANES: tuple[Lane, ...] = ("alert", "reply", "reminder", "broadcast")
# shares of the platform's allowance when every lane has something to send; an alert does not share
WEIGHTS: Mapping[Lane, int] = {"alert": 0, "reply": 8, "reminder": 3, "broadcast": 1}

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)
MOST_TRIES = 10

# a reminder leaves in the morning and is dropped before the next; what is not named lives a day
LIVES: Mapping[str, timedelta] = {
    "alert": timedelta(hours=24),
    "alert_news": timedelta(hours=6),
    "reply": timedelta(hours=24),
    "visit_soon": timedelta(hours=16),
    "visit_today": timedelta(hours=16),
    "visit_overdue": timedelta(hours=16),
    "visit_overdue_officer": timedelta(hours=16),
    "check_in": timedelta(hours=16),
    "draft_nudge": timedelta(hours=16),
    "digest": timedelta(hours=10),
    "broadcast": timedelta(days=3),
}
LIFE = timedelta(hours=24)


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


def expiry(kind: str) -> timedelta:
    """How long after the moment it may first leave a message of this kind still makes sense."""
    return LIVES.get(kind, LIFE)
