"""The visits of a period where a commune has many: counted at night, so that no page of figures reads them all."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import Column, Date, Integer, String, Table, bindparam, delete, func, select

from rules.figures import Period, Punctuality, VisitCounts
from storage.columns import Instant
from storage.database import Db, metadata
from storage.persons import persons
from storage.visits.tables import visits

visit_counts = Table(
    "visit_counts",
    metadata,
    Column("unit", String(5), primary_key=True),
    Column("kind", String(8), primary_key=True),
    Column("first", Date, primary_key=True),
    Column("last", Date, nullable=False),
    Column("made", Integer, nullable=False),
    Column("met", Integer, nullable=False),
    Column("on_time", Integer, nullable=False),
    Column("late", Integer, nullable=False),
    Column("overdue", Integer, nullable=False),
    Column("counted_at", Instant, nullable=False),
)
OF_UNIT = select(visit_counts).where(visit_counts.c.unit == bindparam("unit"))
ONE = delete(visit_counts).where(
    visit_counts.c.unit == bindparam("of_unit"),
    visit_counts.c.kind == bindparam("of_kind"),
    visit_counts.c.first == bindparam("from_day", type_=Date),
)
LARGE = (
    select(persons.c.unit).group_by(persons.c.unit).having(func.count() > bindparam("people")).order_by(persons.c.unit)
)
HOW_MANY = select(func.count()).where(
    visits.c.unit == bindparam("unit"),
    visits.c.visited_on.between(bindparam("first", type_=Date), bindparam("last", type_=Date)),
)


def of_unit(db: Db, unit: str) -> dict[Period, tuple[VisitCounts, datetime]]:
    """Maps each period that was counted at night to its counts, and the moment of the count."""
    return {
        Period(row.kind, row.first, row.last): (
            VisitCounts(row.made, row.met, Punctuality(row.on_time, row.late, row.overdue)),
            row.counted_at,
        )
        for row in db.execute(OF_UNIT, {"unit": unit})
    }


def put(db: Db, unit: str, period: Period, counts: VisitCounts) -> None:
    """Keeps what was counted now, in place of what was counted before."""
    db.execute(ONE, {"of_unit": unit, "of_kind": period.kind, "from_day": period.first})
    punctuality = counts.punctuality
    row = {"unit": unit, "kind": period.kind, "first": period.first, "last": period.last, "counted_at": db.now}
    row |= {"made": counts.made, "met": counts.met}
    row |= {"on_time": punctuality.on_time, "late": punctuality.late, "overdue": punctuality.overdue}
    db.execute(visit_counts.insert(), row)


def forget(db: Db, codes: Collection[str]) -> None:
    """Drops the counts of units whose people and visits are others now."""
    db.execute(delete(visit_counts).where(visit_counts.c.unit.in_(codes)))


def large_units(db: Db, people: int) -> Iterable[str]:
    """Lists the units that have more people on record than this."""
    return list(db.execute(LARGE, {"people": people}).scalars())


def how_many_visits(db: Db, unit: str, first: date, last: date) -> int:
    """Counts the visits of a unit between two days."""
    return int(db.execute(HOW_MANY, {"unit": unit, "first": first, "last": last}).scalar_one())
