"""Runs a few fixed jobs by the clock, in one process at a time. What is due is rows, never a job of APScheduler."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TypeVar

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.exc import SQLAlchemyError

from bot.anchoring import Anchoring
from bot.files.store import FileStore
from bot.intake.desk import LOOK_FOR_LEFT, Desk
from bot.lease_keeper import held, start_keeping
from bot.supervision import Part, beat, cancelled
from bot.wake_ups import woken
from handlers.broadcasts import steps as broadcast_steps
from handlers.notify import delivery_failures, reminders
from handlers.reports import visit_counting
from handlers.tips.handing_out import hand_out
from storage import broadcasts, retention, visit_counts
from storage.database import VIETNAM, Db
from storage.leases import Lease, open_lease
from storage.outbox import windows
from storage.signals import CLOCK, LEFT

log = structlog.get_logger()
Result = TypeVar("Result")
BATCH = 500
# seconds by which a job may be late
GRACE = 5
# seconds after the start before due work begins: whoever writes is answered first
FIRST = 5.0
# seconds until the next try, when asking for due work fails
AGAIN = 5.0
# due work that fails is not tried without a pause
SHORTEST = 1.0
PAUSE = 0.05
# seconds without an end of a batch, after which the tick counts as stuck
STUCK = 60.0


def next_due_at(db: Db) -> datetime | None:
    """Tells when something falls due next, a message to many among it."""
    moments = reminders.next_due_at(db), broadcasts.next_at(db)
    return min((moment for moment in moments if moment is not None), default=None)


@dataclass(slots=True)
class Scheduler:
    """Holds the lease of the clock and runs its jobs: due rows when they fall due, planning and cleaning once a day."""

    desk: Desk
    files: FileStore
    anchoring: Anchoring | None = None
    lease: Lease = field(init=False)
    clock: AsyncIOScheduler = field(init=False)
    _keeper: "asyncio.Task[None] | None" = field(default=None, init=False)
    _ticking: "list[asyncio.Task[None]]" = field(default_factory=list, init=False)
    _wake: asyncio.Event = field(init=False)
    _left: asyncio.Event = field(init=False)
    _planned: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.lease = open_lease(self.desk.store, "clock")
        self.clock = AsyncIOScheduler(timezone=VIETNAM)
        self._wake = self.desk.wake_ups.event(CLOCK)
        self._left = self.desk.wake_ups.event(LEFT)

    def start(self) -> None:
        for part, trigger, grace in self._jobs():
            self.clock.add_job(partial(self._run, part), trigger, id=part.name, coalesce=True, misfire_grace_time=grace)
        self.clock.start()
        self._keeper = start_keeping(self.desk.supervisor, self.lease, "clock")
        parts = Part("scheduler.tick", self._tick_on, silence=STUCK), Part("scheduler.left", self._hear_of_left)
        self._ticking = [self.desk.supervisor.start(part) for part in parts]

    def _jobs(self) -> Iterable[tuple[Part, BaseTrigger, int]]:
        """Gives each job with its times, and how many seconds it may be late."""
        hour = 3600
        yield Part("scheduler.daily", self.daily, ends=True), CronTrigger(hour=0, minute=10), hour
        yield Part("scheduler.count", self.count_visits, ends=True), CronTrigger(hour=1, minute=0), hour
        yield Part("scheduler.clean", self.clean, ends=True), CronTrigger(hour=2, minute=30), hour
        yield Part("scheduler.look_back", self.look_back, ends=True), CronTrigger(minute=20), hour
        yield Part("scheduler.tips", self.hand_out_tips, ends=True), CronTrigger(minute="*/15"), hour
        yield Part("scheduler.anchor", self.anchor, ends=True), IntervalTrigger(minutes=1), GRACE

    def clock_jumped(self) -> None:
        """Reckons all times anew: after a clock was put back by an hour nothing would run for an hour."""
        self._planned = False
        self._wake.set()
        for part, trigger, _ in self._jobs():
            self.clock.reschedule_job(part.name, trigger=trigger)

    async def _run(self, part: Part) -> None:
        """Runs a job until it succeeds; meanwhile APScheduler leaves out its further times."""
        with suppress(asyncio.CancelledError):  # the service stops, which APScheduler would log as a failure
            await self.desk.supervisor.start(part)

    async def stop(self) -> None:
        self.clock.shutdown(wait=False)
        await cancelled([*self._ticking, *([self._keeper] if self._keeper else [])])
        await asyncio.to_thread(self.lease.release)

    async def _is_ours(self) -> bool:
        """Says whether this process holds the clock; takes the lease itself until the keeper runs."""
        return self.lease.sure() if self._keeper else await held(self.lease)

    async def _tick_on(self) -> None:
        """Ticks when something falls due, or a commit tells of it, and anyway twice a minute."""
        await asyncio.sleep(FIRST)
        self._wake.set()
        while True:
            beat()
            next_at = await self._next_due_at()
            told = await woken(self._wake, self._pause(next_at))
            await self.tick(something_is_due=told or next_at is None or next_at <= self.desk.store.now())

    async def _hear_of_left(self) -> None:
        """Ticks when turns that were left, here or on another node, are so old that whoever has them may have died."""
        while True:
            await self._left.wait()
            self._left.clear()
            self.desk.wake_ups.wake_later(CLOCK, LOOK_FOR_LEFT)
            await asyncio.sleep(SHORTEST)

    async def _next_due_at(self) -> datetime | None:
        """Tells when something falls due; None where that cannot be known, or this process has no clock to go by."""
        if not self.lease.sure() or not self._planned:
            return None
        try:
            return await self.desk.run(next_due_at)
        except SQLAlchemyError:
            return None

    def _pause(self, next_at: datetime | None) -> float:
        """Gives the seconds until the next tick."""
        if next_at is None:
            return AGAIN
        longest = max(self.desk.wake_ups.look_anyway, AGAIN)
        return min(max((next_at - self.desk.store.now()).total_seconds(), SHORTEST), longest)

    async def tick(self, *, something_is_due: bool = True) -> None:
        """Does what is due now: reminders, drafts, climbing alerts, messages to many, turns that were left."""
        try:
            if not await self._is_ours():
                self._planned = False
                return
            await self.desk.catch_up()
            if not self._planned:
                await self.daily()  # the one who held the clock may have died before it planned the day
            if something_is_due:
                await self.run_due()
        except SQLAlchemyError as problem:
            await log.awarning("scheduler.store_away", failure=type(problem).__name__)

    async def run_due(self) -> int:
        """Runs batches until nothing is due. Gives how many rows that were; what failed stays due for the next tick."""
        deployment = self.desk.deployment
        total = 0
        works: tuple[Callable[[Db], reminders.Outcome], ...] = (
            lambda db: reminders.climb_alerts(db, deployment, BATCH),
            lambda db: reminders.run_due(db, deployment, BATCH),
            lambda db: reminders.nudge_drafts(db, deployment, BATCH),
            lambda db: reminders.expire_drafts(db, deployment, BATCH),
            lambda db: broadcast_steps.go_on(db, deployment, BATCH),
        )
        for work in works:
            while True:
                beat()
                outcome = await self.desk.run(work)
                total += outcome.done + outcome.dropped
                if outcome.failed:
                    await log.aerror("scheduler.failed", items=outcome.failed)
                if outcome.done + outcome.dropped < BATCH or not self.lease.sure():
                    break
        return total

    async def daily(self) -> None:
        """Plans the day's due rows, in pieces."""
        if await self._is_ours():
            deployment = self.desk.deployment
            while not await self.desk.run(lambda db: reminders.plan_daily(db, deployment)):
                beat()
                await asyncio.sleep(PAUSE)
            self._planned = True

    async def look_back(self) -> None:
        """Looks for messages without a receipt, whose readers are called, and drops those held back for too long."""
        if not await self._is_ours():
            return
        try:
            await self.desk.run(windows.drop_stale)
            while await self.desk.run(partial(delivery_failures.call_unconfirmed, limit=BATCH)) == BATCH:
                await asyncio.sleep(PAUSE)
        except SQLAlchemyError as problem:
            await log.awarning("scheduler.store_away", failure=type(problem).__name__)

    async def anchor(self) -> None:
        """Notes outside the database where the audit's chains end."""
        if self.anchoring is not None and await self._is_ours():
            await self.anchoring.anchor()

    async def hand_out_tips(self) -> None:
        """Tells officers of tips without a name: at the quarters of the hour, which say nothing of who wrote when."""
        if await self._is_ours():
            deployment = self.desk.deployment
            await self.desk.run(lambda db: hand_out(db, deployment))

    async def count_visits(self) -> None:
        """Counts the visits of communes that have many, for their figures; reading them holds up nobody."""
        if not await self._is_ours():
            return
        for unit, period in await asyncio.to_thread(self._reading, visit_counting.to_count):
            beat()
            counting = partial(visit_counting.count, unit=unit, periods=[period])
            [counts] = await asyncio.to_thread(self._reading, counting)
            await self.desk.run(partial(visit_counts.put, unit=unit, period=period, counts=counts))
            await asyncio.sleep(PAUSE)

    def _reading(self, work: Callable[[Db], Result]) -> Result:
        with self.desk.store.reading() as db:
            return work(db)

    async def clean(self) -> None:
        """Deletes what has outlived its retention, rows and files, in bounded pieces so that nobody waits long."""
        if not await self._is_ours():
            return
        days = self.desk.deployment.tables.retention_days
        while any((await self.desk.run(lambda db: retention.expire(db, days, BATCH))).values()):
            await asyncio.sleep(PAUSE)
        while gone := await self.desk.run(retention.files_to_delete):
            await asyncio.to_thread(self.files.delete, gone)
            await self.desk.run(partial(retention.files_deleted, ids=gone))
        await asyncio.to_thread(self.desk.store.forget_written)
