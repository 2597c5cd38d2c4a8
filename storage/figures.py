"""What was done in a commune between two days, counted: a fixed number of statements, however many people there are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Date, Integer, String, bindparam, case, func, select

from rules.figures import Funnel, InCare, Visited
from rules.local_time import at, local_day
from storage.alerts.tables import alerts
from storage.columns import Instant
from storage.database import Db
from storage.due import due
from storage.hiring import interests
from storage.loan_cases import loan_case_steps, loan_cases
from storage.needs import needs
from storage.offers import offers
from storage.persons import persons
from storage.roll_calls import roll_calls
from storage.units import units
from storage.visits.tables import visits

DAY = timedelta(days=1)
SINCE, BEFORE = bindparam("since", type_=Instant), bindparam("before", type_=Instant)
FIRST, LAST = bindparam("first", type_=Date), bindparam("last", type_=Date)
UNIT = bindparam("unit", type_=String)
# a visit before that sets no day any more
LOOKED_BACK = timedelta(days=400)
UNHEARD = "unheard"


@dataclass(frozen=True, slots=True)
class Record:
    """Somebody on record, as counted: `ended_on` where their management has ended, `ended_as` says how."""

    id: int
    in_care: InCare
    status: str
    ended_on: date | None
    ended_as: str


@dataclass(frozen=True, slots=True)
class AlertFacts:
    """An alert as counted; reason and level are codes."""

    reason: str
    level: str
    state: str
    opened_at: datetime
    taken_at: datetime | None


PEOPLE = select(
    persons.c.id,
    persons.c.came_home_on,
    persons.c.visit_every,
    persons.c.status,
    persons.c.ended_at,
    persons.c.ended_as,
).where(persons.c.unit == UNIT)
VISITS = (
    select(visits.c.person_id, visits.c.visited_on, visits.c.outcome)
    .where(visits.c.unit == UNIT, visits.c.visited_on.between(FIRST, LAST))
    .order_by(visits.c.visited_on, visits.c.id)
)
ALERTS = select(alerts.c.reason, alerts.c.level, alerts.c.state, alerts.c.opened_at, alerts.c.taken_at).where(
    alerts.c.unit == UNIT, alerts.c.opened_at >= SINCE, alerts.c.opened_at < BEFORE
)
NEEDS_OPENED = (
    select(needs.c.kind, func.count())
    .where(needs.c.unit == UNIT, needs.c.opened_at >= SINCE, needs.c.opened_at < BEFORE)
    .group_by(needs.c.kind)
)
NEEDS_MET = (
    select(needs.c.kind, func.count())
    .where(
        needs.c.unit == UNIT,
        needs.c.state == "closed",
        needs.c.outcome == bindparam("outcome"),
        needs.c.closed_at >= SINCE,
        needs.c.closed_at < BEFORE,
    )
    .group_by(needs.c.kind)
)
LOAN_STEPS = (
    select(loan_case_steps.c.state, func.count(func.distinct(loan_cases.c.id)))
    .join(loan_cases, loan_cases.c.id == loan_case_steps.c.case_id)
    .where(loan_cases.c.unit == UNIT, loan_case_steps.c.at >= SINCE, loan_case_steps.c.at < BEFORE)
    .group_by(loan_case_steps.c.state)
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
TAKEN_ON = (
    select(offers.c.kind, func.count())
    .join(interests, interests.c.offer_id == offers.c.id)
    .where(
        interests.c.person_id.in_(bindparam("people", expanding=True)),
        interests.c.hired_at >= SINCE,
        interests.c.hired_at < BEFORE,
    )
    .group_by(offers.c.kind)
)
# days at work → what those said of it whose day it was
STILL_AT_WORK = {
    days: select(said, func.count())
    .where(
        interests.c.person_id.in_(bindparam("people", expanding=True)),
        interests.c.hired_at.is_not(None),
        interests.c.starts_on.between(FIRST, LAST),
    )
    .group_by(said)
    for days, said in ((30, interests.c.person_at_30), (90, interests.c.person_at_90))
}
ROLL_CALLS = (
    select(roll_calls.c.state, func.count())
    .where(
        roll_calls.c.person_id.in_(bindparam("people", expanding=True)),
        roll_calls.c.month.between(bindparam("first_month"), bindparam("last_month")),
    )
    .group_by(roll_calls.c.state)
)
REMINDED = select(due.c.subject_id, due.c.period, due.c.state).where(
    due.c.subject_id.in_(bindparam("people", expanding=True)),
    due.c.kind == bindparam("kind"),
    due.c.state.in_(("done", "dropped")),
)


def _moments(first: date, last: date) -> dict[str, datetime]:
    return {"since": at(first, time.min), "before": at(last + DAY, time.min)}


def _counted(rows: Iterable[Any]) -> dict[str, int]:
    return {row[0]: row[1] for row in rows}


def people(db: Db, unit: str) -> list[Record]:
    """Lists everybody on the unit's records, also whose management has ended."""
    return [
        Record(row[0], InCare(row[1], row[2]), row[3], local_day(row[4]) if row[4] else None, row[5] or row[3])
        for row in db.execute(PEOPLE, {"unit": unit})
    ]


