"""A commune's guardians page by page: how many they look after, what they did in a quarter, when they last reported.

Counts only, each asked for the guardians of one page: what it costs grows with neither commune nor years.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import BindParameter, Date, bindparam, func, select

from rules.deadlines import Quarter
from rules.figures import InCare, Visited
from rules.local_time import at
from rules.quarter import period_of
from storage.accounts import OF_UNIT, Account, accounts, from_row
from storage.assignments import assignments, now_in_care
from storage.columns import Instant
from storage.database import Db
from storage.persons import persons
from storage.quarter_reports.tables import quarter_report_steps, quarter_reports
from storage.visits.tables import visits


@dataclass(frozen=True, slots=True)
class Load:
    """So many of a case type in somebody's care, of whom so many should have been visited already."""

    guardian_id: int
    case_type: str
    count: int
    overdue: int


@dataclass(frozen=True, slots=True)
class VisitMade:
    """A visit of a quarter, by whoever reported it."""

    person_id: int
    guardian_id: int
    visited: Visited


@dataclass(frozen=True, slots=True)
class BeforeQuarter:
    """How somebody's visits are counted, and the last one before the quarter; None where there is none."""

    in_care: InCare
    visited: Visited | None


GUARDIANS: BindParameter[Any] = bindparam("guardians", expanding=True)
PEOPLE: BindParameter[Any] = bindparam("people", expanding=True)
FIRST, LAST = bindparam("first", type_=Date), bindparam("last", type_=Date)
PAGE = (
    OF_UNIT.where(accounts.c.roles.has("guardian"), accounts.c.id > bindparam("after"))
    .order_by(accounts.c.id)
    .limit(bindparam("most"))
)
LOADS = (
    select(
        assignments.c.guardian_id,
        persons.c.case_type,
        func.count(),
        func.count().filter(persons.c.status == "managed", persons.c.next_visit_on < bindparam("today", type_=Date)),
    )
    .join(persons, persons.c.id == assignments.c.person_id)
    .where(assignments.c.guardian_id.in_(GUARDIANS), now_in_care, persons.c.unit == bindparam("unit"))
    .group_by(assignments.c.guardian_id, persons.c.case_type)
)
SINCE = select(assignments.c.person_id, assignments.c.started_at).where(
    assignments.c.guardian_id == bindparam("guardian"), now_in_care
)
LAST_REPORT = select(
    accounts.c.id,
    select(func.max(visits.c.filed_at, type_=Instant))
    .where(visits.c.guardian_id == accounts.c.id)
    .correlate(accounts)
    .scalar_subquery(),
).where(accounts.c.id.in_(GUARDIANS))
# a visit is reported on its day or later
VISITED = (
    select(visits.c.person_id)
    .where(
        visits.c.guardian_id.in_(GUARDIANS),
        visits.c.filed_at >= bindparam("since", type_=Instant),
        visits.c.visited_on.between(FIRST, LAST),
    )
    .distinct()
)
MADE = (
    select(visits.c.person_id, visits.c.guardian_id, visits.c.visited_on, visits.c.outcome)
    .where(visits.c.person_id.in_(PEOPLE), visits.c.visited_on.between(FIRST, LAST))
    .order_by(visits.c.visited_on, visits.c.id)
)
LAST_BEFORE = (
    select(visits.c.id)
    .where(visits.c.person_id == persons.c.id, visits.c.visited_on < FIRST)
    .order_by(visits.c.visited_on.desc(), visits.c.id.desc())
    .limit(1)
    .correlate(persons)
    .scalar_subquery()
)
BEFORE = (
    select(persons.c.id, persons.c.came_home_on, persons.c.visit_every, visits.c.visited_on, visits.c.outcome)
    .outerjoin(visits, visits.c.id == LAST_BEFORE)
    .where(persons.c.id.in_(PEOPLE))
)
FIRST_SENT = (
    select(func.min(quarter_report_steps.c.at, type_=Instant))
    .where(quarter_report_steps.c.report_id == quarter_reports.c.id, quarter_report_steps.c.state == "sent")
    .correlate(quarter_reports)
    .scalar_subquery()
)
REPORTS = (
    select(assignments.c.guardian_id, FIRST_SENT)
    .join(quarter_reports, quarter_reports.c.person_id == assignments.c.person_id)
    .join(persons, persons.c.id == assignments.c.person_id)
    .where(
        assignments.c.guardian_id.in_(GUARDIANS),
        now_in_care,
        persons.c.status == "managed",
        quarter_reports.c.quarter == bindparam("quarter"),
    )
)


def page_of(db: Db, unit: str, *, after: int, most: int) -> list[Account]:
    """Lists the next guardians of a unit, in the order they were added, after the one with the id `after`."""
    return [from_row(row) for row in db.execute(PAGE, {"unit": unit, "after": after, "most": most})]


def loads(db: Db, unit: str, guardian_ids: Collection[int]) -> list[Load]:
    """Counts by case type whom these guardians look after in the unit."""
    keys = {"guardians": list(guardian_ids), "unit": unit, "today": db.today}
    return [Load(*row) for row in db.execute(LOADS, keys)]


def in_care_since(db: Db, guardian_id: int) -> dict[int, datetime]:
    """Maps person → since when the guardian has looked after them, for those in their care now."""
    return {row[0]: row[1] for row in db.execute(SINCE, {"guardian": guardian_id})}


def last_reports(db: Db, guardian_ids: Collection[int]) -> dict[int, datetime]:
    """Maps guardian → when they last reported a visit, of those who have."""
    rows = db.execute(LAST_REPORT, {"guardians": list(guardian_ids)})
    return {guardian: filed_at for guardian, filed_at in rows if filed_at is not None}


def visits_made(
    db: Db, guardian_ids: Collection[int], quarter: Quarter
) -> tuple[list[VisitMade], dict[int, BeforeQuarter]]:
    """Lists the quarter's visits, in order, to everybody whom one of the guardians visited in it, whoever made them.

    With them: person → what was before the quarter.
    """
    days = {"first": quarter.first, "last": quarter.last}
    since = at(quarter.first, time.min)
    visited = list(db.execute(VISITED, {"guardians": list(guardian_ids), "since": since, **days}).scalars())
    made = [
        VisitMade(person, guardian, Visited(on, outcome))
        for person, guardian, on, outcome in db.execute(MADE, {"people": visited, **days})
    ]
    before = {
        person: BeforeQuarter(InCare(home, every), _visited(on, outcome))
        for person, home, every, on, outcome in db.execute(BEFORE, {"people": visited, "first": quarter.first})
    }
    return made, before


def _visited(on: date | None, outcome: str | None) -> Visited | None:
    return Visited(on, outcome) if on and outcome else None


def reports_sent(db: Db, guardian_ids: Collection[int], quarter: Quarter) -> list[tuple[int, datetime | None]]:
    """Lists, for each report of the quarter on somebody in care now, the guardian and when it was first sent."""
    rows = db.execute(REPORTS, {"guardians": list(guardian_ids), "quarter": period_of(quarter)})
    return [(row[0], row[1]) for row in rows]
