"""Who looks after whom, now and before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    bindparam,
    func,
    select,
    table,
    text,
    update,
)
from sqlalchemy import column as name

from storage import tasks
from storage.columns import Id, Instant
from storage.database import Db, metadata
from storage.prepared import Prepared

assignments = Table(
    "assignments",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("guardian_id", BigInteger, ForeignKey("accounts.id"), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("started_by", BigInteger),
    Column("ended_at", Instant),
    Column("ended_by", BigInteger),
    Index("ix_assignments_person", "person_id", "started_at"),
    Index("ix_assignments_guardian", "guardian_id", "ended_at"),
    # a person is in one guardian's care at a time
    Index(
        "uq_assignments_in_care",
        "person_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)
now_in_care = assignments.c.ended_at.is_(None)


@dataclass(frozen=True, slots=True)
class Assignment:
    person_id: int
    guardian_id: int
    started_at: datetime
    started_by: int | None
    ended_at: datetime | None
    ended_by: int | None


persons = table("persons", name("id"), name("unit"))  # the table itself is built on this module
LOCK_PERSON = select(persons.c.unit).where(persons.c.id == bindparam("person_id")).with_for_update()
GUARDIAN = Prepared(
    select(assignments.c.guardian_id).where(assignments.c.person_id == bindparam("person_id"), now_in_care)
)
GUARDIANS = select(assignments.c.person_id, assignments.c.guardian_id).where(
    assignments.c.person_id.in_(bindparam("ids", expanding=True)), now_in_care
)
GUARDIANS_OF_UNIT = select(assignments.c.person_id, assignments.c.guardian_id).where(
    assignments.c.unit == bindparam("unit"), now_in_care
)
IN_CARE = select(assignments.c.person_id).where(assignments.c.guardian_id == bindparam("guardian_id"), now_in_care)
HISTORY = (
    select(*(assignments.c[field] for field in Assignment.__slots__))
    .where(assignments.c.person_id == bindparam("person_id"))
    .order_by(assignments.c.started_at, assignments.c.id)
)
FORMERLY = Prepared(
    select(assignments.c.person_id, func.max(assignments.c.ended_at, type_=Instant))
    .where(
        assignments.c.guardian_id == bindparam("guardian_id"),
        assignments.c.ended_at >= bindparam("since", type_=Instant),
    )
    .group_by(assignments.c.person_id)
)
LOADS = (
    select(assignments.c.guardian_id, func.count())
    .join(persons, persons.c.id == assignments.c.person_id)
    .where(persons.c.unit == bindparam("unit"), now_in_care)
    .group_by(assignments.c.guardian_id)
)
END = (
    update(assignments)
    .where(assignments.c.person_id == bindparam("person"), now_in_care)
    .values(ended_at=bindparam("now"), ended_by=bindparam("by"))
)


def assign(db: Db, person_id: int, guardian_id: int, by: int | None) -> int | None:
    """Puts the person into the guardian's care, with what the former one had to do; says in whose care they were.

    The same again changes nothing.
    """
    unit: str = db.execute(LOCK_PERSON, {"person_id": person_id}).scalar_one()
    previous = guardian_of(db, person_id)
    if previous == guardian_id:
        return previous
    db.execute(END, {"person": person_id, "now": db.now, "by": by})
    db.execute(
        assignments.insert(),
        {
            "id": db.new_id(),
            "unit": unit,
            "person_id": person_id,
            "guardian_id": guardian_id,
            "started_at": db.now,
            "started_by": by,
        },
    )
    db.audit(unit, by, "person.assigned", person_id, f"guardian {guardian_id}")
    if previous is not None:
        tasks.follow(db, person_id, previous, guardian_id, by)
    return previous


def end(db: Db, person_id: int, by: int | None) -> int | None:
    """Takes the person out of care; what the guardian had to do goes back. Says in whose care they were."""
    unit: str = db.execute(LOCK_PERSON, {"person_id": person_id}).scalar_one()
    previous = guardian_of(db, person_id)
    if previous is not None:
        db.execute(END, {"person": person_id, "now": db.now, "by": by})
        db.audit(unit, by, "person.unassigned", person_id, f"guardian {previous}")
        tasks.follow(db, person_id, previous, None, by)
    return previous


def guardian_of(db: Db, person_id: int) -> int | None:
    """Tells who looks after the person now; None if nobody does."""
    rows = GUARDIAN.rows(db, {"person_id": person_id})
    return int(rows[0][0]) if rows else None


def guardians_of(db: Db, person_ids: Iterable[int]) -> dict[int, int]:
    """Maps person → guardian, for those who have one."""
    return {row.person_id: row.guardian_id for row in db.execute(GUARDIANS, {"ids": list(person_ids)})}


def guardians_of_unit(db: Db, unit: str) -> dict[int, int]:
    """Maps person → guardian for the whole unit, for those who have one."""
    return {row.person_id: row.guardian_id for row in db.execute(GUARDIANS_OF_UNIT, {"unit": unit})}


def in_care_of(db: Db, guardian_id: int) -> list[int]:
    """Lists the ids of the persons whom the guardian looks after now."""
    return list(db.execute(IN_CARE, {"guardian_id": guardian_id}).scalars())


def ended_since(db: Db, guardian_id: int, since: datetime) -> dict[int, datetime]:
    """Maps person → when their care by this guardian has ended, for those with whom it has since then."""
    return dict(FORMERLY.rows(db, {"guardian_id": guardian_id, "since": since}))


def history(db: Db, person_id: int) -> list[Assignment]:
    """Lists who looked after the person from when to when, the first guardian first."""
    return [Assignment(*row) for row in db.execute(HISTORY, {"person_id": person_id})]


def loads(db: Db, unit: str) -> dict[int, int]:
    """Maps guardian → how many they look after, in this unit."""
    return {row[0]: row[1] for row in db.execute(LOADS, {"unit": unit})}
