"""Who stands in for a guardian on leave: from a first to a last day, both included, once an officer has agreed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    String,
    Table,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)

from storage.assignments import assignments, now_in_care
from storage.columns import Id, Instant
from storage.database import Db, metadata
from storage.prepared import Prepared

covers = Table(
    "covers",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("guardian_id", BigInteger, ForeignKey("accounts.id"), nullable=False),
    Column("stand_in_id", BigInteger, ForeignKey("accounts.id")),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("state", String(9), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("decided_by", BigInteger),
    Index("ix_covers_guardian", "guardian_id", "last_day"),
    Index("ix_covers_stand_in", "stand_in_id", "last_day"),
    Index("ix_covers_unit", "unit", "last_day"),
)
STANDS = ("asked", "agreed")


@dataclass(frozen=True, slots=True)
class Cover:
    """A leave. `state`: asked, agreed, refused or withdrawn; the stand-in is only proposed until it is agreed."""

    id: int
    unit: str
    guardian_id: int
    stand_in_id: int | None
    first_day: date
    last_day: date
    state: str
    asked_at: datetime
    decided_at: datetime | None
    decided_by: int | None

    def runs_on(self, day: date) -> bool:
        return self.state == "agreed" and self.first_day <= day <= self.last_day


TODAY = bindparam("today", type_=Date)
RUNS = and_(covers.c.state == "agreed", covers.c.first_day <= TODAY, covers.c.last_day >= TODAY)
# the guardians in whose stead somebody acts today
COVERED_BY = select(covers.c.guardian_id).where(RUNS, covers.c.stand_in_id == bindparam("guardian_id"))
ONE = select(covers).where(covers.c.id == bindparam("id"))
SEVERAL = select(covers).where(covers.c.id.in_(bindparam("ids", expanding=True)))
OF_UNIT = (
    select(covers)
    .where(covers.c.unit == bindparam("unit"), covers.c.state.in_(STANDS), covers.c.last_day >= TODAY)
    .order_by(covers.c.first_day, covers.c.id)
)
THEIRS = (
    select(covers)
    .where(
        or_(covers.c.guardian_id == bindparam("account"), covers.c.stand_in_id == bindparam("account")),
        covers.c.state.in_(STANDS),
        covers.c.last_day >= TODAY,
    )
    .order_by(covers.c.first_day, covers.c.id)
)
ACTING = (
    select(assignments.c.person_id, func.coalesce(func.max(covers.c.stand_in_id), func.max(assignments.c.guardian_id)))
    .outerjoin(covers, and_(covers.c.guardian_id == assignments.c.guardian_id, RUNS))
    .where(assignments.c.person_id.in_(bindparam("ids", expanding=True)), now_in_care)
    .group_by(assignments.c.person_id)
)
STOOD_IN = Prepared(
    select(assignments.c.person_id, func.max(covers.c.last_day))
    .join(assignments, assignments.c.guardian_id == covers.c.guardian_id)
    .where(
        covers.c.stand_in_id == bindparam("account"),
        covers.c.state == "agreed",
        covers.c.last_day.between(bindparam("since", type_=Date), bindparam("before", type_=Date)),
        now_in_care,
    )
    .group_by(assignments.c.person_id)
)
LOOKS_AFTER = Prepared(
    select(assignments.c.id)
    .where(
        assignments.c.person_id == bindparam("person_id"),
        now_in_care,
        or_(assignments.c.guardian_id == bindparam("guardian_id"), assignments.c.guardian_id.in_(COVERED_BY)),
    )
    .limit(1)
)


def _read(row: Sequence[Any]) -> Cover:
    return Cover(*row)


def ask(db: Db, *, unit: str, guardian_id: int, stand_in_id: int | None, first_day: date, last_day: date) -> int:
    """Notes that a guardian asks for these days, with the stand-in they propose; gives the id."""
    cover_id = db.new_id()
    row = {"id": cover_id, "unit": unit, "guardian_id": guardian_id, "stand_in_id": stand_in_id}
    days = {"first_day": first_day, "last_day": last_day}
    db.execute(covers.insert(), {**row, **days, "state": "asked", "asked_at": db.now})
    db.audit(unit, guardian_id, "cover.asked", guardian_id, f"cover {cover_id} {first_day}..{last_day}")
    return cover_id


def enter(db: Db, *, unit: str, guardian_id: int, stand_in_id: int, first_day: date, last_day: date, by: int) -> Cover:
    """Notes a leave that an officer enters for a guardian: it stands agreed from the start."""
    row: dict[str, Any] = {
        "id": db.new_id(),
        "unit": unit,
        "guardian_id": guardian_id,
        "stand_in_id": stand_in_id,
        "first_day": first_day,
        "last_day": last_day,
        "state": "agreed",
        "asked_at": db.now,
        "decided_at": db.now,
        "decided_by": by,
    }
    db.execute(covers.insert(), row)
    detail = f"cover {row['id']} {first_day}..{last_day} stand-in {stand_in_id}"
    db.audit(unit, by, "cover.entered", guardian_id, detail)
    return Cover(**row)


def decide(db: Db, cover: Cover, *, stand_in_id: int | None, by: int) -> bool:
    """Agrees, with who stands in, or refuses with None; False if it was decided or taken back already."""
    state = "agreed" if stand_in_id else "refused"
    values = {"state": state, "stand_in_id": stand_in_id or cover.stand_in_id, "decided_at": db.now, "decided_by": by}
    waiting = update(covers).where(covers.c.id == cover.id, covers.c.state == "asked")
    if db.execute(waiting.values(values)).rowcount != 1:
        return False
    detail = f"cover {cover.id}" + (f" stand-in {stand_in_id}" if stand_in_id else "")
    db.audit(cover.unit, by, f"cover.{state}", cover.guardian_id, detail)
    return True


def end(db: Db, cover: Cover, by: int | None) -> None:
    """Ends it before its last day: from now on the guardian acts again. One that never ran is taken back."""
    if cover.runs_on(db.today) and cover.first_day < db.today:
        values: dict[str, Any] = {"last_day": db.today - timedelta(days=1)}
    else:
        values = {"state": "withdrawn"}
    db.execute(update(covers).where(covers.c.id == cover.id).values(values))
    db.audit(cover.unit, by, "cover.ended", cover.guardian_id, f"cover {cover.id}")


def get(db: Db, cover_id: int) -> Cover | None:
    """Reads a leave; None if there is none of this id."""
    row = db.execute(ONE, {"id": cover_id}).first()
    return _read(row) if row else None


def several(db: Db, ids: Collection[int]) -> dict[int, Cover]:
    """Reads leaves by id; whatever is not there is left out."""
    return {row.id: _read(row) for row in db.execute(SEVERAL, {"ids": list(ids)})}


def of_unit(db: Db, unit: str) -> list[Cover]:
    """Lists what is asked, agreed for later or runs now in the unit, the first to begin in front."""
    return [_read(row) for row in db.execute(OF_UNIT, {"unit": unit, "today": db.today})]


def of_account(db: Db, account_id: int) -> list[Cover]:
    """Lists what is asked, agreed or runs now where the account is on leave or stands in."""
    return [_read(row) for row in db.execute(THEIRS, {"account": account_id, "today": db.today})]


def looks_after(db: Db, account_id: int, person_id: int) -> bool:
    """Tells whether the account is the person's guardian, or stands in for that one today."""
    keys = {"person_id": person_id, "guardian_id": account_id, "today": db.today}
    return bool(LOOKS_AFTER.rows(db, keys))


def stood_in_since(db: Db, account_id: int, since: date) -> dict[int, date]:
    """Maps person → the last day on which the account stood in for their guardian, for leaves over since that day."""
    keys = {"account": account_id, "since": since, "before": db.today - timedelta(days=1)}
    return dict(STOOD_IN.rows(db, keys))


def acting_guardians(db: Db, person_ids: Iterable[int]) -> dict[int, int]:
    """Maps person → who is to be asked today: the stand-in where the guardian is on leave."""
    return {row[0]: row[1] for row in db.execute(ACTING, {"ids": list(person_ids), "today": db.today})}
