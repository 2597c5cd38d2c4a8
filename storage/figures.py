"""What was done in a commune between two days, counted: a fixed number of statements, however many people there are."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import BigInteger, Date, String, bindparam, func, select, type_coerce

from rules.figures import LOOKED_BACK, Course, InCare, Made, Visited
from rules.local_time import DAY, at, local_day
from storage.alerts.tables import alerts
from storage.columns import Instant, from_ms
from storage.database import Db
from storage.due import due
from storage.hiring import interests
from storage.loan_cases import loan_case_steps, loan_cases
from storage.needs import needs
from storage.offers import offers
from storage.person_groups import person_groups
from storage.persons import persons
from storage.roll_calls import roll_calls
from storage.visits.tables import visits

SINCE, BEFORE = bindparam("since", type_=Instant), bindparam("before", type_=Instant)
FIRST, LAST = bindparam("first", type_=Date), bindparam("last", type_=Date)
UNIT = bindparam("unit", type_=String)


@dataclass(frozen=True, slots=True)
class AlertFacts:
    """An alert as counted; reason and level are codes."""

    reason: str
    level: str
    state: str
    opened_at: datetime
    taken_at: datetime | None


@dataclass(frozen=True, slots=True)
class Hired:
    """Somebody who was taken on: `kind` of the offer, and what they, or else the partner, said after 30 and 90 days.

    None where neither said anything.
    """

    kind: str
    at: datetime
    starts_on: date | None
    said_at_30: str | None
    said_at_90: str | None


THEIRS = select(persons.c.id).where(persons.c.unit == UNIT)
MANAGED = select(func.count()).select_from(persons).where(persons.c.unit == UNIT, persons.c.status == "managed")
ENDED = select(persons.c.ended_as, persons.c.status).where(
    persons.c.unit == UNIT,
    persons.c.status.in_(("moved", "ended")),
    persons.c.ended_at >= SINCE,
    persons.c.ended_at < BEFORE,
)
# looked up for each person: of a commune's people few have a choice, or were taken on
LAST_CHOICE = (
    select(func.max(person_groups.c.id))
    .where(person_groups.c.person_id == persons.c.id, person_groups.c.quarter == bindparam("quarter"))
    .correlate(persons)
    .scalar_subquery()
)
GROUPED = (
    select(person_groups.c.letter, func.count())
    .select_from(persons.join(person_groups, person_groups.c.id == LAST_CHOICE))
    .where(persons.c.unit == UNIT)
    .group_by(person_groups.c.letter)
)
LAST_BEFORE = (
    select(visits.c.id)
    .where(
        visits.c.person_id == persons.c.id,
        visits.c.visited_on.between(bindparam("earliest", type_=Date), bindparam("eve", type_=Date)),
        visits.c.unit == UNIT,
    )
    .order_by(visits.c.visited_on.desc(), visits.c.id.desc())
    .limit(1)
    .correlate(persons)
    .scalar_subquery()
)
# moments as they lie there: nearly everybody has none
COURSES = (
    select(
        persons.c.id,
        persons.c.came_home_on,
        persons.c.visit_every,
        type_coerce(persons.c.ended_at, BigInteger),
        visits.c.visited_on,
        visits.c.outcome,
    )
    .outerjoin(visits, visits.c.id == LAST_BEFORE)
    .where(persons.c.unit == UNIT)
)
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
TIMES_HIRED = (
    select(func.count())
    .where(interests.c.person_id == persons.c.id, interests.c.hired_at.is_not(None))
    .correlate(persons)
    .scalar_subquery()
)
WORKERS = select(persons.c.id).where(persons.c.unit == UNIT, TIMES_HIRED > 0)
HIRED = (
    select(
        offers.c.kind,
        type_coerce(interests.c.hired_at, BigInteger),
        interests.c.starts_on,
        # of whether it lasts the person knows best
        func.coalesce(interests.c.person_at_30, interests.c.partner_at_30),
        func.coalesce(interests.c.person_at_90, interests.c.partner_at_90),
    )
    .join(interests, interests.c.offer_id == offers.c.id)
    .where(
        interests.c.person_id.in_(bindparam("people", expanding=True)),
        interests.c.hired_at.is_not(None),
    )
)
ROLL_CALLS = (
    select(roll_calls.c.state, func.count())
    .where(
        roll_calls.c.person_id.in_(THEIRS),
        roll_calls.c.month.between(bindparam("first_month"), bindparam("last_month")),
    )
    .group_by(roll_calls.c.state)
)
REMINDED = select(due.c.subject_id, due.c.period, due.c.state).where(
    due.c.subject_id.in_(bindparam("people", expanding=True)),
    due.c.kind == bindparam("kind"),
    due.c.state.in_(("done", "dropped")),
)


def moments(first: date, last: date) -> dict[str, datetime]:
    """Gives the moments between which both days lie whole, as the queries name them."""
    return {"since": at(first, time.min), "before": at(last + DAY, time.min)}


def counted(rows: Iterable[Any]) -> dict[str, int]:
    """Maps the first of each row to the second, which is how many there are of it."""
    return {row[0]: row[1] for row in rows}


def people(db: Db, unit: str) -> list[int]:
    """Lists the ids of everybody on the unit's records, also of those whose management has ended."""
    return list(db.execute(THEIRS, {"unit": unit}).scalars())