def visited(db: Db, unit: str, first: date, last: date) -> tuple[dict[int, list[Visited]], dict[int, Visited]]:
    """Maps person → visits between two days in order, and person → the last visit before them."""
    in_period: dict[int, list[Visited]] = {}
    before: dict[int, Visited] = {}
    for person_id, on, outcome in db.execute(VISITS, {"unit": unit, "first": first - LOOKED_BACK, "last": last}):
        if on >= first:
            in_period.setdefault(person_id, []).append(Visited(on, outcome))
        else:
            before[person_id] = Visited(on, outcome)
    return in_period, before


def alerts_opened(db: Db, unit: str, first: date, last: date) -> list[AlertFacts]:
    """Lists the alerts that were raised between two days."""
    return [AlertFacts(*row) for row in db.execute(ALERTS, {"unit": unit, **_moments(first, last)})]


def needs_opened(db: Db, unit: str, first: date, last: date) -> dict[str, int]:
    """Counts by kind the needs that were told of between two days."""
    return _counted(db.execute(NEEDS_OPENED, {"unit": unit, **_moments(first, last)}))


def needs_met(db: Db, unit: str, first: date, last: date, outcome: str) -> dict[str, int]:
    """Counts by kind the needs that ended with this outcome between two days."""
    return _counted(db.execute(NEEDS_MET, {"unit": unit, "outcome": outcome, **_moments(first, last)}))


def loan_steps(db: Db, unit: str, first: date, last: date) -> dict[str, int]:
    """Counts by step the loans that came to it between two days."""
    return _counted(db.execute(LOAN_STEPS, {"unit": unit, **_moments(first, last)}))


def needs_funnel(db: Db, codes: Collection[str], first: date, last: date) -> dict[str, Funnel]:
    """Maps kind → what became of the needs that were told of in several units between two days."""
    rows = db.execute(FUNNEL, {"units": list(codes), **_moments(first, last)})
    return {kind: Funnel(*counts) for kind, *counts in rows}


def taken_on(db: Db, person_ids: Collection[int], first: date, last: date) -> dict[str, int]:
    """Counts by kind of offer (job, course) who of these people was taken on between two days."""
    return _counted(db.execute(TAKEN_ON, {"people": list(person_ids), **_moments(first, last)}))


def at_work(db: Db, person_ids: Collection[int], first: date, last: date) -> dict[str, int]:
    """Counts what these people said of their 30th or 90th day at work, of the days between two: «30_fine», «90_left».

    Nothing heard, or not yet, counts as unheard.
    """
    counts: dict[str, int] = {}
    for days, query in STILL_AT_WORK.items():
        began = {"first": first - DAY * days, "last": last - DAY * days}
        said = _counted(db.execute(query, {"people": list(person_ids), **began}))
        counts |= {f"{days}_{answer or UNHEARD}": count for answer, count in said.items()}
    return counts


def roll_called(db: Db, person_ids: Collection[int], first: date, last: date) -> dict[str, int]:
    """Counts by state these people's roll-calls of the months that lie between two days."""
    months = {"first_month": f"{first:%Y-%m}", "last_month": f"{last:%Y-%m}"}
    return _counted(db.execute(ROLL_CALLS, {"people": list(person_ids), **months}))


def reminded(db: Db, person_ids: Collection[int], kind: str) -> Iterable[tuple[int, date, bool]]:
    """Lists (person, day of the visit, whether the reminder left) of the reminders of this kind that are kept."""
    rows = db.execute(REMINDED, {"people": list(person_ids), "kind": kind})
    return [(person_id, date.fromisoformat(period), state == "done") for person_id, period, state in rows]


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


def communes_of(db: Db, parent: str) -> dict[str, str]:
    """Maps code → name of the communes below a unit, and of itself, that have anybody on record."""
    return {row[0]: row[1] for row in db.execute(BELOW, {"unit": parent})}


def by_unit(db: Db, codes: Collection[str], first: date, last: date) -> dict[str, dict[str, int]]:
    """Counts managed people, visits and alerts of several units: what → unit → count, 0 where there are none."""
    keys = {"units": list(codes), "first": first, "last": last, **_moments(first, last)}
    wanted = {"managed": MANAGED_BY_UNIT, "visits": VISITS_BY_UNIT, "alerts": ALERTS_BY_UNIT}
    return {what: dict.fromkeys(codes, 0) | _counted(db.execute(query, keys)) for what, query in wanted.items()}
