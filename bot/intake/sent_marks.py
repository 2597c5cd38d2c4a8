"""Keeps the marks of messages that left until they are written: with the next commit, so that no send costs one."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.intake.sent_journal import SentJournal, SentMark
from storage import usage
from storage.database import Db
from storage.outbox import sending

# seconds that a mark waits for a commit to ride in; after a crash meanwhile its message is sent once more
WAIT = 0.25
# the same for one that the journal has: only after a power cut is its message sent once more
JOURNALLED_WAIT = 2.0


@dataclass(slots=True)
class SentMarks:
    """`unwritten`: ids of messages that left and of which the store does not know so yet.

    `due` is called on the event loop when one has waited long enough. `journal`: beside an embedded database, whose
    file is this machine's alone.
    """

    due: Callable[[], None]
    journal: SentJournal | None = None
    unwritten: set[int] = field(default_factory=set)
    _waiting: list[SentMark] = field(default_factory=list)
    _timer: asyncio.TimerHandle | None = field(default=None, init=False)

    def __len__(self) -> int:
        """Says how many marks wait to be taken."""
        return len(self._waiting)

    def add(self, mark: SentMark, *, patient: bool = False) -> None:
        """Keeps a mark for a commit. A `patient` one is of what nobody asks the store about so soon."""
        self._waiting.append(mark)
        self.unwritten.add(mark.message_id)
        journalled = patient and self.journal is not None and self.journal.add(mark)
        self._wait(JOURNALLED_WAIT if journalled else WAIT)

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
        if marks:
            self._wait(WAIT)

    def _wait(self, seconds: float) -> None:
        """Has it due after so many seconds, if it is not sooner already."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        if self._timer is not None:
            if self._timer.when() <= end:
                return
            self._timer.cancel()
        self._timer = loop.call_at(end, self.due)

    def written(self, marks: list[SentMark]) -> None:
        """Forgets marks that were committed."""
        self.unwritten.difference_update(mark.message_id for mark in marks)
        if self.journal is not None and not self.unwritten and self.journal.is_long:
            self.journal.empty()


def write(db: Db, marks: Sequence[SentMark]) -> None:
    """Notes what left, and counts it where the platform does."""
    sending.sent(db, ((mark.message_id, mark.platform_id, mark.at) for mark in marks), at_end=True)
    if counted := Counter(mark.counts_for for mark in marks if mark.counts_for):
        usage.sent(db, counted)


def write_left_over(db: Db, marks: Sequence[SentMark]) -> None:
    """Notes what an earlier process had in its journal, except what it has written itself before its end."""
    unknown = sending.still_on_their_way(db, (mark.message_id for mark in marks))
    write(db, [mark for mark in marks if mark.message_id in unknown])
