"""The group A–D that an officer chose for somebody in a quarter, with the reason: the last counts, all are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    func,
    select,
    update,
)

from storage.columns import Id, Instant, Sealed, SealedCell, seal
from storage.database import Db, metadata
from storage.units import next_number

person_groups = Table(
    "person_groups",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("quarter", String(7), nullable=False),
    Column("letter", String(1), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", BigInteger),
    Column("why", Sealed("person_groups.why"), nullable=False),
    Index("ix_person_groups_person", "person_id", "id"),
)
# a list HCD-09 that was made, and the number under which whoever got it signed for it
group_lists = Table(
    "group_lists",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("number", Integer, nullable=False),
    Column("quarter", String(7), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", BigInteger, nullable=False),
    Column("receipt", String(60)),
    Column("receipt_at", Instant),
    Column("receipt_by", BigInteger),
    UniqueConstraint("unit", "number"),
)


@dataclass(frozen=True, slots=True)
class GroupList:
    """A list that was made; `receipt` is None until it is signed for."""

    id: int
    number: int
    quarter: str
    made_at: datetime
    receipt: str | None
    receipt_at: datetime | None


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """A choice. `quarter` reads `2026-4`; `letter` is A, B, C or D."""

    id: int
    person_id: int
    quarter: str
    letter: str
    at: datetime
    by: int | None
    sealed_why: SealedCell

    @property
    def why(self) -> str:
        return self.sealed_why.open(self.id)


COLUMNS = (
    person_groups.c.id,
    person_groups.c.person_id,
    person_groups.c.quarter,
    person_groups.c.letter,
    person_groups.c.at,
    person_groups.c.by,
    person_groups.c.why,
)
HISTORY = (
    select(*COLUMNS)
    .where(person_groups.c.person_id == bindparam("person_id"))
    .order_by(person_groups.c.id.desc())
    .limit(bindparam("most"))
)
LAST = select(*COLUMNS).where(
    person_groups.c.id.in_(
        select(func.max(person_groups.c.id))
        .where(
            person_groups.c.person_id.in_(bindparam("ids", expanding=True)),
            person_groups.c.quarter == bindparam("quarter"),
        )
        .group_by(person_groups.c.person_id)
    )
)


def choose(db: Db, *, unit: str, person_id: int, quarter: str, letter: str, why: str, by: int) -> None:
    """Writes down an officer's choice; an earlier one stays as history."""
    choice_id = db.new_id()
    row = {"id": choice_id, "unit": unit, "person_id": person_id, "quarter": quarter, "letter": letter}
    db.execute(person_groups.insert(), row | {"at": db.now, "by": by, "why": seal(choice_id, why)})
    db.audit(unit, by, "person.group_chosen", person_id, f"quarter {quarter}")


def history(db: Db, person_id: int, most: int = 12) -> list[GroupChoice]:
    """Lists the choices for somebody, the last first."""
    return [GroupChoice(*row) for row in db.execute(HISTORY, {"person_id": person_id, "most": most})]


def in_quarter(db: Db, person_ids: Iterable[int], quarter: str) -> dict[int, GroupChoice]:
    """Maps person → the choice that counts in a quarter, for those for whom one was made."""
    rows = db.execute(LAST, {"ids": list(person_ids), "quarter": quarter})
    return {row.person_id: GroupChoice(*row) for row in rows}


LIST_COLUMNS = tuple(group_lists.c[name] for name in GroupList.__slots__)
LISTS = (
    select(*LIST_COLUMNS)
    .where(group_lists.c.unit == bindparam("unit"), group_lists.c.quarter == bindparam("quarter"))
    .order_by(group_lists.c.number.desc())
)


def note_list(db: Db, unit: str, quarter: str, by: int) -> GroupList:
    """Gives a list that is being made its number in the commune."""
    list_id = db.new_id()
    row = {"id": list_id, "unit": unit, "number": next_number(db, unit, "group_list"), "quarter": quarter}
    db.execute(group_lists.insert(), row | {"made_at": db.now, "made_by": by})
    db.audit(unit, by, "groups.list_made", None, f"quarter {quarter} number {row['number']}")
    return GroupList(*db.execute(select(*LIST_COLUMNS).where(group_lists.c.id == list_id)).one())


def lists_of(db: Db, unit: str, quarter: str) -> list[GroupList]:
    """Lists the lists made for a quarter, the last first."""
    return [GroupList(*row) for row in db.execute(LISTS, {"unit": unit, "quarter": quarter})]


def sign_for(db: Db, unit: str, number: int, receipt: str, by: int) -> bool:
    """Notes the number under which a list was signed for, in place of an earlier one; False if there is no list."""
    wanted = update(group_lists).where(group_lists.c.unit == unit, group_lists.c.number == number)
    if not db.execute(wanted.values(receipt=receipt, receipt_at=db.now, receipt_by=by)).rowcount:
        return False
    db.audit(unit, by, "groups.list_signed_for", None, f"number {number}")
    return True
