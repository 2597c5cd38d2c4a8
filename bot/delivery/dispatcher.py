"""Sends what the outbox holds: one dispatcher a channel account, which one process holds at a time."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.breaker import Breaker
from bot.delivery.channel import Channel
from bot.delivery.orphans import Orphans
from bot.delivery.outage import OutageResponse
from bot.delivery.send_queue import LANES, SendQueue
from bot.delivery.sender import Sender, Wait
from bot.intake.desk import Desk
from bot.lease_keeper import held
from bot.supervision import Part, beat, cancelled
from bot.wake_ups import LOOK_ANYWAY, woken
from storage import outbox
from storage.database import Db
from storage.leases import Lease, open_lease
from storage.outbox import sending as outbox_sending
from storage.outbox.sending import Sending
from storage.signals import DOUBT, OUTBOX, outbox_of

log = structlog.get_logger()
# all in seconds
POLL = 0.5
# how soon to look again at messages that wait for the end of a dialogue
TALKING = 5.0
# other nodes take turns too: what they answer waits in the store for the node that sends
SOON = 0.03
MOST_IN_MEMORY = 100
RENEW = 2.0
# how long to look for messages that no node holds, after a takeover or a commit whose answer was lost
DOUBTFUL = 10.0
# how soon to ask again whether this node alone sends
UNSURE = 0.2
# how soon to note the end of an attempt again, when the store was away
NOTED_AGAIN = 5.0
# a loop counts as stuck when the store has neither answered nor refused for this long
STUCK = 60.0


@dataclass(slots=True)
class Dispatcher:
    """Sends on one channel, in three loops: send what may leave, fetch what waits in the store, renew the lease.

    `open` while this process holds the channel. The store is asked when a commit has put something for the channel,
    when the first that waits may leave, and anyway twice a minute.
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
    _ends: bool = field(default=False, init=False)
    _fault: Exception | None = field(default=None, init=False)
    _wake: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _more: asyncio.Event = field(init=False)
    _doubt: asyncio.Event = field(init=False)
    _doubtful_until: float = field(default=0.0, init=False)
    _looked_at: float = field(default=0.0, init=False)
    _sends: set[asyncio.Task[None]] = field(default_factory=set, init=False)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        name = self.channel.name
        self._more = self.desk.wake_ups.event(OUTBOX, outbox_of(name))
        self._doubt = self.desk.wake_ups.event(DOUBT)
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
        self._ends = True
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
            self._go_on()

    async def take_more(self) -> float:
        """Fetches what waits in the store, each lane by itself, so that a full one never holds up another.

        Gives the seconds after which to do so again.
        """
        taken, next_at = await self.desk.run(self._taking)
        self.put(taken)
        look_anyway = self.desk.wake_ups.look_anyway
        if not self.desk.store.sqlite and any(sending.lane <= outbox.REPLY for sending in taken):
            return SOON  # this node's own never wait there: others answer somebody just now
        if next_at is None:
            return look_anyway
        wait = (next_at - self.desk.store.now()).total_seconds()
        if wait <= 0:
            return POLL if self.queue else TALKING
        return min(wait, look_anyway)

    def _taking(self, db: Db) -> tuple[list[Sending], datetime | None]:
        taken = [
            sending
            for lane in LANES
            if (room := self.queue.room(lane, MOST_IN_MEMORY))
            for sending in outbox_sending.take(db, self.channel.name, lane, room)
        ]
        return taken, outbox_sending.next_waiting(db, self.channel.name)

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
            self.queue.empty()
            left = await self.orphans.take_over()
            if self.lease.had_holder:
                self.queue.begin_after_another(asyncio.get_running_loop().time())
            self.open = True
            if self.lease.needs_renewal:
                self._doubtful_until = asyncio.get_running_loop().time() + DOUBTFUL
            self._announce()
            self.put(left)
            self._more.set()
        elif self.open and not sure:
            self.open = False
            self._announce()
            self.orphans.channel_is_lost()
            await log.awarning("delivery.lost", channel=self.channel.name)

    def _announce(self) -> None:
        """Tells the store whether messages on this channel are sent from here: then a commit hands them over."""
        store = self.desk.store
        others = store.sending_channels - {self.channel.name}
        store.sending_channels = others | {self.channel.name} if self.open else others

    async def _renew(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            beat()
            if self._doubt.is_set():
                self._doubtful_until = loop.time() + DOUBTFUL
                self._doubt.clear()
            if await woken(self._doubt, self._longest_pause()):
                self._doubtful_until = loop.time() + DOUBTFUL
            self.queue.sweep(loop.time())
            try:
                await self.orphans.give_back()
                await self._hold()
                await self._adopt_orphans()
                await self.outage.reroute_alerts()
                await self.outage.tell_admins()
            except SQLAlchemyError as problem:
                await log.awarning("delivery.renew", channel=self.channel.name, failure=type(problem).__name__)

    def _longest_pause(self) -> float:
        """Gives the seconds until lease, account and what nobody has are looked at again."""
        ails = self.breaker.is_open or self.outage.has_told
        if self.lease.needs_renewal or ails or self._is_doubtful():
            return RENEW
        return LOOK_ANYWAY

    def _is_doubtful(self) -> bool:
        return asyncio.get_running_loop().time() < self._doubtful_until

    async def _adopt_orphans(self) -> None:
        now = asyncio.get_running_loop().time()
        if not self.open or not (self._is_doubtful() or now - self._looked_at > LOOK_ANYWAY):
            return
        self._looked_at = now
        orphans = await self.orphans.look()
        if self.orphans.unknown:
            self._doubtful_until = now + DOUBTFUL
        if orphans:
            await log.awarning("delivery.orphans", channel=self.channel.name, messages=len(orphans))
            self.put(orphans)

    async def _poll(self) -> None:
        """Fetches when something is there, and sooner as long as other nodes answer somebody."""
        while True:
            beat()
            pause = LOOK_ANYWAY
            try:
                if self.open:
                    pause = await self.take_more()
            except SQLAlchemyError as problem:
                pause = POLL
                await log.awarning("delivery.poll", channel=self.channel.name, failure=type(problem).__name__)
            await woken(self._more, pause)

    async def _dispatch(self) -> None:
        """Starts what may leave later; what may leave at once is started where it comes in."""
        while True:
            self._wake.clear()
            if self._fault is not None:
                fault, self._fault = self._fault, None
                raise fault
            await woken(self._wake, self._send_what_may())

    def _go_on(self) -> None:
        """Starts what may leave now. A fault of ours there goes to the loop, where it is named and counted: whoever
        commits or has sent has nothing to do with it.
        """
        try:
            is_left = self._send_what_may() is not None
        except Exception as fault:  # noqa: BLE001  the loop raises it
            self._fault, is_left = fault, True
        if is_left:
            self._wake.set()

    def _send_what_may(self) -> float | None:
        """Starts all that may leave now. Gives the seconds to wait for the next, or None: until woken."""
        loop = asyncio.get_running_loop()
        while isinstance(next_or_wait := self._next(loop.time()), Sending):
            self.breaker.tries()
            task = asyncio.create_task(self._send(next_or_wait))
            self._sends.add(task)
            task.add_done_callback(self._sends.discard)
        return next_or_wait

    def _next(self, now: float) -> Sending | float | None:
        """Gives the message that leaves now, or the seconds to wait for one, or None: until woken."""
        if not self.open or self._ends or len(self._sends) >= self.channel.capabilities.at_once:
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
            if self.breaker.is_open:
                self._doubt.set()  # alerts go round it, the admins are told
            self._give_back(sending, wait, loop.time())
            if task := asyncio.current_task():
                self._sends.discard(task)  # it makes room for the next
            self._go_on()

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
