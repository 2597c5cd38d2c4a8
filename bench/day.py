"""A working day of many communes on one node, by a clock that hurries: `python -m bench.day`.

From six to nine in the evening guardians report their visits and people check in and ask, each message in a transaction
of its own, as when it comes alone; every ten minutes what is due is done, and what waits leaves. On SQLite, without a
network. It prints what the day took and left behind, and what held the writer longest: that gives way first.
"""

import argparse
import heapq
import itertools
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

from sqlalchemy import func, select

from bench import crowd
from bench.gauges import MIB, machine, resident
from bench.waiting import deployment
from bot.delivery.send_queue import LANES
from bot.intake import turns
from bot.scheduler import BATCH
from handlers.broadcasts import steps as broadcast_steps
from handlers.kit import Incoming
from handlers.notify import reminders
from handlers.notify.reminders import Outcome
from rules.local_time import at
from seeds.units import read_units
from storage import migrations
from storage.database import Db
from storage.due import due
from storage.inbox import inbox
from storage.keyring import Keyring
from storage.opening import open_store
from storage.outbox import outbox, sending
from storage.visits.tables import visits

DAY = date(2026, 11, 26)
NIGHT, FROM, UNTIL = time(0, 5), time(6, 0), time(21, 0)
TICK = timedelta(minutes=10)
BETWEEN_ANSWERS = timedelta(seconds=6)
CHANNEL = "telegram"
FIRST_ADDRESS, ADDRESSES = 30_000_001, 1000
# one in so many writes something besides, in own words
ASKS, WORDS = 20, "cho tôi hỏi có việc làm nào gần xã không"
MOST_ANSWERS = 40
ENDINGS = ("!send", "!done", "!skip")
Result = TypeVar("Result")


@dataclass(slots=True)
class Spent:
    """Processor seconds by what they were for, how often, and how long one transaction held the writer at most."""

    cpu: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    times: Counter[str] = field(default_factory=Counter)
    longest: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    @contextmanager
    def on(self, what: str) -> Iterator[None]:
        cpu, began = process_time(), perf_counter()
        yield
        self.cpu[what] += process_time() - cpu
        self.times[what] += 1
        self.longest[what] = max(self.longest[what], perf_counter() - began)


@dataclass(order=True, slots=True)
class Writer:
    """Somebody who writes at a moment; `answers` counts what they have answered of the form that is open."""

    at: datetime
    number: int
    address: str = field(compare=False)
    press: str = field(compare=False, default="")
    answers: int = field(compare=False, default=0)