def managed(db: Db, unit: str) -> int:
    """Counts those whose management goes on."""
    return int(db.execute(MANAGED, {"unit": unit}).scalar_one())


def ended(db: Db, unit: str, first: date, last: date) -> dict[str, int]:
    """Counts by how it ended those whose management ended between two days."""
    rows = db.execute(ENDED, {"unit": unit, **moments(first, last)})
    return dict(sorted(Counter(ended_as or status for ended_as, status in rows).items()))


def grouped(db: Db, unit: str, quarter: str) -> dict[str, int]:
    """Counts by letter the choices that count in a quarter, `2026-4`."""
    return counted(db.execute(GROUPED, {"unit": unit, "quarter": quarter}))


def courses(db: Db, unit: str, first: date) -> dict[int, Course]:
    """Maps everybody on the unit's records to how their visits stood on the eve of a day."""
    eve = {"eve": first - DAY, "earliest": first - LOOKED_BACK}
    return {
        person: Course(
            InCare(home, every),
            Visited(on, outcome) if on else None,
            local_day(from_ms(ended_at)) if ended_at is not None else None,
        )
        for person, home, every, ended_at, on, outcome in db.execute(COURSES, {"unit": unit, **eve}).all()
    }


def visits_made(db: Db, unit: str, first: date, last: date) -> Sequence[Made]:
    """Lists the visits of a unit between two days, in order."""
    # rows are tuples already, and there may be a hundred thousand
    rows: Sequence[Any] = db.execute(VISITS, {"unit": unit, "first": first, "last": last}).all()
    return rows


def alerts_opened(db: Db, unit: str, first: date, last: date) -> list[AlertFacts]:
    """Lists the alerts that were raised between two days."""
    return [AlertFacts(*row) for row in db.execute(ALERTS, {"unit": unit, **moments(first, last)})]


def needs_opened(db: Db, unit: str, first: date, last: date) -> dict[str, int]:
    """Counts by kind the needs that were told of between two days."""
    return counted(db.execute(NEEDS_OPENED, {"unit": unit, **moments(first, last)}))


def needs_met(db: Db, unit: str, first: date, last: date, outcome: str) -> dict[str, int]:
    """Counts by kind the needs that ended with this outcome between two days."""
    return counted(db.execute(NEEDS_MET, {"unit": unit, "outcome": outcome, **moments(first, last)}))


def loan_steps(db: Db, unit: str, first: date, last: date) -> dict[str, int]:
    """Counts by step the loans that came to it between two days."""
    return counted(db.execute(LOAN_STEPS, {"unit": unit, **moments(first, last)}))


def hired(db: Db, unit: str) -> list[Hired]:
    """Lists whom of the unit's people somebody ever took on."""
    workers = list(db.execute(WORKERS, {"unit": unit}).scalars())
    rows = db.execute(HIRED, {"people": workers})
    return [Hired(kind, from_ms(hired_at), *rest) for kind, hired_at, *rest in rows]


def roll_called(db: Db, unit: str, first: date, last: date) -> dict[str, int]:
    """Counts by state the roll-calls of the unit's people of the months that lie between two days."""
    months = {"first_month": f"{first:%Y-%m}", "last_month": f"{last:%Y-%m}"}
    return counted(db.execute(ROLL_CALLS, {"unit": unit, **months}))


def reminded(db: Db, person_ids: Collection[int], kind: str) -> Iterable[tuple[int, date, bool]]:
    """Lists (person, day of the visit, whether the reminder left) of the reminders of this kind that are kept."""
    rows = db.execute(REMINDED, {"people": list(person_ids), "kind": kind})
    return [(person_id, date.fromisoformat(period), state == "done") for person_id, period, state in rows]
