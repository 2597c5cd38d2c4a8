"""So many visit reminders fall due at once: batches until each has become a message in the outbox."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter

from sqlalchemy import func, select

from bench import crowd, ours
from bench.gauges import Statements, machine, resident
from bench.waiting import CROWD, deployment
from bot.scheduler import BATCH
from handlers.kit.deployment import Deployment
from handlers.notify import planning, reminders
from rules.local_time import at
from storage import due, migrations
from storage.database import Db, Store
from storage.keyring import Keyring
from storage.opening import open_store
from storage.outbox import outbox

VISIT = date(2026, 11, 26)
NIGHT, MORNING = time(0, 5), time(8, 0)


@dataclass(slots=True)
class Clock:
    moment: datetime

    def now(self) -> datetime:
        return self.moment


@dataclass(slots=True)
class Course:
    """Batch by batch: seconds, statements, memory."""

    seconds: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def show(self, name: str, rows: int) -> None:
        tenth = max(len(self.seconds) // 10, 1)
        first, last = (statistics.median(part) * 1000 for part in (self.seconds[:tenth], self.seconds[-tenth:]))
        print(f"{name}: {rows:,} in {sum(self.seconds):.0f} s, {rows / sum(self.seconds):,.0f} a second")
        print(f"  {len(self.seconds)} batches; median of the first tenth {first:.0f} ms, of the last {last:.0f} ms")
        print(f"  statements a batch: {min(self.statements)} to {max(self.statements)}")
        least, most = self.memory[0], max(self.memory)
        print(f"  memory: {least:.0f} MiB at first, {self.memory[-1]:.0f} at last, {most:.0f} at most")


def until_through(store: Store, work: Callable[[Db], bool]) -> Course:
    """`work` says whether there is nothing left."""
    course, counted = Course(), Statements()
    counted.listen(store)
    through = False
    while not through:
        before, began = counted.count, perf_counter()
        with store.transaction() as db:
            through = work(db)
        course.seconds.append(perf_counter() - began)
        course.statements.append(counted.count - before)
        course.memory.append(resident())
    return course


def plan(store: Store, clock: Clock, deployment: Deployment) -> None:
    """All of it by the day's own planning, as after an import, some days before the visit."""
    clock.moment = at(VISIT - timedelta(days=4), NIGHT)
    course = until_through(store, lambda db: reminders.plan_daily(db, deployment))
    with store.transaction() as db:
        count = db.execute(select(func.count()).select_from(due.due)).scalar_one()
    course.show("planned", count)


def remind(store: Store, deployment: Deployment, rows: int) -> None:
    def batch(db: Db) -> bool:
        outcome = reminders.run_due(db, deployment, BATCH)
        assert not outcome.failed, outcome.failures
        return outcome.done + outcome.dropped == 0

    until_through(store, batch).show("reminded", rows)
    with store.transaction() as db:
        told = select(func.count(), func.count(outbox.c.account_id.distinct()))
        messages, readers = db.execute(told.where(outbox.c.kind.like("visit_%"))).one()
        waiting = due.due.c.state == "waiting", due.due.c.at <= db.now
        left = db.execute(select(func.count()).select_from(due.due).where(*waiting)).scalar_one()
    print(f"messages in the outbox: {messages:,} for {readers:,} guardians; reminders left: {left}")
    if (messages, readers, left) != (rows, rows, 0):
        raise SystemExit(1)


def run(database: str, rows: int, folder: Path, *, planned: bool) -> None:
    clock = Clock(at(VISIT, MORNING))
    with ours.database(database, folder) as url:
        store = open_store(url, Keyring.fresh(), clock.now)
        migrations.upgrade(store)
        began = perf_counter()
        crowd.add_guardians(store, rows, VISIT, CROWD)
        if not planned:
            crowd.add_due(store, "visit_today", VISIT)
            with store.transaction() as db:
                due.mark(db, planning.PLANNED, 0, VISIT.isoformat(), unit=crowd.UNIT)
        seconds = perf_counter() - began
        print(f"{database}, {rows:,} guardians with a person each, {seconds:.0f} s to put in; {machine()}", flush=True)
        deployed = deployment()
        if planned:
            plan(store, clock, deployed)
            clock.moment = at(VISIT - timedelta(days=3), MORNING)
        remind(store, deployed, rows)
        store.close()
