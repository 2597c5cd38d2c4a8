"""Polls a platform for updates, in one process at a time; an update counts as taken once it is stored."""

import asyncio
import contextlib
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.intake.desk import Desk, Unavailable, Unstorable
from bot.lease_keeper import kept
from bot.supervision import Supervisor, ails, beat
from handlers.kit import Incoming
from storage.leases import Lease

log = structlog.get_logger()
# all in seconds
NOT_OURS = 0.2
PAUSE = 2.0
LONG_PAUSE = 30.0
LONGEST_OBEYED = 60.0
# an empty answer that comes sooner has not waited for anything: a server or a proxy ignores our `timeout`
HASTE = 1.0
FLOOR = 1.0
HIGHEST_FLOOR = 8.0
# failures in a row; a single one is no outage
WORTH_TELLING = 3


class Unwelcome(Exception):
    """The platform refuses to be asked: a wrong token, a webhook that is set, or another process that asks."""


class Away(Exception):
    """The platform does not answer now, or wants to be left alone for `after` seconds."""

    def __init__(self, code: str, after: float = 0.0):
        super().__init__(code)
        self.after = after


Ask = Callable[[], Awaitable[bool]]


async def poll(supervisor: Supervisor, name: str, lease: Lease, ask: Ask) -> None:
    """Calls `ask` again and again while this process holds the lease, until cancelled."""
    rounds = _Rounds(name, lease, ask)
    async with kept(supervisor, lease, f"polling:{name}"):
        while True:
            await asyncio.sleep(await rounds.next())


@dataclass(slots=True)
class _Rounds:
    """Asks a platform, and says how long to wait before the next time. `ask` tells whether anything new came.

    `failures` and `hasty`: in a row, times that it did not answer, and that it answered at once without anything.
    """

    name: str
    lease: Lease
    ask: Ask
    failures: int = field(default=0, init=False)
    hasty: int = field(default=0, init=False)

    async def next(self) -> float:
        """Asks once, if the lease is held. Gives the seconds to wait."""
        if not self.lease.sure():
            beat()
            return NOT_OURS
        began = asyncio.get_running_loop().time()
        try:
            news = await self.ask()
        except Unwelcome as problem:
            ails(str(problem))
            cure = "run `python -m bot doctor`"
            await log.aerror("poll.unwelcome", channel=self.name, failure=str(problem), cure=cure)
            return LONG_PAUSE
        except (Away, Unavailable, SQLAlchemyError) as problem:
            failure = str(problem) if isinstance(problem, Away) else type(problem).__name__
            self.failures += 1
            if self.failures >= WORTH_TELLING:
                ails(failure)
            else:
                beat()
            await log.awarning("poll.away", channel=self.name, failure=failure)
            asked = problem.after if isinstance(problem, Away) else 0.0
            return max(PAUSE, min(asked, LONGEST_OBEYED))
        self.failures = 0
        beat()
        return self._floor(news, asyncio.get_running_loop().time() - began)

    def _floor(self, news: bool, seconds: float) -> float:
        """Gives the pause after an answer: none, unless the platform does not wait although nothing is there."""
        if news or seconds >= HASTE:
            self.hasty = 0
            return 0.0
        self.hasty += 1
        return min(math.ldexp(FLOOR, min(self.hasty - 1, 10)), HIGHEST_FLOOR)


async def take(desk: Desk, message: Incoming) -> None:
    """Stores a message that polling brought. One that can never be stored is passed over: the desk has logged it."""
    with contextlib.suppress(Unstorable):
        await desk.accept(message)
