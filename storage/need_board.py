"""The officers' board of needs: page by page, of all kinds or of one, or step by step; what is late first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, Select, bindparam, case, func, select, tuple_

from rules.needs import WITH_ONE
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
AT_STEP = OF_UNIT.where(needs.c.step == bindparam("step")).limit(bindparam("most"))
BEYOND = tuple_(needs.c.due_at, needs.c.id) > tuple_(
    bindparam("last_at", type_=Instant), bindparam("last_id", type_=BigInteger)
)
BY_STEP = (
    select(needs.c.step, func.count(), func.sum(IS_LATE).cast(Integer))
    .where(needs.c.unit == bindparam("unit"), IS_OPEN)
    .group_by(needs.c.step)
)
HELPERS = (
    select(needs.c.helper_id)
    .where(needs.c.unit == bindparam("unit"), IS_OPEN, needs.c.step.in_(WITH_ONE))
    .group_by(needs.c.helper_id)
    .order_by(func.count().desc(), needs.c.helper_id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many needs of a kind, or at a step, are open, and how many of them are late."""

    count: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which of the open needs: of a kind, with a helper, opened or due before a moment; what is empty asks for all."""

    kind: str = ""
    helper_id: int = 0
    opened_before: datetime | None = None
    due_before: datetime | None = None

    def within(self, query: Select[Any]) -> Select[Any]:
        """Narrows a query of needs."""
        if self.kind:
            query = query.where(needs.c.kind == self.kind)
        if self.helper_id:
            query = query.where(needs.c.helper_id == self.helper_id)
        if self.opened_before:
            query = query.where(needs.c.opened_at < self.opened_before)
        return query.where(needs.c.due_at < self.due_before) if self.due_before else query


def page_of(db: Db, unit: str, kind: str = "", *, most: int, skipped: int = 0) -> list[Need]:
    """Lists a page of the open needs of the commune, of one kind or of all, what is due soonest first."""
    keys = {"unit": unit, "most": most, "skipped": skipped}
    rows = db.execute(PAGE_OF_KIND, {**keys, "kind": kind}) if kind else db.execute(PAGE_OF, keys)
    return [Need(*row) for row in rows]


def by_kind(db: Db, unit: str, now: datetime) -> dict[str, Waiting]:
    """Maps kind → how many open needs the commune has of it, and how many late ones."""
    return _counted(db.execute(BY_KIND, {"unit": unit, "now": now}))


def at_step(
    db: Db, unit: str, step: str, wanted: Wanted, *, most: int, after: tuple[datetime, int] | None = None
) -> list[Need]:
    """Lists open needs that stand at a step, what is due soonest first, from the one `after` (due, id) on."""
    query, keys = wanted.within(AT_STEP), {"unit": unit, "step": step, "most": most}
    if after is None:
        return [Need(*row) for row in db.execute(query, keys)]
    return [Need(*row) for row in db.execute(query.where(BEYOND), {**keys, "last_at": after[0], "last_id": after[1]})]


def by_step(db: Db, unit: str, wanted: Wanted, now: datetime) -> dict[str, Waiting]:
    """Maps step → how many open needs stand there, and how many late ones."""
    return _counted(db.execute(wanted.within(BY_STEP), {"unit": unit, "now": now}))


def helpers(db: Db, unit: str, most: int) -> list[int]:
    """Lists the accounts that are asked or have taken something on in the commune, whoever has the most first."""
    return list(db.execute(HELPERS, {"unit": unit, "most": most}).scalars())


def _counted(rows: Iterable[Any]) -> dict[str, Waiting]:
    return {name: Waiting(count, late) for name, count, late in rows}
