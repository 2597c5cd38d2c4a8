"""Requests to be away from the commune: where, when and why; the officer's yes or no; the way back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    select,
    update,
)

from rules import record_letters
from rules.absences import AWAY, WAITING
from storage.columns import Id, Instant, Sealed, SealedCell, opened, seal, seal_json
from storage.database import Db, metadata
from storage.units import next_number

absences = Table(
    "absences",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("number", Integer, nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("asked_by", BigInteger, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date, nullable=False),
    Column("told", Sealed("absences.told"), nullable=False),
    Column("state", String(9), nullable=False),
    Column("decided_by", BigInteger),
    Column("decided_at", Instant),
    Column("why", Sealed("absences.why")),
    Column("back_on", Date),
    UniqueConstraint("unit", "number"),
    Index("ix_absences_person", "person_id", "from_on"),
    Index("ix_absences_state", "unit", "state"),
)


@dataclass(frozen=True, slots=True)
class Absence:
    """A request. `told` holds the form's answers; `state` is a code of `rules.absences`."""

    id: int
    unit: str
    number: int
    person_id: int
    asked_by: int
    asked_at: datetime
    from_on: date
    until_on: date
    state: str
    decided_by: int | None
    decided_at: datetime | None
    back_on: date | None
    sealed_told: SealedCell
    sealed_why: SealedCell | None

    @property
    def code(self) -> str:
        """Gives the number as people read it."""
        return record_letters.written("absence", self.number)

    @property
    def told(self) -> dict[str, Any]:
        answers: dict[str, Any] = self.sealed_told.open_json(self.id)
        return answers

    @property
    def why(self) -> str:
        """Opens the officer's reason; empty before there is a decision."""
        return opened(self.sealed_why, self.id) or ""


NAMES = tuple(name for name in Absence.__slots__ if not name.startswith("sealed_"))
COLUMNS = (*(absences.c[name] for name in NAMES), absences.c.told, absences.c.why)
ONE = select(*COLUMNS).where(absences.c.id == bindparam("id"))
SEVERAL = select(*COLUMNS).where(absences.c.id.in_(bindparam("ids", expanding=True)))
BY_NUMBER = select(*COLUMNS).where(absences.c.unit == bindparam("unit"), absences.c.number == bindparam("number"))
OF_PERSON = (
    select(*COLUMNS).where(absences.c.person_id == bindparam("person_id")).order_by(absences.c.from_on, absences.c.id)
)
OPEN = (
    select(*COLUMNS)
    .where(absences.c.unit == bindparam("unit"), absences.c.state.in_(bindparam("states", expanding=True)))
    .order_by(absences.c.from_on, absences.c.id)
)


def ask(
    db: Db,
    *,
    unit: str,
    person_id: int,
    asked_by: int,
    from_on: date,
    until_on: date,
    told: Mapping[str, Any],
) -> Absence:
    """Writes down a request that waits for an officer."""
    absence_id = db.new_id()
    row = {
        "id": absence_id,
        "unit": unit,
        "number": next_number(db, unit, "absence"),
        "person_id": person_id,
        "asked_by": asked_by,
        "asked_at": db.now,
        "from_on": from_on,
        "until_on": until_on,
        "told": seal_json(absence_id, dict(told)),
        "state": "asked",
    }
    db.execute(absences.insert(), row)
    db.audit(unit, asked_by, "absence.asked", person_id, f"absence {absence_id}")
    return _reread(db, absence_id)


def decide(db: Db, absence: Absence, state: str, why: str, by: int) -> bool:
    """Writes down an officer's yes or no; False where somebody has decided before, or it was taken back."""
    waiting = update(absences).where(absences.c.id == absence.id, absences.c.state == "asked")
    values = {"state": state, "decided_by": by, "decided_at": db.now, "why": seal(absence.id, why)}
    if not db.execute(waiting.values(values)).rowcount:
        return False
    db.audit(absence.unit, by, f"absence.{state}", absence.person_id, f"absence {absence.id}")
    return True


def move(db: Db, absence: Absence, state: str, by: int | None, back_on: date | None = None) -> None:
    """Sets taken back, or back at home on that day."""
    db.execute(update(absences).where(absences.c.id == absence.id).values(state=state, back_on=back_on))
    db.audit(absence.unit, by, f"absence.{state}", absence.person_id, f"absence {absence.id}")


def end_all(db: Db, person_id: int, by: int | None) -> None:
    """Ends what is open of somebody who leaves the commune's care: nobody waits for a decision, or for the way back."""
    for absence in of_person(db, person_id):
        if absence.state not in (WAITING, AWAY):
            continue
        has_begun = absence.state == AWAY and absence.from_on <= db.today
        move(db, absence, "over" if has_begun else "withdrawn", by)


def get(db: Db, absence_id: int) -> Absence | None:
    """Reads a request; None if there is none of this id."""
    row = db.execute(ONE, {"id": absence_id}).first()
    return Absence(*row) if row else None


def several(db: Db, ids: Collection[int]) -> dict[int, Absence]:
    """Reads requests by id; whatever is not there is left out."""
    return {row.id: Absence(*row) for row in db.execute(SEVERAL, {"ids": list(ids)})}


def by_number(db: Db, unit: str, number: int) -> Absence | None:
    """Reads the request of this number in the commune; None if there is none."""
    row = db.execute(BY_NUMBER, {"unit": unit, "number": number}).first()
    return Absence(*row) if row else None


def of_person(db: Db, person_id: int) -> list[Absence]:
    """Lists somebody's requests by their first day."""
    return [Absence(*row) for row in db.execute(OF_PERSON, {"person_id": person_id})]


def in_state(db: Db, unit: str, *states: str) -> list[Absence]:
    """Lists the commune's requests in these states by their first day."""
    return [Absence(*row) for row in db.execute(OPEN, {"unit": unit, "states": list(states)})]


def _reread(db: Db, absence_id: int) -> Absence:
    return Absence(*db.execute(ONE, {"id": absence_id}).one())
