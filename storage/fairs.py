"""Job fairs and talks: when and where they are, for whom, and who says that they will come."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    select,
    update,
)

from rules import record_letters
from storage.columns import Codes, Id, Instant
from storage.database import Db, metadata
from storage.units import next_number
from storage.upsert import insert

fairs = Table(
    "fairs",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("title", String(160), nullable=False),
    Column("place", String(160), nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("for_whom", String(300), nullable=False),
    Column("details", String(600), nullable=False),
    Column("organisation_id", BigInteger, ForeignKey("organisations.id")),
    Column("posted_by", BigInteger, nullable=False),
    Column("posted_at", Instant, nullable=False),
    Column("state", String(8), nullable=False),
    Column("signs", Codes),
    UniqueConstraint("unit", "number"),
    Index("ix_fairs_open", "unit", "state", "starts_at"),
    Index("ix_fairs_poster", "posted_by"),
)
fair_guests = Table(
    "fair_guests",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("fair_id", BigInteger, ForeignKey("fairs.id"), nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("named", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("fair_id", "person_id"),
    Index("ix_fair_guests_person", "person_id"),
)


@dataclass(frozen=True, slots=True)
class Fair:
    """A fair or a talk. `state`: held (an officer looks first), open, off or refused; `signs` as of an offer."""

    id: int
    unit: str
    number: int
    kind: str
    title: str
    place: str
    starts_at: datetime
    for_whom: str
    details: str
    organisation_id: int | None
    posted_by: int
    posted_at: datetime
    state: str
    signs: tuple[str, ...] | None

    @property
    def code(self) -> str:
        """Gives the number as people read it."""
        return record_letters.written("fair", self.number)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who says they will come; `named`: whoever posted it may read their name."""

    id: int
    fair_id: int
    person_id: int
    named: bool
    at: datetime


ONE = select(fairs).where(fairs.c.id == bindparam("id"))
BY_NUMBER = select(fairs).where(fairs.c.unit == bindparam("unit"), fairs.c.number == bindparam("number"))
TO_COME = (
    select(fairs)
    .where(
        fairs.c.unit == bindparam("unit"), fairs.c.state == "open", fairs.c.starts_at > bindparam("now", type_=Instant)
    )
    .order_by(fairs.c.starts_at, fairs.c.id)
)
OF_POSTER = (
    select(fairs)
    .where(
        fairs.c.posted_by == bindparam("by"),
        fairs.c.state.in_(("open", "held")),
        fairs.c.starts_at > bindparam("now", type_=Instant),
    )
    .order_by(fairs.c.starts_at, fairs.c.id)
)
HELD = (
    select(fairs)
    .where(fairs.c.unit == bindparam("unit"), fairs.c.state == "held")
    .order_by(fairs.c.starts_at, fairs.c.id)
)
GUESTS = (
    select(fair_guests)
    .where(fair_guests.c.fair_id == bindparam("fair"))
    .order_by(fair_guests.c.at, fair_guests.c.person_id)
)
GUEST = select(fair_guests).where(
    fair_guests.c.fair_id == bindparam("fair"), fair_guests.c.person_id == bindparam("person")
)
OF_PERSON = (
    select(fairs, fair_guests.c.named)
    .join(fair_guests, fair_guests.c.fair_id == fairs.c.id)
    .where(
        fair_guests.c.person_id == bindparam("person"),
        fairs.c.state == "open",
        fairs.c.starts_at > bindparam("now", type_=Instant),
    )
    .order_by(fairs.c.starts_at, fairs.c.id)
)
OF_GUESTS = (
    select(fair_guests.c.id, fairs)
    .join(fairs, fairs.c.id == fair_guests.c.fair_id)
    .where(fair_guests.c.id.in_(bindparam("ids", expanding=True)))
)
HOW_MANY = (
    select(fair_guests.c.fair_id, func.count())
    .where(fair_guests.c.fair_id.in_(bindparam("fairs", expanding=True)))
    .group_by(fair_guests.c.fair_id)
)
NEW_GUEST = insert(fair_guests)
COMES = NEW_GUEST.on_conflict_do_update(
    index_elements=["fair_id", "person_id"], set_={"named": NEW_GUEST.excluded.named}
).returning(fair_guests.c.id)


