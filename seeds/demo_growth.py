"""The demo commune made larger for measurements: guardians by the thousand, each with people in their care."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Executable, Insert, Table

from rules import checkins, consent
from seeds.demo import Sown, phone, sow
from seeds.demo_people import HAMLETS
from seeds.demo_residents import FAMILIES, MEN, MIDDLE, WOMEN
from storage import accounts, consents, due, invites, persons
from storage.assignments import assignments
from storage.database import Db, Store

BATCH = 1000
FIRST_GUARDIAN, FIRST_PERSON = 100_000, 10_000_000


@dataclass(slots=True)
class Gathering(Db):
    """A transaction whose plain inserts wait and go out by the table, a thousand at a time."""

    waiting: dict[Table, list[Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, db: Db) -> "Gathering":
        return cls(db.store, db.connection, db.now, db.entries, db.outgoing)

    def execute(self, statement: Executable, parameters: Any = None) -> Any:
        if type(statement) is Insert and isinstance(parameters, dict) and isinstance(statement.table, Table):
            self.waiting.setdefault(statement.table, []).append(parameters)
            return None
        self.write()
        return self.connection.execute(statement, parameters)

    def write(self) -> None:
        for table, rows in self.waiting.items():
            self.connection.execute(table.insert(), rows)
        self.waiting.clear()


def grow(store: Store, unit: str, wanted: int) -> None:
    """Sows the commune if it is not there, and adds guardians until there are `wanted`, so many a transaction."""
    with store.transaction() as db:
        sow(db, unit)
    while True:
        with store.transaction() as db:
            count = accounts.count(db, unit, "guardian")
            if count >= wanted:
                return
            gathering = Gathering.of(db)
            _add(gathering, unit, range(count, min(wanted, count + BATCH)))
            gathering.write()


def listed(store: Store, unit: str, *, codes: bool) -> Iterator[Sown]:
    """Lists all accounts of the commune, in the order they were made, with fresh link codes if asked for."""
    after = 0
    while True:
        with store.transaction() as db:
            page = accounts.page(db, unit, after, BATCH)
            gathering = Gathering.of(db)
            sown = [
                Sown.of(account, invites.create(gathering, account.id, None) if codes else None) for account in page
            ]
            gathering.write()
        yield from sown
        if len(page) < BATCH:
            return
        after = page[-1].id


def _add(db: Db, unit: str, numbers: Iterable[int]) -> None:
    chance = random.Random(f"{unit} {numbers}")
    for number in numbers:
        elder = chance.random() < 0.5
        guardian_id = _account(db, unit, _name(chance), "guardian", FIRST_GUARDIAN + number, "bac" if elder else "anh")
        for place in range(2 if number % 4 == 0 else 1):
            person_id = _person(db, unit, chance, FIRST_PERSON + 2 * number + place)
            _assign(db, unit, person_id, guardian_id)


def _name(chance: random.Random) -> str:
    if chance.random() < 0.3:
        return f"{chance.choice(FAMILIES)} Thị {chance.choice(WOMEN)}"
    return f"{chance.choice(FAMILIES)} {chance.choice(MIDDLE)} {chance.choice(MEN)}"


def _account(db: Db, unit: str, name: str, role: str, number: int, pronoun: str) -> int:
    account_id = accounts.add(
        db,
        unit=unit,
        name=name,
        roles=(role,),
        phone=phone(number),
        born=1960 + number % 40,
        pronoun=pronoun,
    )
    for purpose in consent.purposes_for((role,)):
        consents.record(db, account_id, purpose, True, version=consent.VERSION)
    return account_id


def _person(db: Db, unit: str, chance: random.Random, number: int) -> int:
    """Makes a person met within the month, who is asked how they are from next month on."""
    name = _name(chance)
    pronoun = "chi" if " Thị " in name else "anh"
    met = db.today - timedelta(days=chance.randint(1, 29))
    person_id = persons.add(
        db,
        unit=unit,
        name=name,
        hamlet=chance.choice(HAMLETS),
        case_type="amnesty" if number % 6 == 0 else "finished",
        came_home_on=db.today - timedelta(days=chance.randint(100, 900)),
        pronoun=pronoun,
        born=1960 + number % 40,
        account_id=_account(db, unit, name, "person", number, pronoun),
        last_met_on=met,
        next_visit_on=met + timedelta(days=30),
    )
    done = {"attempts": 0, "state": "done", "at": db.now, "try_at": db.now, "done_at": db.now}
    asked = {"kind": "check_in", "subject_id": person_id, "period": checkins.period_of(db.today), "unit": unit}
    db.execute(due.due.insert(), {"id": db.new_id(), **asked, **done})
    return person_id


def _assign(db: Db, unit: str, person_id: int, guardian_id: int) -> None:
    """Assigns as `assignments.assign` does, for somebody whom nobody else can have in care yet."""
    db.execute(
        assignments.insert(),
        {
            "id": db.new_id(),
            "unit": unit,
            "person_id": person_id,
            "guardian_id": guardian_id,
            "started_at": db.now,
            "started_by": None,
            "ended_at": None,
            "ended_by": None,
        },
    )
    db.audit(unit, None, "person.assigned", person_id, f"guardian {guardian_id}")
