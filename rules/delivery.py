"""When a failed message is tried again."""

from datetime import timedelta

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)
MOST_TRIES = 10


def back_off(tries: int, chance: float) -> timedelta | None:
    """Says how long to wait after so many failed tries; None: give up.

    `chance` in [0, 1) spreads the crowd: from half of the wait to all of it.
    """
    if tries >= MOST_TRIES:
        return None
    wait: timedelta = min(FIRST_WAIT * float(2 ** max(tries - 1, 0)), LONGEST_WAIT)
    return wait * (0.5 + chance / 2)