class Day:
    def __init__(self, folder: Path, communes: int, people: int):
        self.now = at(DAY, NIGHT)
        self.file = folder / "day.db"
        self.store = open_store(f"sqlite:///{self.file}", Keyring.fresh(), lambda: self.now)
        migrations.upgrade(self.store)
        self.store.sending_channels = frozenset({CHANNEL})
        self.deployment = deployment()
        self.spent = Spent()
        self.marks: list[tuple[int, str, datetime]] = []
        self.numbers = itertools.count(1)
        codes = [unit.code for unit in read_units() if unit.parent][:communes]
        self.communes = [
            crowd.add_commune(self.store, code, people, DAY, FIRST_ADDRESS + n * ADDRESSES)
            for n, code in enumerate(codes)
        ]

    def size(self) -> int:
        """Bytes on disk, what is not yet moved from the log to the file among them."""
        return sum(file.stat().st_size for file in self.file.parent.glob("day.db*"))

    def writers(self) -> list[Writer]:
        """Everybody who begins something today: each person is visited and checks in once a month."""
        chance = random.Random(1)
        minutes = (UNTIL.hour - FROM.hour) * 60

        def begins(address: int, press: str = "") -> Writer:
            moment = at(DAY, FROM) + timedelta(minutes=chance.uniform(0, minutes))
            return Writer(moment, next(self.numbers), str(address), press)

        each = [(address, people) for commune in self.communes for address, people in commune.guardians.items()]
        own = [address for commune in self.communes for address in commune.persons]
        visited = [(a, p) for a, people in each for p in people if not chance.randrange(crowd.DAYS)]
        return [
            *(begins(address, f"go:visit_report:person={person}") for address, person in visited),
            *(begins(address, "go:check_in") for address in own if not chance.randrange(crowd.DAYS)),
            *(begins(address) for address in own if not chance.randrange(ASKS)),
        ]

    def run(self) -> None:
        through = False
        while not through:
            with self.spent.on("the day's plan, a page"):
                through = self._in_one(lambda db: reminders.plan_daily(db, self.deployment))
        waiting = self.writers()
        heapq.heapify(waiting)
        tick = at(DAY, FROM)
        while waiting or tick < at(DAY, UNTIL):
            if waiting and waiting[0].at < tick:
                writer = heapq.heappop(waiting)
                self.now = max(self.now, writer.at)
                if further := self._turn(writer):
                    heapq.heappush(waiting, further)
            else:
                self.now = max(self.now, tick)
                self._tick()
                tick += TICK

    def _turn(self, writer: Writer) -> Writer | None:
        """Takes one message with the marks that wait. Gives who answers next, None when their dialogue is done."""
        words = "" if writer.press else WORDS
        number = next(self.numbers)
        message = Incoming(
            CHANNEL, str(number), writer.address, "text" if words else "press", text=words, press=writer.press
        )
        marks, self.marks = self.marks, []
        with self.spent.on("a message"), self.store.transaction() as db:
            sending.sent(db, marks, at_end=True)
            turns.take(db, self.deployment, [message])
        left = sending.to_send_at_once(db)
        self.marks += [(one.id, str(one.id), self.now) for one in left]
        body = next((one.body for one in left if one.address == writer.address and one.kind == "reply"), {})
        press = _next([(button[1], button[2]) for button in body.get("buttons", [])])
        if not writer.press or not press or writer.answers > MOST_ANSWERS:
            return None
        return Writer(self.now + BETWEEN_ANSWERS, number, writer.address, press, writer.answers + 1)

    def _tick(self) -> None:
        works: tuple[Callable[[Db], Outcome], ...] = (
            lambda db: reminders.climb_alerts(db, self.deployment, BATCH),
            lambda db: reminders.run_due(db, self.deployment, BATCH),
            lambda db: reminders.nudge_drafts(db, self.deployment, BATCH),
            lambda db: broadcast_steps.go_on(db, self.deployment, BATCH),
        )
        for work in works:
            outcome = Outcome(BATCH, 0, 0)
            while outcome.done + outcome.dropped >= BATCH:
                with self.spent.on("what is due, a batch"):
                    outcome = self._in_one(work)
        for lane in LANES:
            while self._leave(lane):
                pass

    def _leave(self, lane: int) -> int:
        with self.spent.on("what leaves, a hundred"):
            taken = self._in_one(lambda db: sending.take(db, CHANNEL, lane, 100))
            self._in_one(lambda db: sending.sent(db, [(one.id, str(one.id), db.now) for one in taken]))
        return len(taken)

    def _in_one(self, work: Callable[[Db], Result]) -> Result:
        with self.store.transaction() as db:
            return work(db)


def _next(offered: list[tuple[str, str]]) -> str:
    """The press that goes on with the open form; empty where none is open any more."""
    of_form = [(press, role) for press, role in offered if press.startswith(("visit_report:", "check_in:"))]
    ended = (press for press, _ in of_form for ending in ENDINGS if press.endswith(ending))
    return next(ended, "") or next((press for press, role in of_form if role == "option"), "")


def report(day: Day, began: float, before: tuple[int, float]) -> None:
    size, memory = before
    print(f"the day in {perf_counter() - began:.0f} s; {machine()}\n")
    print("| | times | CPU s | CPU ms each | longest ms |\n|---|---|---|---|---|")
    spent = day.spent
    for what, cpu in spent.cpu.items():
        times = spent.times[what]
        print(f"| {what} | {times:,} | {cpu:.1f} | {cpu * 1000 / times:.2f} | {spent.longest[what] * 1000:.0f} |")
    total, hours = sum(spent.cpu.values()), UNTIL.hour - FROM.hour
    print(f"\nof one core: {total / (hours * 3600):.3%} from {FROM:%H} to {UNTIL:%H} o'clock")
    print(f"database: {size / MIB:.0f} MiB before, {day.size() / MIB:.0f} after")
    print(f"memory: {memory:.0f} MiB before, {resident():.0f} after")
    with day.store.transaction() as db:
        for table in (inbox, outbox, visits, due):
            print(f"{table.name}: {db.execute(select(func.count()).select_from(table)).scalar_one():,}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--communes", type=int, default=300)
    parser.add_argument("--people", type=int, default=60, help="in care in each")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="donghanh-day-") as folder:
        began = perf_counter()
        day = Day(Path(folder), options.communes, options.people)
        took = perf_counter() - began
        print(
            f"{options.communes} communes of {options.people} people, {took:.0f} s to put in; {machine()}", flush=True
        )
        before, began = (day.size(), resident()), perf_counter()
        day.run()
        report(day, began, before)
        day.store.close()


if __name__ == "__main__":
    main()
