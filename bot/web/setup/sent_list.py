"""The list that was sent to set-up last, while somebody looks at what would be done with it."""

import asyncio
from dataclasses import dataclass, field

from handlers.enrolment.taking import GivenList

KEPT = 30 * 60.0


@dataclass(slots=True)
class SentList:
    """Holds one list, in memory alone, for half an hour: its file is never written down."""

    given: GivenList | None = None
    _end: asyncio.TimerHandle | None = field(default=None, init=False)

    def keep(self, given: GivenList) -> None:
        self.drop()
        self.given = given
        self._end = asyncio.get_running_loop().call_later(KEPT, self.drop)

    def drop(self) -> None:
        self.given = None
        if self._end is not None:
            self._end.cancel()
            self._end = None
