"""When a failed message is tried again, and when it is too late for it."""

from collections.abc import Mapping
from datetime import timedelta

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)
MOST_TRIES = 10

# a reminder leaves in the morning and is dropped before the next
LIVES: Mapping[str, timedelta] = {
    "alert": timedelta(hours=24),
    "alert_news": timedelta(hours=6),
    "visit_soon": timedelta(hours=16),
    "visit_today": timedelta(hours=16),
    "visit_overdue": timedelta(hours=16),
    "visit_overdue_officer": timedelta(hours=16),
    "check_in": timedelta(hours=16),
    "draft_nudge": timedelta(hours=16),
    "digest": timedelta(hours=10),
}
LIFE = timedelta(days=3)
DAY = timedelta(days=1)


def back_off(tries: int, chance: float) -> timedelta | None:
    """How long to wait after so many failed tries; `chance` in [0, 1) spreads the crowd. None: give up."""
    if tries >= MOST_TRIES:
        return None
    wait: timedelta = min(FIRST_WAIT * float(2 ** max(tries - 1, 0)), LONGEST_WAIT)
    return wait * (0.5 + chance / 2)


def is_of_its_day(kind: str) -> bool:
    """What would be untrue or odd tomorrow: an answer to what was just said, a reminder for today, news."""
    return kind in ("reply", "apology") or expiry(kind) < DAY


def expiry(kind: str) -> timedelta:
    """How long after the moment it may first leave a message of this kind still makes sense."""
    return LIVES.get(kind, LIFE)
