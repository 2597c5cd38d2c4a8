"""Whether a channel's account can be used at all: when it fails in a row it is left alone, and tried now and then."""

from dataclasses import dataclass, field

FAILURES = 5
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 300.0
WORTH_TELLING = 60.0
# an account that takes one message and refuses the next is not well yet
STEADY = 60.0
# what nothing but somebody's hand mends: no use in five tries
BY_HAND = ("operator_", "token")


@dataclass(slots=True)
class Breaker:
    """`reason` is the failure that opened it, empty while all is well. Times are seconds of a monotonic clock.

    While it is open one message at a time goes out to see; every pause is twice the one before.
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
        """Seconds until something may be sent; 0: now."""
        if not self.is_open:
            return 0.0
        return self._pause if self._trying else max(self._until - now, 0.0)

    def tries(self) -> None:
        """Something is sent now; while it is on its way nothing else is, if the account ails."""
        self._trying = self.is_open

    def tried(self) -> None:
        """What was sent to see has come to an end, whether or not it showed anything."""
        self._trying = False

    def lasts(self, now: float) -> bool:
        """Whether somebody should hear of it: not of every hiccup, but at once where nothing else helps."""
        return self.is_open and (self.reason.startswith(BY_HAND) or now - self.since >= WORTH_TELLING)

    def is_steady(self, now: float) -> bool:
        """Whether the trouble has been over for so long that somebody may be told so."""
        return not self.is_open and now - self._well_since >= STEADY

    def worked(self, now: float) -> bool:
        """The platform answered. True if that ends a time of trouble."""
        ended = self.is_open
        if ended:
            self._well_since = now
        self.reason, self._in_a_row, self._trying = "", 0, False
        return ended

    def failed(self, code: str, now: float) -> bool:
        """The platform did not answer, or refused the account itself. True if a time of trouble begins."""
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
