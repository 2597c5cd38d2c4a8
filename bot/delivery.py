"""Sends what the outbox holds: one dispatcher a channel account, held by one process at a time."""

import asyncio
import random
from dataclasses import dataclass, field, replace
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.channels import Blocked, Channel, Down, Retry, SendFailed
from bot.desk import Desk
from bot.lanes import Lanes
from bot.render import fit
from handlers import undelivered
from handlers.dialogue import Outgoing
from rules import delivery as rules
from storage import departures, outbox
from storage.database import Db
from storage.departures import Sending
from storage.leases import Lease, open_lease

log = structlog.get_logger()
POLL = 0.5
MOST_IN_MEMORY = 100
SEND_PATIENCE = 20
LONGEST_IN_MEMORY = 30.0
RENEW = 2.0


@dataclass(slots=True)
class Dispatcher:
    """The way out of one channel; `open` while this process holds it."""

    desk: Desk
    channel: Channel
    lanes: Lanes = field(init=False)
    lease: Lease = field(init=False)
    open: bool = field(default=False, init=False)
    sent: int = field(default=0, init=False)
    failed: int = field(default=0, init=False)
    _wake: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _sends: set[asyncio.Task[None]] = field(default_factory=set, init=False)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self.lanes = Lanes(self.channel.capabilities)
        self.lease = open_lease(self.desk.store, f"delivery:{self.channel.name}")

    async def start(self) -> None:
        await self._hold()
        self._tasks = [asyncio.create_task(work()) for work in (self._dispatch, self._poll, self._renew)]

    async def stop(self) -> None:
        """Lets what is on its way arrive and gives the rest back to the store."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._sends:
            await asyncio.wait(self._sends, timeout=5)
        left = self.lanes.empty()
        if left and self.open:
            now = self.desk.store.now()
            await self.desk.run(lambda db: departures.release_all(db, [one.id for one in left], now, "stopped"))
        await asyncio.to_thread(self.lease.release)

    def put(self, sendings: list[Sending]) -> None:
        self.lanes.put(sendings)
        self._wake.set()

    async def _hold(self) -> None:
        """Takes the channel if nobody has it; what an earlier holder left half sent is sent once more, no oftener."""
        held = await asyncio.to_thread(self.lease.hold)
        if held and not self.open:
            self.open = True
            self.put(await self.desk.run(self._left_over))
            self._announce()
        elif self.open and not held:
            self.open = False
            self._announce()
            self.lanes.empty()
            await log.awarning("delivery.lost", channel=self.channel.name)

    def _left_over(self, db: Db) -> list[Sending]:
        again, doubtful = departures.left_sending(db, self.channel.name, db.new_id())
        for message_id in doubtful:
            departures.end(db, message_id, "dead", "doubtful")
        return again

    def _announce(self) -> None:
        store = self.desk.store
        others = store.sending_channels - {self.channel.name}
        store.sending_channels = others | {self.channel.name} if self.open else others

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(RENEW)
            self.lanes.sweep(asyncio.get_running_loop().time())
            try:
                await self._hold()
            except SQLAlchemyError as problem:
                await log.awarning("delivery.lease", channel=self.channel.name, failure=type(problem).__name__)

    async def _poll(self) -> None:
        while True:
            try:
                if self.open:
                    await self.take_more()
            except SQLAlchemyError as problem:
                await log.awarning("delivery.poll", channel=self.channel.name, failure=type(problem).__name__)
            await asyncio.sleep(POLL)

    async def take_more(self) -> None:
        """Fetches what waits in the store, each lane by itself, so that a full one never holds up another."""

        def taking(db: Db) -> list[Sending]:
            return [
                sending
                for lane in range(outbox.BROADCAST + 1)
                if (room := self.lanes.room(lane, MOST_IN_MEMORY))
                for sending in departures.take(db, self.channel.name, lane, room)
            ]

        self.put(await self.desk.run(taking))

    async def _dispatch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            self._wake.clear()
            full = len(self._sends) >= self.channel.capabilities.at_once
            found = None if full else self.lanes.next(loop.time())
            if isinstance(found, Sending):
                task = asyncio.create_task(self._send(found))
                self._sends.add(task)
                task.add_done_callback(self._sends.discard)
                continue
            try:
                # not wait_for: on Python 3.11 it swallows a cancellation that comes together with the wake
                async with asyncio.timeout(found):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def _send(self, sending: Sending) -> None:
        loop = asyncio.get_running_loop()
        wait: tuple[float, bool] | None = None
        try:
            wait = await self._attempt(sending)
        except SQLAlchemyError as problem:
            await log.awarning("delivery.note", message=sending.id, failure=type(problem).__name__)
        except Exception as problem:  # noqa: BLE001  a fault of ours in one message must not hold up its chat for ever
            await log.aerror("delivery.broken", message=sending.id, failure=type(problem).__name__)
            wait = await self._failed(sending, Down(f"broken_{type(problem).__name__}"))
        if wait:
            once_more = replace(sending, attempts=sending.attempts + 1)
            self.lanes.again(once_more, loop.time(), wait[0], everybody=wait[1])
        else:
            self.lanes.done(sending, loop.time())
        self._wake.set()

    async def _attempt(self, sending: Sending) -> tuple[float, bool] | None:
        """Sends, or finds how long to wait (seconds, everybody); None when it needs no more attention here."""
        if sending.expires_at < self.desk.store.now():
            await self.desk.run(lambda db: departures.end(db, sending.id, "dropped", "too_late"))
            return None
        if sending.left_over:
            await self.desk.run(lambda db: departures.resend(db, sending.id))
        try:
            out = fit(Outgoing.from_json(sending.body), self.channel.capabilities)
            async with asyncio.timeout(SEND_PATIENCE):
                receipt = await self.channel.send(sending.address, out, sending.id)
        except TimeoutError:
            return await self._failed(sending, Down("timeout"))
        except SendFailed as failure:
            return await self._failed(sending, failure)
        self.sent += 1
        counts_for = self.channel.name if self.channel.capabilities.per_month else ""
        self.desk.mark(sending.id, receipt.platform_id, self.desk.store.now(), counts_for=counts_for)
        return None

    async def _failed(self, sending: Sending, failure: SendFailed) -> tuple[float, bool] | None:
        self.failed += 1
        code = f"{type(failure).__name__}:{failure.code}"
        await log.ainfo("delivery.failed", message=sending.id, channel=self.channel.name, failure=code)
        if isinstance(failure, Retry):
            return await self._wait(sending, failure.after, code, everybody=failure.everybody)
        wait = rules.back_off(sending.attempts, random.random()) if isinstance(failure, Down) else None
        if wait:
            return await self._wait(sending, wait.total_seconds(), code, everybody=False)
        book = self.desk.book
        gone = isinstance(failure, Blocked)
        await self.desk.run(lambda db: undelivered.settle(db, book, sending, code, gone=gone))
        return None

    async def _wait(self, sending: Sending, seconds: float, code: str, *, everybody: bool) -> tuple[float, bool] | None:
        if everybody or seconds <= LONGEST_IN_MEMORY:
            return seconds, everybody
        moment = self.desk.store.now() + timedelta(seconds=seconds)
        await self.desk.run(lambda db: departures.release(db, sending.id, moment, code))
        return None
