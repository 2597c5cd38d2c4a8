"""Passes signals between the nodes of a deployment on PostgreSQL: what one commits wakes those of the others."""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.supervision import Part, Supervisor, cancelled
from bot.threads import to_the_end
from bot.wake_ups import WakeUps
from storage.signals import DOUBT, OUTBOX

if TYPE_CHECKING:
    from storage.notifications import Notifications

log = structlog.get_logger()
# seconds: what is committed meanwhile is told together
TOGETHER = 0.02


def open_node_signals(wake_ups: WakeUps) -> "NodeSignals":
    """Makes what passes signals on, not started. The driver of PostgreSQL is imported here, where it is used."""
    from storage.notifications import Notifications

    return NodeSignals(wake_ups, Notifications(wake_ups.store))


@dataclass(slots=True)
class NodeSignals:
    """Two parts: one hears, one tells. While nothing can be heard, `WakeUps.hears` says so, and all look more often."""

    wake_ups: WakeUps
    notifications: "Notifications"
    _to_tell: set[str] = field(default_factory=set, init=False)
    _doubt: asyncio.Event = field(init=False)
    _readable: bool = field(default=False, init=False)
    _told: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _parts: "list[asyncio.Task[None]]" = field(default_factory=list, init=False)

    def start(self, supervisor: Supervisor) -> None:
        self._doubt = self.wake_ups.event(DOUBT)
        self.wake_ups.others = self._note
        parts = Part("signals.hear", self._hear), Part("signals.tell", self._tell)
        self._parts = [supervisor.start(part) for part in parts]

    async def stop(self) -> None:
        self.wake_ups.others = None
        await cancelled(self._parts)

    def _note(self, signals: frozenset[str]) -> None:
        """Notes what others are to hear: not what only this process sends, nor what only it doubts."""
        own_signals = {f"{OUTBOX}:{channel}" for channel in self.wake_ups.store.sending_channels} | {DOUBT}
        self._to_tell |= signals - own_signals
        if self._to_tell:
            self._told.set()

    async def _tell(self) -> None:
        while True:
            await self._told.wait()
            self._told.clear()
            signals, self._to_tell = self._to_tell, set()
            try:
                await asyncio.to_thread(self.notifications.tell, signals)
            except SQLAlchemyError as problem:
                await log.awarning("signals.not_told", failure=type(problem).__name__)
            await asyncio.sleep(TOGETHER)

    async def _hear(self) -> None:
        """Listens; anew after a doubt, for it may listen to a server that nobody uses any more."""
        while True:
            try:
                await self._listen(await to_the_end(self.notifications.open))
            finally:
                self.wake_ups.hears = False
                await asyncio.to_thread(self.notifications.close)

    async def _listen(self, descriptor: int) -> None:
        """Wakes those whom others' commits concern, until there is a doubt. Raises what ends the connection."""
        loop = asyncio.get_running_loop()
        self._doubt.clear()
        self.wake_ups.hears = True
        self.wake_ups.wake_all()  # nobody told us meanwhile
        self._doubt.clear()
        while True:
            self._readable = False
            loop.add_reader(descriptor, self._can_be_read)
            try:
                await self._doubt.wait()
            finally:
                loop.remove_reader(descriptor)
            self._doubt.clear()
            if not self._readable:
                return
            self.wake_ups.wake(await to_the_end(self.notifications.heard))

    def _can_be_read(self) -> None:
        self._readable = True
        self._doubt.set()
