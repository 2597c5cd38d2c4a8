"""Makes the ids of rows: the moment they are made at, in microseconds, so that the newest row has the greatest id."""

import random
import threading
import time
from datetime import datetime, timedelta

from storage.columns import EPOCH


class Ids:
    """Ids made before the row is written: microseconds since 2025 and twelve random bits, ever growing here."""

    START = 1_735_689_600_000_000

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def next(self, after: int = 0) -> int:
        """Makes an id, beyond `after` too, which another machine may have made whose clock is ahead."""
        with self._lock:
            fresh = (time.time_ns() // 1000 - self.START) << 12 | random.getrandbits(12)
            self._last = max(fresh, self._last + 1, after + 1)
            return self._last

    @classmethod
    def at(cls, moment: datetime) -> int:
        """Gives the id that all ids made from this moment on are greater than."""
        return ((moment - EPOCH) // timedelta(microseconds=1) - cls.START) << 12

    @classmethod
    def lately(cls, span: timedelta) -> int:
        """Gives the id that all ids made within so long are greater than, by the machine's time."""
        return (time.time_ns() // 1000 - cls.START - span // timedelta(microseconds=1)) << 12

    @classmethod
    def age(cls, made: int) -> timedelta:
        """Tells how long ago an id was made, by the machine's time, which ids go by whatever clock is shown."""
        return timedelta(microseconds=time.time_ns() // 1000 - cls.START - (made >> 12))
