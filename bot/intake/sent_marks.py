"""Keeps the marks of messages that left until they are written: with the next commit, so that no send costs one."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from storage import usage
from storage.database import Db
from storage.outbox import sending

# seconds that a mark waits for a commit to ride in; after a crash meanwhile its message is sent once more
WAIT = 0.25


@dataclass(frozen=True, slots=True)
class SentMark:
    """Says that a message left. `counts_for`: the channel whose allowance it uses, "" for none."""

    message_id: int
    platform_id: str
    at: datetime
    counts_for: str = ""


@dataclass(slots=True)
class SentMarks:
    """`unwritten`: ids of messages that left and of which the store does not know so yet.

    `due` is called on the event loop when the oldest of those that wait has done so for a quarter of a second.
    """

    due: Callable[[], None]
    unwritten: set[int] = field(default_factory=set)
    _waiting: list[SentMark] = field(default_factory=list)
    _timer: asyncio.TimerHandle | None = field(default=None, init=False)

    def __len__(self) -> int:
        """Says how many marks wait to be taken."""
        return len(self._waiting)

    def add(self, mark: SentMark) -> None:
        self._waiting.append(mark)
        self.unwritten.add(mark.message_id)
        self._begin_to_wait()

    def take(self) -> list[SentMark]:
        """Takes out all that wait, for a transaction; then comes `written` or `put_back`."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        marks, self._waiting = self._waiting, []
        return marks

    def put_back(self, marks: list[SentMark]) -> None:
        """Puts marks back before the others: their transaction failed."""
        self._waiting = marks + self._waiting
        self._begin_to_wait()

    def _begin_to_wait(self) -> None:
        if self._timer is None and self._waiting:
            self._timer = asyncio.get_running_loop().call_later(WAIT, self.due)

    def written(self, marks: list[SentMark]) -> None:
        """Forgets marks that were committed."""
        self.unwritten.difference_update(mark.message_id for mark in marks)


def write(db: Db, marks: Sequence[SentMark]) -> None:
    """Notes what left, and counts it where the platform does."""
    sending.sent(db, ((mark.message_id, mark.platform_id, mark.at) for mark in marks), at_end=True)
    if counted := Counter(mark.counts_for for mark in marks if mark.counts_for):
        usage.sent(db, counted)
