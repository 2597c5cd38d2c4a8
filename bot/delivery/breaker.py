"""Opens when a channel's account fails several times in a row; then one message at a time tries whether it is back."""

from dataclasses import dataclass, field

# failures in a row that open it; all else in seconds
FAILURES = 5
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 300.0
WORTH_TELLING = 60.0
# an account that takes one message and refuses the next is not well yet
STEADY = 60.0
# codes that only an operator can mend: they open it at once
BY_HAND = ("operator_", "token")


@dataclass(slots=True)
class Breaker:
    """A circuit breaker. `reason` is the code of the failure that opened it, empty while it is closed.

    While it is open one message at a time is sent as a probe; each pause is twice the one before, up to 300 seconds.
    Times are seconds of a monotonic clock.
    """

    first_pause: float = FIRST_PAUSE
    reason: str = field(default="", init=False)
    since: float = field(default=0.0, init=False)
    _well_since: float = field(default=0.0, init=False)
    _in_a_row: int = field(default=0, init=False)
    _pause: float = field(default=0.0, init=False)
    _until: float = field(default=0.0, init=False)
    _trying: bool = field(default=False, init=False)

    @property
    def is_open(self) -> bool:
        return bool(self.reason)

    def wait(self, now: float) -> float:
        """Gives the seconds until something may be sent; 0 if now."""
        if not self.is_open:
            return 0.0
        return self._pause if self._trying else max(self._until - now, 0.0)

    def tries(self) -> None:
        """Notes that a message is sent now; while the breaker is open it is the only one."""
        self._trying = self.is_open

    def tried(self) -> None:
        """Notes that a probe has ended, whether or not it showed anything."""
        self._trying = False

    def lasts(self, now: float) -> bool:
        """Says whether the admins should hear of it: after a minute, or at once where only they can help."""
        return self.is_open and (self.reason.startswith(BY_HAND) or now - self.since >= WORTH_TELLING)

    def is_steady(self, now: float) -> bool:
        """Says whether the account has worked for a minute, so that the admins may be told."""
        return not self.is_open and now - self._well_since >= STEADY

    def worked(self, now: float) -> bool:
        """Notes that the platform answered, and closes the breaker. True if it was open."""
        ended = self.is_open
        if ended:
            self._well_since = now
        self.reason, self._in_a_row, self._trying = "", 0, False
        return ended

    def failed(self, code: str, now: float) -> bool:
        """Notes that the platform did not answer or refused the account itself. True if that opens the breaker."""
        self._in_a_row += 1
        if self.is_open:
            if self._trying:
                self._trying = False
                self._pause = min(self._pause * 2, LONGEST_PAUSE)
                self._until = now + self._pause
            return False
        if self._in_a_row < FAILURES and not code.startswith(BY_HAND):
            return False
        self.reason, self.since, self._pause = code, now, self.first_pause
        self._until = now + self._pause
        return True
