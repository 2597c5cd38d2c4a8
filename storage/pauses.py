"""Times in which a record stays and nobody is visited or asked: custody, compulsory rehab (TT 10/2024 art. 15.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, bindparam, select, text, update

from storage import persons
from storage.columns import Id, Instant
from storage.database import Db, metadata

IS_RUNNING = text("ended_at IS NULL")
pauses = Table(
    "pauses",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("reason", String(12), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("started_by", BigInteger),
    Column("ended_at", Instant),
    Column("ended_by", BigInteger),
    Index("ix_pauses_person", "person_id", "started_at"),
    Index("uq_pauses_running", "person_id", unique=True, sqlite_where=IS_RUNNING, postgresql_where=IS_RUNNING),
)


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause; `reason` is a code of rules/management.py. It runs while `ended_at` is None."""

    id: int
    unit: str
    person_id: int
    reason: str
    started_at: datetime
    started_by: int | None
    ended_at: datetime | None
    ended_by: int | None


OF_PERSON = (
    select(pauses)
    .where(pauses.c.person_id == bindparam("person_id"))
    .order_by(pauses.c.started_at.desc(), pauses.c.id.desc())
)
END = (
    update(pauses)
    .where(pauses.c.person_id == bindparam("person"), pauses.c.ended_at.is_(None))
    .values(ended_at=bindparam("now"), ended_by=bindparam("by"))
)


def _read(row: Sequence[Any]) -> Pause:
    return Pause(*row)


def begin(db: Db, person: persons.Person, reason: str, by: int | None) -> None:
    """Pauses the management of somebody; the record, and the time it is kept, go on."""
    row = {"id": db.new_id(), "unit": person.unit, "person_id": person.id, "reason": reason}
    db.execute(pauses.insert(), {**row, "started_at": db.now, "started_by": by})
    persons.set_status(db, person.id, "paused", by, reason)


def end(db: Db, person_id: int, by: int | None) -> bool:
    """Ends the pause that runs; False if none does."""
    return db.execute(END, {"person": person_id, "now": db.now, "by": by}).rowcount > 0


def running(db: Db, person_id: int) -> Pause | None:
    """Finds the pause that runs now; None if none does."""
    return next((pause for pause in of_person(db, person_id) if pause.ended_at is None), None)


def of_person(db: Db, person_id: int) -> list[Pause]:
    """Lists the person's pauses, the last one first."""
    return [_read(row) for row in db.execute(OF_PERSON, {"person_id": person_id})]
