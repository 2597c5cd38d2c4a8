"""The first day of a quarter for so many people: `python -m bench.quarter --people 10000`.

Each has six visits, three check-ins and a need of the quarter behind them. At night their reports are begun, in the
morning the guardians hear of them; each guardian opens the draft of everybody in care and sends it, by presses through
the same turns as from a chat. On SQLite, in one process, without a network. It prints what a person costs and whether
memory grows with their number, and ends with 1 unless every report was sent.
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path
from time import process_time
from typing import Any

from sqlalchemy import func, select

from bench import crowd
from bench.gauges import machine, resident
from bench.waiting import deployment
from bot.intake import turns
from bot.scheduler import BATCH
from handlers.kit import Incoming
from handlers.notify import reminders
from rules.deadlines import Quarter
from rules.local_time import at
from seeds.units import read_units
from storage import migrations, needs
from storage.assignments import assignments
from storage.chats import chats
from storage.checkins import checkins
from storage.columns import seal_json
from storage.database import Db
from storage.due import due
from storage.keyring import Keyring
from storage.opening import open_store
from storage.quarter_reports.tables import quarter_reports
from storage.visits.tables import visits

QUARTER = Quarter(2026, 4)
NIGHT, MORNING = time(0, 5), time(8, 5)
OF_A_COMMUNE, FIRST_ADDRESS, ADDRESSES = 60, 40_000_001, 1000
VISITS, PAGE, MARKS = 6, 500, 10
TOLD: dict[str, Any] = {
    "work": "steady",
    "mood": "good",
    "concerns": [],
    "needs": [],
    "note": "Đi làm đều, hàng xóm khen",
    "place": None,
}
# the reports after the last one read, each with the chat of whoever has it to send
DRAFTS = (
    select(quarter_reports.c.id, chats.c.address)
    .join(assignments, assignments.c.person_id == quarter_reports.c.person_id)
    .join(chats, chats.c.account_id == assignments.c.guardian_id)
    .order_by(quarter_reports.c.id)
    .limit(PAGE)
)


@dataclass(slots=True)
class Spent:
    """Processor seconds by what they were for, and MiB of memory after so many people."""

    cpu: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    memory: dict[int, float] = field(default_factory=dict)

    @contextmanager
    def on(self, what: str) -> Iterator[None]:
        began = process_time()
        yield
        self.cpu[what] += process_time() - began


class FirstDay:
    def __init__(self, folder: Path, people: int):
        self.people = people
        self.now = at(QUARTER.last, NIGHT)
        self.store = open_store(f"sqlite:///{folder}/quarter.db", Keyring.fresh(), lambda: self.now)
        migrations.upgrade(self.store)
        self.deployment = deployment()
        self.spent = Spent()
        self.count = 0
        codes = [unit.code for unit in read_units() if unit.parent]
        for number, start in enumerate(range(0, people, OF_A_COMMUNE)):
            size = min(OF_A_COMMUNE, people - start)
            crowd.add_commune(self.store, codes[number], size, QUARTER.last, FIRST_ADDRESS + number * ADDRESSES)
            self._fill(codes[number])

    def _fill(self, unit: str) -> None:
        """Puts the quarter's visits, check-ins and needs of a commune into the store."""
        with self.store.transaction() as db:
            pairs = select(assignments.c.person_id, assignments.c.guardian_id).where(assignments.c.unit == unit)
            for number, (person_id, guardian_id) in enumerate(db.execute(pairs).all()):
                db.execute(visits.insert(), list(_visits(db, unit, person_id, guardian_id, number * VISITS)))
                db.execute(checkins.insert(), list(_checkins(db, unit, person_id)))
                needs.open_need(db, person_id, "job")

    def run(self) -> None:
        for what, work in (("begun", self._begin), ("told of", self._tell)):
            with self.spent.on(what):
                work()
        self._draft_and_send()

    def _begin(self) -> None:
        """Begins the reports and plans who hears of them, as the first night does."""
        self.now = at(QUARTER.last + timedelta(days=1), NIGHT)
        through = False
        while not through:
            with self.store.transaction() as db:
                through = reminders.plan_daily(db, self.deployment)

    def _tell(self) -> None:
        """Does what is due on the first mornings, holidays and days of rest among them."""
        for day in range(1, 5):
            self.now = at(QUARTER.last + timedelta(days=day), MORNING)
            outcome = reminders.Outcome(BATCH, 0, 0)
            while outcome.done + outcome.dropped >= BATCH:
                with self.store.transaction() as db:
                    outcome = reminders.run_due(db, self.deployment, BATCH)

    def _draft_and_send(self) -> None:
        """Lets each guardian open the draft of everybody in care, and send it as it is."""
        every = max(self.people // MARKS, 1)
        for number, (report_id, address) in enumerate(self._drafts(), 1):
            self.now += timedelta(seconds=20)
            with self.spent.on("drafted, and shown to the guardian"):
                self._press(address, f"go:quarter_report:report={report_id}")
            with self.spent.on("sent to the office"):
                self._press(address, "quarter_report:*:!send")
            if number % every == 0:
                self.spent.memory[number] = resident()

    def _drafts(self) -> Iterator[tuple[int, str]]:
        last = 0
        while True:
            with self.store.transaction() as db:
                page = db.execute(DRAFTS.where(quarter_reports.c.id > last)).all()
            if not page:
                return
            last = page[-1].id
            yield from ((row.id, row.address) for row in page)

    def _press(self, address: str, press: str) -> None:
        self.count += 1
        with self.store.transaction() as db:
            turns.take(db, self.deployment, [Incoming("telegram", str(self.count), address, "press", press=press)])

    def sent(self) -> int:
        with self.store.transaction() as db:
            of_state = select(func.count()).where(quarter_reports.c.state == "sent")
            return int(db.execute(of_state).scalar_one())

    def told(self) -> int:
        with self.store.transaction() as db:
            of_kind = due.c.kind == "quarter_report", due.c.state == "done"
            return int(db.execute(select(func.count()).where(*of_kind)).scalar_one())


def _visits(db: Db, unit: str, person_id: int, guardian_id: int, after: int) -> Iterator[dict[str, object]]:
    for number in range(VISITS):
        visit_id, day = db.new_id(), QUARTER.first + timedelta(days=3 + 14 * number)
        met = number % 3 != 2
        told = TOLD if met else {"reason": "at_work", "note": None, "place": None}
        yield {
            "id": visit_id,
            "unit": unit,
            "number": after + number + 1,
            "person_id": person_id,
            "guardian_id": guardian_id,
            "visited_on": day,
            "kind": "home",
            "outcome": "met" if met else "away",
            "filed_at": at(day, MORNING),
            "version": 1,
            "answers": seal_json(visit_id, told),
        }


def _checkins(db: Db, unit: str, person_id: int) -> Iterator[dict[str, object]]:
    for month in range(3):
        checkin_id, day = db.new_id(), QUARTER.first + timedelta(days=5 + 30 * month)
        row = {"id": checkin_id, "unit": unit, "person_id": person_id, "period": f"{day:%Y-%m}", "at": at(day, MORNING)}
        yield row | {"answers": seal_json(checkin_id, {"face": "good", "helps": [], "words": None})}


def report(day: FirstDay) -> None:
    for what, seconds in day.spent.cpu.items():
        print(f"{what}: {seconds * 1000 / day.people:.2f} CPU ms a person")
    total = sum(day.spent.cpu.values())
    print(f"all: {total * 1000 / day.people:.2f} CPU ms a person; {machine()}")
    print("memory after so many people, MiB:", ", ".join(f"{n:,}: {m:.0f}" for n, m in day.spent.memory.items()))
    print(f"guardians told: {day.told():,} times; reports sent: {day.sent():,}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="donghanh-quarter-") as folder:
        day = FirstDay(Path(folder), options.people)
        print(f"{options.people:,} people put in; {machine()}", flush=True)
        day.run()
        report(day)
        all_sent = day.sent() == options.people
        day.store.close()
    if not all_sent:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
