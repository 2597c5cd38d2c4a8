"""The officers' board of needs: page by page, of all kinds or of one, what is late first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, case, func, select

from storage.columns import Instant
from storage.database import Db
from storage.needs import IS_OPEN, Need, needs

OF_UNIT = select(needs).where(needs.c.unit == bindparam("unit"), IS_OPEN).order_by(needs.c.due_at, needs.c.id)
PAGE_OF = OF_UNIT.limit(bindparam("most")).offset(bindparam("skipped"))
PAGE_OF_KIND = PAGE_OF.where(needs.c.kind == bindparam("kind"))
IS_LATE = case((needs.c.due_at < bindparam("now", type_=Instant), 1), else_=0)
BY_KIND = (
    select(needs.c.kind, func.count(), func.sum(IS_LATE).cast(Integer))
    .where(needs.c.unit == bindparam("unit"), IS_OPEN)
    .group_by(needs.c.kind)
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many needs of a kind are open, and how many of them are late."""

    count: int
    late: int


def page_of(db: Db, unit: str, kind: str = "", *, most: int, skipped: int = 0) -> list[Need]:
    """Lists a page of the open needs of the commune, of one kind or of all, what is due soonest first."""
    keys = {"unit": unit, "most": most, "skipped": skipped}
    rows = db.execute(PAGE_OF_KIND, {**keys, "kind": kind}) if kind else db.execute(PAGE_OF, keys)
    return [Need(*row) for row in rows]


def by_kind(db: Db, unit: str, now: datetime) -> dict[str, Waiting]:
    """Maps kind → how many open needs the commune has of it, and how many late ones."""
    rows = db.execute(BY_KIND, {"unit": unit, "now": now})
    return {kind: Waiting(count, late) for kind, count, late in rows}
