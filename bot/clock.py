"""Tells the time: that of the machine, which only the demo moves on."""

from datetime import UTC, datetime, timedelta


class Clock:
    """`now()` is aware UTC. Only the demo moves it, and only forwards."""

    def __init__(self, ahead: timedelta = timedelta()):
        self._ahead = ahead

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def move_to(self, moment: datetime) -> None:
        """Moves the clock on to a moment, never back."""
        self._ahead += max(moment - self.now(), timedelta())

    @property
    def ahead(self) -> timedelta:
        return self._ahead
