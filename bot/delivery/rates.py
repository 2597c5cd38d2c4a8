"""Limits how fast messages leave: a token bucket for each account and each chat. Times are seconds."""

from dataclasses import dataclass


@dataclass(slots=True)
class TokenBucket:
    """Allows `rate` messages a second on the average, and up to `burst` at once after a pause.

    `level`: how many may leave at the moment `at`; below 0 after a wait that the platform asked for.
    """

    rate: float
    burst: float
    level: float = 0.0
    at: float = 0.0

    def __post_init__(self) -> None:
        self.level = self.burst

    def wait(self, now: float) -> float:
        """Gives the seconds until one more may leave; 0 if now."""
        self._fill(now)
        return 0.0 if self.level >= 1 else (1 - self.level) / self.rate

    def take(self, now: float) -> None:
        """Counts one message that leaves."""
        self._fill(now)
        self.level -= 1

    def drain(self, at: float) -> None:
        """Empties the bucket, as if all that may leave at once had left at that moment."""
        self.level, self.at = 0.0, at

    def rested(self, now: float) -> bool:
        """Says whether the bucket is full, so that nothing would be lost by forgetting it."""
        self._fill(now)
        return self.level >= self.burst

    def hold(self, now: float, seconds: float) -> None:
        """Lets nothing leave for so many seconds, because the platform said so."""
        self._fill(now)
        self.level = min(self.level, 1 - seconds * self.rate)

    def _fill(self, now: float) -> None:
        self.level = min(self.burst, self.level + max(now - self.at, 0) * self.rate)
        self.at = max(now, self.at)
