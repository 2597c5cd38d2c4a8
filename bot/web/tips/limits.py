"""What all readers together may do in a while: nobody is told apart, so nobody is counted."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web


@dataclass(slots=True)
class Bucket:
    """Holds `most` permits at first, and one more after each `pause`."""

    most: int
    pause: timedelta
    _left: float = field(default=0, init=False)
    _at: datetime | None = field(default=None, init=False)

    def take(self, now: datetime) -> bool:
        """Takes a permit; False if there is none."""
        gained = (now - self._at) / self.pause if self._at else self.most
        self._left, self._at = min(self._left + max(gained, 0), self.most), now
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def give_back(self) -> None:
        self._left = min(self._left + 1, self.most)


@dataclass(frozen=True, slots=True)
class Limits:
    """Wrong words, and pictures drawn anew: of this process; pictures one by one, slow hashes two at a time."""

    wrong_words: Bucket = field(default_factory=lambda: Bucket(30, timedelta(seconds=2)))
    pictures: Bucket = field(default_factory=lambda: Bucket(60, timedelta(seconds=10)))
    drawing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    hashing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))


LIMITS: web.AppKey[Limits] = web.AppKey("tip_limits", Limits)
