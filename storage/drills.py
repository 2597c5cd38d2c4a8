"""Drills: an alert played to everybody who would get one, and who of which agency has seen it. They are no alerts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, PrimaryKeyConstraint, String, Table, bindparam, select, update

from storage.columns import Id, Instant
from storage.database import Db, metadata

drills = Table(
    "drills",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("started_by", BigInteger, nullable=False),
    Column("started_at", Instant, nullable=False),
    Index("ix_drills_unit", "unit", "id"),
)
drill_readers = Table(
    "drill_readers",
    metadata,
    Column("drill_id", BigInteger, nullable=False),
    Column("account_id", BigInteger, nullable=False),
    Column("agency", String(12), nullable=False),
    Column("seen_at", Instant),
    PrimaryKeyConstraint("drill_id", "account_id"),
)


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill, with the agencies that have seen it."""

    id: int
    started_by: int
    started_at: datetime
    seen_by: frozenset[str]


LATEST = (
    select(drills.c.id, drills.c.started_by, drills.c.started_at)
    .where(drills.c.unit == bindparam("unit"))
    .order_by(drills.c.id.desc())
    .limit(1)
)
READERS = select(drill_readers.c.agency, drill_readers.c.seen_at).where(drill_readers.c.drill_id == bindparam("drill"))
AGENCIES_SEEN = (
    select(drill_readers.c.agency)
    .join(drills, drills.c.id == drill_readers.c.drill_id)
    .where(drills.c.unit == bindparam("unit"), drill_readers.c.seen_at.is_not(None))
    .distinct()
)


def add(db: Db, unit: str, by: int, readers: Mapping[int, str]) -> int:
    """Writes down a drill and whom it is played to, account by agency; gives its id."""
    drill_id = db.new_id()
    db.execute(drills.insert(), {"id": drill_id, "unit": unit, "started_by": by, "started_at": db.now})
    rows = [
        {"drill_id": drill_id, "account_id": account_id, "agency": agency, "seen_at": None}
        for account_id, agency in readers.items()
    ]
    if rows:
        db.execute(drill_readers.insert(), rows)
    db.audit(unit, by, "drill.started", drill_id)
    return drill_id


def latest(db: Db, unit: str) -> Drill | None:
    """Reads the commune's last drill; None if there was none."""
    row = db.execute(LATEST, {"unit": unit}).first()
    if row is None:
        return None
    readers = db.execute(READERS, {"drill": row.id}).all()
    seen = frozenset(reader.agency for reader in readers if reader.seen_at is not None)
    return Drill(row.id, row.started_by, row.started_at, seen)


def see(db: Db, drill_id: int, account_id: int) -> bool:
    """Marks the drill as seen by this account; False for whom it was not played to, and the second time."""
    own = (drill_readers.c.drill_id == drill_id, drill_readers.c.account_id == account_id)
    unseen = update(drill_readers).where(*own, drill_readers.c.seen_at.is_(None))
    return db.execute(unseen.values(seen_at=db.now)).rowcount == 1


def agencies_that_saw_one(db: Db, unit: str) -> set[str]:
    """Lists the agencies of which somebody has seen a drill."""
    return set(db.execute(AGENCIES_SEEN, {"unit": unit}).scalars())
