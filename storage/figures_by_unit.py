"""What was done in several communes between two days, counted for the province that looks at all of them."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Integer, bindparam, case, func, select

from rules.figures import Funnel
from storage.alerts.tables import alerts
from storage.database import Db
from storage.figures import BEFORE, FIRST, LAST, SINCE, UNIT, counted, moments
from storage.needs import needs
from storage.persons import persons
from storage.units import units
from storage.visits.tables import visits

# where each thing that the province counts has its commune and its moment
MANAGED_BY_UNIT = (
    select(persons.c.unit, func.count())
    .where(persons.c.unit.in_(bindparam("units", expanding=True)), persons.c.status == "managed")
    .group_by(persons.c.unit)
)
VISITS_BY_UNIT = (
    select(visits.c.unit, func.count())
    .where(visits.c.unit.in_(bindparam("units", expanding=True)), visits.c.visited_on.between(FIRST, LAST))
    .group_by(visits.c.unit)
)
ALERTS_BY_UNIT = (
    select(alerts.c.unit, func.count())
    .where(
        alerts.c.unit.in_(bindparam("units", expanding=True)), alerts.c.opened_at >= SINCE, alerts.c.opened_at < BEFORE
    )
    .group_by(alerts.c.unit)
)
BELOW = (
    select(units.c.code, units.c.name)
    .where((units.c.parent == UNIT) | (units.c.code == UNIT))
    .where(select(persons.c.id).where(persons.c.unit == units.c.code).exists())
    .order_by(units.c.name)
)
IS_MET = needs.c.outcome == "met"
FUNNEL = (
    select(
        needs.c.kind,
        func.count(),
        func.sum(case((needs.c.accepted_at.is_not(None) | IS_MET, 1), else_=0)).cast(Integer),
        func.sum(case((IS_MET, 1), else_=0)).cast(Integer),
    )
    .where(needs.c.unit.in_(bindparam("units", expanding=True)), needs.c.opened_at >= SINCE, needs.c.opened_at < BEFORE)
    .group_by(needs.c.kind)
)


def communes_of(db: Db, parent: str) -> dict[str, str]:
    """Maps code → name of the communes below a unit, and of itself, that have anybody on record."""
    return {row[0]: row[1] for row in db.execute(BELOW, {"unit": parent})}


def by_unit(db: Db, codes: Collection[str], first: date, last: date) -> dict[str, dict[str, int]]:
    """Counts managed people, visits and alerts of several units: what → unit → count, 0 where there are none."""
    keys = {"units": list(codes), "first": first, "last": last, **moments(first, last)}
    wanted = {"managed": MANAGED_BY_UNIT, "visits": VISITS_BY_UNIT, "alerts": ALERTS_BY_UNIT}
    return {what: dict.fromkeys(codes, 0) | counted(db.execute(query, keys)) for what, query in wanted.items()}


def needs_funnel(db: Db, codes: Collection[str], first: date, last: date) -> dict[str, Funnel]:
    """Maps kind → what became of the needs that were told of in several units between two days."""
    rows = db.execute(FUNNEL, {"units": list(codes), **moments(first, last)})
    return {kind: Funnel(*counts) for kind, *counts in rows}
