"""Lists taken in: what each has written, so that the last can be undone, and what unusual headings mean here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, Index, PrimaryKeyConstraint, String, Table, bindparam, select, update

from storage.columns import Id, Instant, Sealed, SealedCell, seal_json
from storage.database import Db, metadata
from storage.upsert import insert

UNDO_TIME = timedelta(hours=24)
list_imports = Table(
    "list_imports",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", BigInteger),
    Column("written", Sealed("list_imports.written")),
    Column("undone_at", Instant),
    Index("ix_list_imports_unit", "unit", "id"),
)
list_headings = Table(
    "list_headings",
    metadata,
    Column("unit", String(5), nullable=False),
    Column("heading", String(80), nullable=False),
    Column("meaning", String(20), nullable=False),
    PrimaryKeyConstraint("unit", "heading"),
)
COLUMNS = (
    list_imports.c.id,
    list_imports.c.kind,
    list_imports.c.at,
    list_imports.c.by,
    list_imports.c.undone_at,
    list_imports.c.written,
)
LAST = (
    select(*COLUMNS)
    .where(list_imports.c.unit == bindparam("unit"), list_imports.c.undone_at.is_(None))
    .order_by(list_imports.c.id.desc())
    .limit(1)
)
MEANINGS = select(list_headings.c.heading, list_headings.c.meaning).where(list_headings.c.unit == bindparam("unit"))


@dataclass(frozen=True, slots=True)
class ListImport:
    """A list that was taken in by an account; `by` None: at the command line."""

    id: int
    kind: str
    at: datetime
    by: int | None
    undone_at: datetime | None
    sealed_written: SealedCell | None

    @property
    def written(self) -> dict[str, Any]:
        """Opens what was added and changed; empty once it is no longer kept."""
        return dict(self.sealed_written.open_json(self.id)) if self.sealed_written else {}

    def can_be_undone(self, now: datetime) -> bool:
        return self.undone_at is None and self.sealed_written is not None and now - self.at < UNDO_TIME


def add(db: Db, *, unit: str, kind: str, by: int | None, written: Mapping[str, Any]) -> int:
    """Notes what a list has written; gives the id."""
    import_id = db.new_id()
    row = {
        "id": import_id,
        "unit": unit,
        "kind": kind,
        "at": db.now,
        "by": by,
        "written": seal_json(import_id, dict(written)),
        "undone_at": None,
    }
    db.execute(list_imports.insert(), row)
    db.audit(unit, by, "list.imported", import_id, kind)
    return import_id


def last(db: Db, unit: str) -> ListImport | None:
    """Reads the last list of the unit that was not undone."""
    row = db.execute(LAST, {"unit": unit}).first()
    return ListImport(*row) if row else None


def undone(db: Db, unit: str, import_id: int, by: int | None) -> None:
    """Notes that a list was undone, and forgets what it had written."""
    done = update(list_imports).where(list_imports.c.id == import_id)
    db.execute(done.values(undone_at=db.now, written=None))
    db.audit(unit, by, "list.undone", import_id)


def remember(db: Db, unit: str, heading: str, meaning: str) -> None:
    """Keeps what a heading (folded words) means in the lists of this unit."""
    row = insert(list_headings).values(unit=unit, heading=heading[:80], meaning=meaning)
    db.execute(row.on_conflict_do_update(index_elements=["unit", "heading"], set_={"meaning": meaning}))


def meanings(db: Db, unit: str) -> dict[str, str]:
    """Maps headings, folded, to what they mean in the lists of this unit."""
    return {row.heading: row.meaning for row in db.execute(MEANINGS, {"unit": unit})}
