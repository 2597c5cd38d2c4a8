"""Work that turns have asked for, done after their commit by one process at a time, in rounds."""

from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.intake.desk import Desk
from bot.lease_keeper import kept
from bot.supervision import beat
from bot.wake_ups import woken
from storage.leases import open_lease

log = structlog.get_logger()
PAUSE = 2.0


class Worker(Protocol):
    """Does in a round what waits."""

    async def round(self) -> object: ...


async def keep_working(desk: Desk, name: str, signal: str, worker: Worker) -> None:
    """Takes a round whenever the signal comes, until cancelled. `name`: of the lease, and in the log."""
    lease = open_lease(desk.store, name)
    wake = desk.wake_ups.event(signal)
    async with kept(desk.supervisor, lease, name):
        while True:
            beat()
            try:
                if lease.sure():
                    await worker.round()
            except (SQLAlchemyError, OSError) as problem:
                await log.awarning("rounds.store_away", part=name, failure=type(problem).__name__)
            await woken(wake, max(desk.wake_ups.look_anyway, PAUSE) if lease.sure() else PAUSE)
