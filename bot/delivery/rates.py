"""How fast a channel may send: the account's rate, each chat's own, and the waits that the platform asked for."""

from dataclasses import dataclass


@dataclass(slots=True)
class TokenBucket:
    """Allows `rate` a second on the average, and up to `burst` at once after a pause."""

    rate: float
    burst: float
    level: float = 0.0
    at: float = 0.0

    def __post_init__(self) -> None:
        self.level = self.burst

    def wait(self, now: float) -> float:
        """Seconds until one more may go; 0 if now."""
        self._fill(now)
        return 0.0 if self.level >= 1 else (1 - self.level) / self.rate

    def take(self, now: float) -> None:
        self._fill(now)
        self.level -= 1

    def drain(self, at: float) -> None:
        """As if all that may go at once had gone at that moment."""
        self.level, self.at = 0.0, at

    def rested(self, now: float) -> bool:
        """Nothing is remembered of what was sent."""
        self._fill(now)
        return self.level >= self.burst

    def hold(self, now: float, seconds: float) -> None:
        """The platform said: nothing for so long."""
        self._fill(now)
        self.level = min(self.level, 1 - seconds * self.rate)

    def _fill(self, now: float) -> None:
        self.level = min(self.burst, self.level + max(now - self.at, 0) * self.rate)
        self.at = max(now, self.at)
