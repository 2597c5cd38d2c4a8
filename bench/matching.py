"""What suits whom, for many people and many offers: `python -m bench.matching --people 10000 --offers 1000`.

All live in one commune, want to hear of new offers, and look for one or two trades each. Then a morning comes: the day
is planned, what is due is worked off, and each hears of the best of all offers, as each is new. On SQLite, in one
process, without a network. It prints what a person costs and how many statements read, and ends with 1 unless all were
told, a person costs under 10 ms and the statements that read grow with the batches, not with the people.
"""

import argparse
import random
import tempfile
from datetime import date, time, timedelta
from pathlib import Path
from time import process_time

from sqlalchemy import Connection, event, func, select

from bench.gauges import machine
from bench.waiting import deployment
from bot.scheduler import BATCH
from handlers.notify import planning, reminders
from handlers.work.job_digest import KIND
from rules.local_time import at
from rules.trades import HOURS, PLACES, TRADES
from seeds.units import read_units
from storage import accounts, chats, job_searches, migrations, persons, units
from storage.database import Db
from storage.job_searches import JobSearch
from storage.keyring import Keyring
from storage.offers import add as add_offer
from storage.opening import open_store
from storage.outbox import outbox

DAY = date(2026, 11, 30)
NIGHT, MORNING = time(0, 5), time(8, 5)
GOAL_MS = 10
# statements that read, for each batch of due rows
READS_A_BATCH = 40
COMMUNES = 30
MILLION = 1_000_000


class Morning:
    def __init__(self, folder: Path, people: int, how_many: int):
        self.people, self.how_many = people, how_many
        self.now = at(DAY - timedelta(days=2), MORNING)
        self.store = open_store(f"sqlite:///{folder}/matching.db", Keyring.fresh(), lambda: self.now)
        migrations.upgrade(self.store)
        self.deployment = deployment()
        self.communes = [unit for unit in read_units() if unit.parent][:COMMUNES]
        self.chance = random.Random(15)
        self.reads = self.cpu = 0.0
        with self.store.transaction() as db:
            self._add_people(db)
        self.now += timedelta(days=1)
        with self.store.transaction() as db:
            self._add_offers(db)

    def _add_people(self, db: Db) -> None:
        home = self.communes[0].code
        for unit in self.communes:
            units.put(db, code=unit.code, name=unit.name, kind=unit.kind, lat=unit.lat, lon=unit.lon)
        for number in range(self.people):
            account = accounts.add(db, unit=home, name=f"Người {number}", roles=("person",), pronoun="anh")
            chat = chats.add(db, "web", f"phone-{number}")
            chats.link(db, chat.id, account)
            person = persons.add(
                db,
                unit=home,
                name=f"Người {number}",
                hamlet=f"xóm {number % 12}",
                case_type="finished",
                came_home_on=DAY - timedelta(days=900),
                account_id=account,
            )
            job_searches.keep(db, JobSearch(person, self._wanted(), alerts=True))

    def _add_offers(self, db: Db) -> None:
        home = self.communes[0].code
        works = units.add_organisation(db, unit=home, kind="enterprise", name="Xưởng")
        for number in range(self.how_many):
            self._offer(db, home, works, number)

    def _wanted(self) -> dict[str, object]:
        trades = self.chance.sample(TRADES[:-1], self.chance.choice((1, 2)))
        place, hours = self.chance.choice(PLACES), self.chance.choice(HOURS)
        return {"trades": trades, "place": place, "hours": hours, "pay": [7 * MILLION, 7 * MILLION, "month"]}

    def _offer(self, db: Db, unit: str, works: int, number: int) -> None:
        add_offer(
            db,
            unit=unit,
            organisation_id=works,
            kind="job",
            trade=self.chance.choice(TRADES),
            title=f"Việc {number}",
            place=f"xóm {number % 12}",
            hours="7:00–17:00",
            pay_from=self.chance.randint(5, 12) * MILLION,
            place_units=(self.chance.choice(self.communes).code,),
            lodging=self.chance.random() < 0.3,
            meals=self.chance.random() < 0.5,
        )

    def run(self) -> None:
        """Plans the day at night and works off its morning, batch by batch."""
        event.listen(self.store.engine, "before_cursor_execute", self._count)
        began = process_time()
        self.now = at(DAY, NIGHT)
        with self.store.transaction() as db:
            while not planning.plan_daily(db, self.deployment):
                pass
        self.now = at(DAY, MORNING)
        while self._batch():
            pass
        self.cpu = process_time() - began
        event.remove(self.store.engine, "before_cursor_execute", self._count)

    def _batch(self) -> bool:
        with self.store.transaction() as db:
            outcome = reminders.run_due(db, self.deployment, BATCH)
        return outcome.done + outcome.dropped > 0

    def _count(self, _connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
        self.reads += statement.lstrip().upper().startswith("SELECT")

    def told(self) -> int:
        """Counts who was told of what suits."""
        with self.store.transaction() as db:
            of_kind = select(func.count()).select_from(outbox).where(outbox.c.kind == KIND)
            return int(db.execute(of_kind).scalar_one())

    @property
    def batches(self) -> int:
        return -(-self.people // BATCH) + 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--offers", type=int, default=1_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        morning = Morning(Path(folder), asked.people, asked.offers)
        morning.run()
        told, ms = morning.told(), morning.cpu * 1000 / asked.people
        morning.store.close()
    print(machine())
    print(f"{asked.people:,} people, {asked.offers:,} offers, {told:,} told")
    print(f"CPU ms a person: {ms:.2f} (goal: under {GOAL_MS})")
    print(f"statements that read: {morning.reads:,.0f} in {morning.batches} batches")
    is_fine = told == asked.people and ms < GOAL_MS and morning.reads <= morning.batches * READS_A_BATCH
    return 0 if is_fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