def _fair(row: Sequence[Any]) -> Fair:
    return Fair(*row)


def add(
    db: Db,
    *,
    unit: str,
    kind: str,
    title: str,
    place: str,
    starts_at: datetime,
    by: int,
    for_whom: str = "",
    details: str = "",
    organisation_id: int | None = None,
    signs: tuple[str, ...] = (),
    state: str = "open",
) -> Fair:
    """Adds a fair or a talk, open or held, under the next number of the unit."""
    row: dict[str, Any] = {
        "id": db.new_id(),
        "unit": unit,
        "number": next_number(db, unit, "fair"),
        "kind": kind,
        "title": title,
        "place": place,
        "starts_at": starts_at,
        "for_whom": for_whom,
        "details": details,
        "organisation_id": organisation_id,
        "posted_by": by,
        "posted_at": db.now,
        "state": state,
        "signs": signs,
    }
    db.execute(fairs.insert(), row)
    return Fair(**row)


def get(db: Db, fair_id: int) -> Fair | None:
    """Reads a fair; None if there is none of this id."""
    row = db.execute(ONE, {"id": fair_id}).first()
    return _fair(row) if row else None


def by_number(db: Db, unit: str, number: int) -> Fair | None:
    """Reads the fair with this number in the commune; None if there is none."""
    row = db.execute(BY_NUMBER, {"unit": unit, "number": number}).first()
    return _fair(row) if row else None


def to_come(db: Db, unit: str) -> list[Fair]:
    """Lists what is still to come in the commune, the next first."""
    return [_fair(row) for row in db.execute(TO_COME, {"unit": unit, "now": db.now})]


def of_poster(db: Db, account_id: int) -> list[Fair]:
    """Lists what the account has posted and is still to come."""
    return [_fair(row) for row in db.execute(OF_POSTER, {"by": account_id, "now": db.now})]


def held(db: Db, unit: str) -> list[Fair]:
    """Lists what waits for an officer's look, the next first."""
    return [_fair(row) for row in db.execute(HELD, {"unit": unit})]


def move(db: Db, fair_id: int, state: str, *, from_states: Sequence[str]) -> bool:
    """Lets it be seen, or calls it off; False if it stood otherwise by then."""
    moved = update(fairs).where(fairs.c.id == fair_id, fairs.c.state.in_(from_states))
    return db.execute(moved.values(state=state)).rowcount == 1


def add_guest(db: Db, fair_id: int, person_id: int, *, named: bool) -> int:
    """Notes that the person will come, and whether the poster may read the name; gives the guest's id."""
    row = {"id": db.new_id(), "fair_id": fair_id, "person_id": person_id, "named": named, "at": db.now}
    guest_id: int = db.execute(COMES, row).scalar_one()
    return guest_id


def stay_away(db: Db, guest_id: int) -> None:
    """Forgets that somebody wanted to come."""
    db.execute(delete(fair_guests).where(fair_guests.c.id == guest_id))


def guest(db: Db, fair_id: int, person_id: int) -> Guest | None:
    """Reads whether the person comes; None if not."""
    row = db.execute(GUEST, {"fair": fair_id, "person": person_id}).first()
    return Guest(*row) if row else None


def of_guests(db: Db, guest_ids: Collection[int]) -> dict[int, Fair]:
    """Maps guest → the fair that they come to; who comes no longer is left out."""
    return {row[0]: _fair(row[1:]) for row in db.execute(OF_GUESTS, {"ids": list(guest_ids)})}


def guests(db: Db, fair_id: int) -> list[Guest]:
    """Lists who comes, in the order they said so; whose name may be read says `named`."""
    return [Guest(*row) for row in db.execute(GUESTS, {"fair": fair_id})]


def how_many_come(db: Db, fair_ids: Collection[int]) -> Counter[int]:
    """Counts, by fair, who says that they will come."""
    return Counter({row[0]: row[1] for row in db.execute(HOW_MANY, {"fairs": list(fair_ids)})})


def of_person(db: Db, person_id: int) -> list[Fair]:
    """Lists what the person will come to, the next first."""
    return [_fair(row[:-1]) for row in db.execute(OF_PERSON, {"person": person_id, "now": db.now})]
