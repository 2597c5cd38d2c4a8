"""The group A–D that an officer chose for somebody in a quarter, with the reason: the last counts, all are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, bindparam, func, select

from storage.columns import Id, Instant, Sealed, SealedCell, seal
from storage.database import Db, metadata

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
