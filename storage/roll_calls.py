"""Roll-call of a month: who was there and how, who was excused; one row for each person and month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table, UniqueConstraint, bindparam, delete, select

from storage.columns import Id, Instant, Sealed, SealedCell, opened, seal
from storage.database import Db, metadata
from storage.upsert import insert

roll_calls = Table(
    "roll_calls",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("month", String(7), nullable=False),
    Column("state", String(8), nullable=False),
    Column("way", String(8), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", BigInteger),
    Column("place", Sealed("roll_calls.place")),
    Column("why", Sealed("roll_calls.why")),
    UniqueConstraint("person_id", "month"),
)


@dataclass(frozen=True, slots=True)
class RollCall:
    """Somebody's roll-call of a month, `2026-11`: `state` and `way` are codes of `rules.roll_call`."""

    id: int
    person_id: int
    month: str
    state: str
    way: str
    at: datetime
    by: int | None
    sealed_place: SealedCell | None
    sealed_why: SealedCell | None

    @property
    def place(self) -> str:
        """Opens where they were, as told in chat; empty otherwise."""
        return opened(self.sealed_place, self.id) or ""

    @property
    def why(self) -> str:
        """Opens the officer's reason for excusing; empty otherwise."""
        return opened(self.sealed_why, self.id) or ""


COLUMNS = (
    roll_calls.c.id,
    roll_calls.c.person_id,
    roll_calls.c.month,
    roll_calls.c.state,
    roll_calls.c.way,
    roll_calls.c.at,
    roll_calls.c.by,
    roll_calls.c.place,
    roll_calls.c.why,
)
OF_MONTH = select(*COLUMNS).where(
    roll_calls.c.person_id.in_(bindparam("ids", expanding=True)), roll_calls.c.month == bindparam("month")
)
LATEST = (
    select(*COLUMNS)
    .where(roll_calls.c.person_id == bindparam("person_id"))
    .order_by(roll_calls.c.month.desc())
    .limit(bindparam("most"))
)
KEEP_FIRST = insert(roll_calls).on_conflict_do_nothing(index_elements=["person_id", "month"])


def note(
    db: Db,
    *,
    unit: str,
    person_id: int,
    month: str,
    state: str,
    way: str,
    by: int | None,
    place: str | None = None,
    why: str | None = None,
) -> bool:
    """Writes down a roll-call; False where the month has one already, which stays."""
    call_id = db.new_id()
    row = {"id": call_id, "unit": unit, "person_id": person_id, "month": month, "state": state, "way": way}
    row |= {"at": db.now, "by": by, "place": seal(call_id, place), "why": seal(call_id, why)}
    if not db.execute(KEEP_FIRST, row).rowcount:
        return False
    db.audit(unit, by, f"roll_call.{state}", person_id, f"{month} {way}")
    return True


def strike(db: Db, *, unit: str, person_id: int, month: str, by: int) -> bool:
    """Takes a roll-call back that was counted wrongly; False where there is none."""
    of_month = delete(roll_calls).where(roll_calls.c.person_id == person_id, roll_calls.c.month == month)
    if not db.execute(of_month).rowcount:
        return False
    db.audit(unit, by, "roll_call.struck", person_id, month)
    return True


def of_month(db: Db, person_ids: Iterable[int], month: str) -> dict[int, RollCall]:
    """Maps person → the roll-call of a month, for those who have one."""
    rows = db.execute(OF_MONTH, {"ids": list(person_ids), "month": month})
    return {row.person_id: RollCall(*row) for row in rows}


def latest(db: Db, person_id: int, most: int = 6) -> list[RollCall]:
    """Lists somebody's roll-calls, the last month first."""
    return [RollCall(*row) for row in db.execute(LATEST, {"person_id": person_id, "most": most})]
