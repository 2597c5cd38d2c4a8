"""Notes receipts (delivered, seen) in batches, apart from the webhook, which never waits for the store."""

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.intake.desk import Desk
from storage.database import Db
from storage.outbox import receipts

log = structlog.get_logger()
# seconds: a receipt may come before the mark of our own sending is written; what stays unknown was sent by others
AGAIN = (1.0, 10.0, 60.0)
STORE_AWAY = 2.0
MOST = 10_000
OLDEST = timedelta(days=7)
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Arrived:
    """Says that messages are on the reader's phone; `outbox_id` where the platform brings our own id back."""

    platform_ids: tuple[str, ...]
    at: datetime
    outbox_id: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """Says that messages were seen by their reader."""

    platform_ids: tuple[str, ...]
    at: datetime


Receipt = Arrived | Seen


@dataclass(frozen=True, slots=True)
class _Waiting:
    receipt: Receipt
    tries: int
    due: float


@dataclass(slots=True)
class Receipts:
    """A queue of receipts. `unknown` counts those of none of our messages, `lost` those that there was no room for."""

    unknown: int = field(default=0, init=False)
    lost: int = field(default=0, init=False)
    _waiting: deque[_Waiting] = field(default_factory=deque, init=False)
    _wake: asyncio.Event = field(default_factory=asyncio.Event, init=False)

    def take(self, receipt: Receipt) -> None:
        """Queues a receipt to be noted; never waits."""
        self._keep(_Waiting(receipt, 0, 0.0))
        self._wake.set()

    def _keep(self, waiting: _Waiting) -> None:
        if len(self._waiting) >= MOST:
            self.lost += 1
            return
        self._waiting.append(waiting)

    async def run(self, desk: Desk) -> None:
        """Notes receipts until cancelled."""
        while True:
            await self._wait()
            before = self.unknown, self.lost
            await self._note(desk, self._due())
            if (self.unknown, self.lost) != before:
                await log.ainfo("receipts.not_noted", unknown=self.unknown, lost=self.lost)

    async def _wait(self) -> None:
        self._wake.clear()
        now = asyncio.get_running_loop().time()
        first = min((waiting.due for waiting in self._waiting), default=None)
        try:
            async with asyncio.timeout(None if first is None else max(first - now, 0)):
                await self._wake.wait()
        except TimeoutError:
            return

    def _due(self) -> list[_Waiting]:
        now = asyncio.get_running_loop().time()
        due = [waiting for waiting in self._waiting if waiting.due <= now][:AT_ONCE]
        taken = set(map(id, due))
        self._waiting = deque(waiting for waiting in self._waiting if id(waiting) not in taken)
        return due

    async def _note(self, desk: Desk, due: list[_Waiting]) -> None:
        if not due:
            return
        now = asyncio.get_running_loop().time()
        try:
            noted = await desk.run(lambda db: [note(db, waiting.receipt) for waiting in due])
        except SQLAlchemyError as problem:
            await log.awarning("receipts.store_away", failure=type(problem).__name__, receipts=len(due))
            for waiting in due:
                self._keep(replace(waiting, due=now + STORE_AWAY))
            return
        for waiting in _not_noted(due, noted):
            if waiting.tries < len(AGAIN):
                self._keep(replace(waiting, tries=waiting.tries + 1, due=now + AGAIN[waiting.tries]))
            else:
                self.unknown += 1


def _not_noted(due: list[_Waiting], noted: Iterable[bool]) -> list[_Waiting]:
    return [waiting for waiting, is_noted in zip(due, noted, strict=True) if not is_noted]


def note(db: Db, receipt: Receipt) -> bool:
    """Notes one receipt. True if all its messages are known here.

    A moment in the future, or more than seven days ago, is taken for now.
    """
    at = receipt.at if db.now - OLDEST < receipt.at < db.now else db.now
    if not isinstance(receipt, Arrived):
        return receipts.seen(db, receipt.platform_ids, at) >= len(receipt.platform_ids)
    if receipt.outbox_id is not None and receipts.delivered_ours(db, receipt.outbox_id, at):
        return True
    return receipts.delivered(db, receipt.platform_ids, at) >= len(receipt.platform_ids)
