"""What people need help with: work, papers, a loan; one open need of a kind for each person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from storage.columns import Id, Instant
from storage.database import Db, metadata
from storage.persons import persons

IS_OPEN = text("state = 'open'")
needs = Table(
    "needs",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("visit_id", BigInteger, ForeignKey("visits.id")),
    Column("state", String(8), nullable=False),
    Column("times", Integer, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("closed_by", BigInteger),
    Column("outcome", String(20)),
    Column("named_by", BigInteger),
    Index("uq_needs_open", "person_id", "kind", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    Index("ix_needs_person", "person_id", "opened_at"),
    Index("ix_needs_unit", "unit", "state", "opened_at"),
    Index("ix_needs_visit", "visit_id"),
)


@dataclass(frozen=True, slots=True)
class Need:
    """Something that a person needs. `times`: how often it was named while open. `state` is open or closed.

    `named_by`: who named it first in the person's name, beside visits; None else.
    """

    id: int
    unit: str
    person_id: int
    kind: str
    visit_id: int | None
    state: str
    times: int
    opened_at: datetime
    closed_at: datetime | None
    closed_by: int | None
    outcome: str | None
    named_by: int | None


OF_PERSON = select(needs).where(needs.c.person_id == bindparam("person_id")).order_by(needs.c.opened_at, needs.c.id)
OPEN_OF = (
    select(needs)
    .where(needs.c.unit == bindparam("unit"), needs.c.state == "open")
    .order_by(needs.c.opened_at, needs.c.id)
)
PAGE_OF = OPEN_OF.limit(bindparam("most")).offset(bindparam("skipped"))
HOW_MANY = select(func.count()).select_from(needs).where(needs.c.unit == bindparam("unit"), needs.c.state == "open")
ONE = select(needs).where(needs.c.id == bindparam("id"))
UNIT = select(persons.c.unit).where(persons.c.id == bindparam("person_id"))
OPEN = (
    insert(needs)
    .on_conflict_do_update(
        index_elements=["person_id", "kind"],
        index_where=IS_OPEN,
        set_={"times": needs.c.times + 1},
    )
    .returning(needs.c.times)
)
CLOSE = (
    update(needs)
    .where(needs.c.id == bindparam("need"), needs.c.state == "open")
    .values(state="closed", closed_at=bindparam("now"), closed_by=bindparam("by"), outcome=bindparam("ending"))
)


def _read(row: Sequence[Any]) -> Need:
    return Need(*row)


def open_need(db: Db, person_id: int, kind: str, visit_id: int | None = None, *, proxy: int | None = None) -> bool:
    """Opens a need. True if it is new; one of this kind that is open already is only counted once more."""
    unit = db.execute(UNIT, {"person_id": person_id}).scalar_one()
    row = {
        "id": db.new_id(),
        "unit": unit,
        "person_id": person_id,
        "kind": kind,
        "visit_id": visit_id,
        "state": "open",
        "times": 1,
        "opened_at": db.now,
        "named_by": proxy,
    }
    return int(db.execute(OPEN, row).scalar_one()) == 1


def of_person(db: Db, person_id: int, *, only_open: bool = True) -> list[Need]:
    """Lists the person's needs, open ones only unless asked for all, the oldest first."""
    of_this_person = map(_read, db.execute(OF_PERSON, {"person_id": person_id}))
    return [need for need in of_this_person if need.state == "open" or not only_open]


def open_of(db: Db, unit: str) -> list[Need]:
    """Lists the open needs of the commune, the oldest first."""
    return [_read(row) for row in db.execute(OPEN_OF, {"unit": unit})]


def page_of(db: Db, unit: str, *, most: int, skipped: int = 0) -> list[Need]:
    """Lists a page of the open needs of the commune, the oldest first."""
    return [_read(row) for row in db.execute(PAGE_OF, {"unit": unit, "most": most, "skipped": skipped})]


def how_many(db: Db, unit: str) -> int:
    """Counts the open needs of the commune."""
    return int(db.execute(HOW_MANY, {"unit": unit}).scalar_one())


def get(db: Db, need_id: int) -> Need | None:
    """Reads a need; None if there is none of this id."""
    row = db.execute(ONE, {"id": need_id}).first()
    return _read(row) if row else None


def close(db: Db, need_id: int, by: int | None, outcome: str) -> bool:
    """Ends the need with what came of it; False if it was closed already."""
    return db.execute(CLOSE, {"need": need_id, "now": db.now, "by": by, "ending": outcome}).rowcount == 1
