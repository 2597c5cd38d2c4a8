"""When each step of taking somebody in charge was taken, and by whom: facts are only ever added, the latest counts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    String,
    Table,
    bindparam,
    select,
)

from rules.taking_charge import DONE
from storage import persons
from storage.columns import Id, Instant, Sealed, SealedCell, opened, seal
from storage.database import Db, metadata
from storage.persons import Person

charge_steps = Table(
    "charge_steps",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("step", String(12), nullable=False),
    Column("done_on", Date, nullable=False),
    Column("guardian_id", BigInteger),
    Column("decided_by", Sealed("charge_steps.decided_by")),
    Column("by", BigInteger),
    Column("at", Instant, nullable=False),
    Index("ix_charge_steps_person", "person_id", "step"),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A step as it was noted by an account, then. `guardian_id`: who was proposed or decided; `decided_by`: by whom."""

    id: int
    person_id: int
    step: str
    done_on: date
    guardian_id: int | None
    by: int | None
    at: datetime
    sealed_decided_by: SealedCell | None

    @property
    def decided_by(self) -> str:
        return opened(self.sealed_decided_by, self.id) or ""


COLUMNS = (
    charge_steps.c.id,
    charge_steps.c.person_id,
    charge_steps.c.step,
    charge_steps.c.done_on,
    charge_steps.c.guardian_id,
    charge_steps.c.by,
    charge_steps.c.at,
    charge_steps.c.decided_by,
)
OF_PERSONS = (
    select(*COLUMNS)
    .where(charge_steps.c.person_id.in_(bindparam("ids", expanding=True)))
    .order_by(charge_steps.c.person_id, charge_steps.c.at, charge_steps.c.id)
)
_OF_IT = select(charge_steps.c.id).where(charge_steps.c.person_id == persons.persons.c.id)
IS_DONE = _OF_IT.where(charge_steps.c.step == DONE).exists()
HAS_BEGUN = _OF_IT.exists()
OPEN_OF = (
    select(*persons.COLUMNS)
    .where(*persons.IN_UNIT, ~IS_DONE)
    .order_by(HAS_BEGUN.desc(), persons.persons.c.came_home_on.desc(), persons.persons.c.id)
    .limit(bindparam("most"))
)
UNTOUCHED = select(persons.persons.c.id).where(
    *persons.IN_UNIT, ~HAS_BEGUN, persons.persons.c.came_home_on < bindparam("before")
)
FRESH = (
    select(*persons.COLUMNS)
    .where(
        persons.persons.c.id.between(bindparam("start"), bindparam("end")),
        persons.persons.c.status == "managed",
        persons.persons.c.came_home_on.between(bindparam("since"), bindparam("today")),
        ~HAS_BEGUN,
    )
    .order_by(persons.persons.c.id)
)


def _read(row: Sequence[Any]) -> Fact:
    return Fact(*row)


def note(
    db: Db,
    person: Person,
    step: str,
    done_on: date,
    *,
    by: int | None,
    guardian_id: int | None = None,
    decided_by: str | None = None,
) -> None:
    """Notes that a step was taken on a day, now or long ago; noted again, it is corrected and both stay."""
    fact_id = db.new_id()
    db.execute(
        charge_steps.insert(),
        {
            "id": fact_id,
            "person_id": person.id,
            "step": step,
            "done_on": done_on,
            "guardian_id": guardian_id,
            "decided_by": seal(fact_id, decided_by),
            "by": by,
            "at": db.now,
        },
    )
    db.audit(person.unit, by, f"charge.{step}", person.id, done_on.isoformat())


def done_on_paper(db: Db, unit: str, person_ids: Sequence[int], *, by: int) -> None:
    """Notes of several that all of it was done on paper before."""
    rows = [
        {"id": db.new_id(), "person_id": person_id, "step": DONE, "done_on": db.today, "by": by, "at": db.now}
        for person_id in person_ids
    ]
    if rows:
        db.execute(charge_steps.insert(), rows)
    for person_id in person_ids:
        db.audit(unit, by, "charge.on_paper", person_id)


def history(db: Db, person_id: int) -> list[Fact]:
    """Lists all that was noted of the person, corrections too, in the order in which it was noted."""
    return [_read(row) for row in db.execute(OF_PERSONS, {"ids": [person_id]})]


def facts(db: Db, person_ids: Iterable[int]) -> dict[int, dict[str, Fact]]:
    """Maps person → step → what is noted of it last; an empty mapping for those of whom nothing is."""
    latest: dict[int, dict[str, Fact]] = defaultdict(dict)
    for row in db.execute(OF_PERSONS, {"ids": list(person_ids)}):
        latest[row.person_id][row.step] = _read(row)
    return latest


def facts_of(db: Db, person_id: int) -> dict[str, Fact]:
    """Maps step → what is noted of it last."""
    return facts(db, [person_id]).get(person_id, {})


def days_of(noted: Mapping[str, Fact]) -> dict[str, date]:
    """Maps step → its day."""
    return {step: fact.done_on for step, fact in noted.items() if step != DONE}


def open_of(db: Db, unit: str, most: int) -> list[Person]:
    """Lists whom the commune is taking in charge, those of whom a step is noted before all others."""
    return [Person(*row) for row in db.execute(OPEN_OF, {"unit": unit, "most": most})]


def untouched(db: Db, unit: str, before: date) -> list[int]:
    """Lists the ids of those who came home before that day and of whom nothing is noted."""
    return list(db.execute(UNTOUCHED, {"unit": unit, "before": before}).scalars())


def fresh(db: Db, since: date, start: int, end: int) -> list[Person]:
    """Lists those of these ids who have come home since that day and of whom nothing is noted yet."""
    keys = {"since": since, "today": db.today, "start": start, "end": end}
    return [Person(*row) for row in db.execute(FRESH, keys)]
