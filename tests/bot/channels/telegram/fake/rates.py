"""Telegram's limits: 30 messages in any second over all, about one a second in a chat, short bursts."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bot.channels.telegram.fake.state import Refused


@dataclass(frozen=True, slots=True)
class Limits:
    """`everywhere`: messages in any one second. `chat`: messages a second, and how many may come at once."""

    everywhere: float = 30
    chat: float = 1.0
    chat_burst: float = 5.0

    @classmethod
    def none(cls) -> "Limits":
        return cls(math.inf, math.inf, math.inf)


@dataclass(slots=True)
class Bucket:
    rate: float
    full: float
    left: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until one more is allowed."""
        if math.isinf(self.rate):
            return 0.0
        self.left = min(self.full, self.left + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.left >= 1 else (1 - self.left) / self.rate


@dataclass(slots=True)
class Rates:
    limits: Limits
    clock: Callable[[], float]
    _last_second: deque[float] = field(default_factory=deque)
    _chats: dict[int, Bucket] = field(default_factory=dict)

    def count(self, chat_id: int) -> None:
        """Counts one message, or refuses it with 429."""
        now, limits = self.clock(), self.limits
        chat = self._chats.setdefault(chat_id, Bucket(limits.chat, limits.chat_burst, limits.chat_burst, now))
        wait = max(self._everywhere(now), chat.wait(now))
        if wait:
            raise too_many(max(1, math.ceil(wait)))
        self._last_second.append(now)
        chat.left -= 1

    def _everywhere(self, now: float) -> float:
        while self._last_second and self._last_second[0] <= now - 1:
            self._last_second.popleft()
        return self._last_second[0] + 1 - now if len(self._last_second) >= self.limits.everywhere else 0.0


def too_many(seconds: int) -> Refused:
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
