"""Telegram's limits as token buckets: 30 messages a second over all, about one a second in a chat, short bursts."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.fakes.telegram.state import Refused


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages a second, and how many may come at once."""

    everywhere: float = 30.0
    everywhere_burst: float = 30.0
    chat: float = 1.0
    chat_burst: float = 5.0

    @classmethod
    def none(cls) -> "Limits":
        return cls(math.inf, math.inf, math.inf, math.inf)


@dataclass(slots=True)
class Bucket:
    rate: float
    left: float
    full: float
    at: float

    def refill(self, now: float) -> None:
        if math.isfinite(self.rate):
            self.left = min(self.full, self.left + (now - self.at) * self.rate)
        self.at = now

    def wait(self) -> float:
        """Seconds until one more is allowed."""
        return 0.0 if self.left >= 1 else (1 - self.left) / self.rate


@dataclass(slots=True)
class Rates:
    limits: Limits
    clock: Callable[[], float]
    _all: Bucket | None = None
    _chats: dict[int, Bucket] = field(default_factory=dict)

    def count(self, chat_id: int) -> None:
        """Counts one message, or refuses it with 429."""
        now, limits = self.clock(), self.limits
        everywhere = self._all = self._all or Bucket(
            limits.everywhere, limits.everywhere_burst, limits.everywhere_burst, now
        )
        chat = self._chats.setdefault(chat_id, Bucket(limits.chat, limits.chat_burst, limits.chat_burst, now))
        everywhere.refill(now)
        chat.refill(now)
        wait = max(everywhere.wait(), chat.wait())
        if wait:
            raise too_many(max(1, math.ceil(wait)))
        everywhere.left -= 1
        chat.left -= 1


def too_many(seconds: int) -> Refused:
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
