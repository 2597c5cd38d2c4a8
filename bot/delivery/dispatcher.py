"""Sends what the outbox holds: one dispatcher a channel account, which one process holds at a time."""

import asyncio
from dataclasses import dataclass, field, replace

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.breaker import Breaker
from bot.delivery.channel import Channel
from bot.delivery.orphans import Orphans, left_half_sent
from bot.delivery.outage import OutageResponse
from bot.delivery.send_queue import LANES, SendQueue
from bot.delivery.sender import Sender, Wait
from bot.intake.desk import Desk
from bot.lease_keeper import held
from bot.supervision import Part, beat, cancelled
from storage import outbox
from storage.database import Db
from storage.leases import Lease, open_lease
from storage.outbox import sending as outbox_sending
from storage.outbox.sending import Sending

log = structlog.get_logger()
# all in seconds
POLL = 0.5
# other nodes take turns too: what they answer waits in the store for the node that sends
SOON = 0.03
MOST_IN_MEMORY = 100
RENEW = 2.0
# this node cannot be sure just now that nobody else sends
UNSURE = 0.2
# the store was away when the end of an attempt was to be noted
NOTED_AGAIN = 5.0
# a loop that the store has not answered for so long, nor refused
STUCK = 60.0


@dataclass(slots=True)
class Dispatcher:
    """Sends on one channel, in three loops: send what may leave, fetch what waits in the store, renew the lease.

    `open` while this process holds the channel.
    """

    desk: Desk
    channel: Channel
    queue: SendQueue = field(init=False)
    lease: Lease = field(init=False)
    sender: Sender = field(init=False)
    orphans: Orphans = field(init=False)
    outage: OutageResponse = field(init=False)
    breaker: Breaker = field(default_factory=Breaker, init=False)
    open: bool = field(default=False, init=False)
    _wake: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _sends: set[asyncio.Task[None]] = field(default_factory=set, init=False)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        name = self.channel.name
        self.queue = SendQueue(self.channel.capabilities)
        self.sender = Sender(self.desk, self.channel, self.breaker)
        self.lease = open_lease(self.desk.store, f"delivery:{name}")
        self.orphans = Orphans(self.desk, name, self.queue)
        self.outage = OutageResponse(self.desk, name, self.breaker, self.queue, self.sender.called, self.put)

    async def start(self) -> None:
        await self._hold()
        self._tasks = [
            self.desk.supervisor.start(Part(f"delivery.{name}.{loop}", work, silence=silence, channel=name))
            for name in [self.channel.name]
            for loop, work, silence in (
                ("dispatch", self._dispatch, 0.0),
                ("poll", self._poll, STUCK),
                ("renew", self._renew, STUCK),
            )
        ]

    async def stop(self) -> None:
        """Lets what is on its way arrive, for 5 seconds, and gives the rest back to the store."""
        await cancelled(self._tasks)
        if self._sends:
            await asyncio.wait(self._sends, timeout=5)
        left = self.queue.empty() if self.open else []
        self.open = False
        self._announce()
        if left:
            now = self.desk.store.now()
            ids = [sending.id for sending in left]
            await self.desk.run(lambda db: outbox_sending.release_all(db, ids, now, "stopped"))
        await asyncio.to_thread(self.lease.release)

    def put(self, sendings: list[Sending]) -> None:
        """Queues messages, unless the channel was lost meanwhile: then the node that holds it finds them."""
        if self.open:
            self.queue.put(sendings)
            self._wake.set()

    async def take_more(self) -> bool:
        """Fetches what waits in the store, each lane by itself, so that a full one never holds up another.

        True if there were replies or alerts among it: this node's own never wait there.
        """

        def taking(db: Db) -> list[Sending]:
            return [
                sending
                for lane in LANES
                if (room := self.queue.room(lane, MOST_IN_MEMORY))
                for sending in outbox_sending.take(db, self.channel.name, lane, room)
            ]

        taken = await self.desk.run(taking)
        self.put(taken)
        return any(sending.lane <= outbox.REPLY for sending in taken)

    async def settled(self, patience: float) -> None:
        """Waits until nothing waits in memory, at most so many seconds: a platform may have asked for a pause."""
        loop = asyncio.get_running_loop()
        end = loop.time() + patience
        while (self._sends or self.queue) and loop.time() < end:
            await asyncio.sleep(0.01)

    async def _hold(self) -> None:
        """Takes or confirms the lease; what an earlier holder left half sent is sent once more, no oftener."""
        sure = await held(self.lease)
        if sure and not self.open:
            left = await self.desk.run(lambda db: left_half_sent(db, self.channel.name))
            self.queue.empty()
            if self.lease.had_holder:
                self.queue.begin_after_another(asyncio.get_running_loop().time())
            self.open = True
            self._announce()
            self.put(left)
        elif self.open and not sure:
            self.open = False
            self._announce()
            self.queue.empty()
            await log.awarning("delivery.lost", channel=self.channel.name)

    def _announce(self) -> None:
        """Tells the store whether messages on this channel are sent from here: then a commit hands them over."""
        store = self.desk.store
        others = store.sending_channels - {self.channel.name}
        store.sending_channels = others | {self.channel.name} if self.open else others

    async def _renew(self) -> None:
        while True:
            beat()
            await asyncio.sleep(RENEW)
            self.queue.sweep(asyncio.get_running_loop().time())
            try:
                await self._hold()
                await self._adopt_orphans()
                await self.outage.reroute_alerts()
                await self.outage.tell_admins()
            except SQLAlchemyError as problem:
                await log.awarning("delivery.renew", channel=self.channel.name, failure=type(problem).__name__)

    async def _adopt_orphans(self) -> None:
        if self.open and (orphans := await self.orphans.look()):
            await log.awarning("delivery.orphans", channel=self.channel.name, messages=len(orphans))
            self.put(orphans)

    async def _poll(self) -> None:
        """Fetches every half second, and sooner as long as other nodes answer somebody."""
        pause = POLL
        while True:
            beat()
            try:
                answers_came = self.open and await self.take_more()
                pause = SOON if answers_came else min(pause * 2, POLL)
            except SQLAlchemyError as problem:
                await log.awarning("delivery.poll", channel=self.channel.name, failure=type(problem).__name__)
            await asyncio.sleep(pause)

    async def _dispatch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            self._wake.clear()
            next_or_wait = self._next(loop.time())
            if isinstance(next_or_wait, Sending):
                self.breaker.tries()
                task = asyncio.create_task(self._send(next_or_wait))
                self._sends.add(task)
                task.add_done_callback(self._sends.discard)
                continue
            try:
                # not wait_for: on Python 3.11 it swallows a cancellation that comes together with the wake
                async with asyncio.timeout(next_or_wait):
                    await self._wake.wait()
            except TimeoutError:
                continue

    def _next(self, now: float) -> Sending | float | None:
        """Gives the message that leaves now, or the seconds to wait for one, or None: until woken."""
        if not self.open or len(self._sends) >= self.channel.capabilities.at_once:
            return None
        if not self.lease.sure():
            return UNSURE
        return self.breaker.wait(now) or self.queue.next(now)

    async def _send(self, sending: Sending) -> None:
        """Sends one message. However that ends, its chat is given back to the queue, which would wait for ever else."""
        loop = asyncio.get_running_loop()
        wait: Wait | None = Wait(NOTED_AGAIN)
        try:
            wait = await self.sender.send(sending)
        except Exception as problem:  # noqa: BLE001  the end of an attempt could not be noted: the store is away, or worse
            await log.awarning("delivery.note", message=sending.id, failure=type(problem).__name__)
        finally:
            self.breaker.tried()
            self._give_back(sending, wait, loop.time())
            self._wake.set()

    def _give_back(self, sending: Sending, wait: Wait | None, now: float) -> None:
        if wait is None:
            self.queue.done(sending, now)
        elif wait.aside:
            self.queue.aside(sending, now, wait.seconds)
        else:
            once_more = replace(sending, attempts=sending.attempts + 1)
            self.queue.again(once_more, now, wait.seconds, everybody=wait.everybody)
        if not self.breaker.is_open:
            self.queue.well(now)
