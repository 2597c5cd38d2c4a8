"""For whom something is to be planned each day, and is not planned yet: officers, persons to ask, visits to come."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, String, bindparam, cast, select, type_coerce

from storage.accounts import accounts
from storage.assignments import assignments, now_in_care
from storage.database import Db
from storage.due import due
from storage.persons import persons


@dataclass(frozen=True, slots=True)
class Officer:
    id: int
    unit: str


@dataclass(frozen=True, slots=True)
class ToAsk:
    person_id: int
    unit: str
    account_id: int
    came_home_on: date


@dataclass(frozen=True, slots=True)
class ToVisit:
    person_id: int
    unit: str
    next_visit_on: date
    guardian_id: int | None


def _unplanned(subject: ColumnElement[int], period: ColumnElement[str]) -> ColumnElement[bool]:
    there = select(due.c.id).where(due.c.subject_id == subject, due.c.kind == bindparam("kind"), due.c.period == period)
    return ~there.exists()


OFFICERS = select(accounts.c.id, accounts.c.unit).where(
    accounts.c.status == "active",
    type_coerce(accounts.c.roles, String).like("%,officer,%"),
    _unplanned(accounts.c.id, bindparam("period")),
)
TO_ASK = (
    select(persons.c.id, persons.c.unit, persons.c.account_id, persons.c.came_home_on)
    .join(accounts, accounts.c.id == persons.c.account_id)
    .where(
        persons.c.status == "managed",
        accounts.c.status == "active",
        _unplanned(persons.c.id, bindparam("period")),
    )
    .limit(bindparam("most"))
)
TO_VISIT = (
    select(persons.c.id, persons.c.unit, persons.c.next_visit_on, assignments.c.guardian_id)
    .outerjoin(assignments, (assignments.c.person_id == persons.c.id) & now_in_care)
    .where(
        persons.c.status == "managed",
        persons.c.next_visit_on.between(bindparam("first"), bindparam("last")),
        _unplanned(persons.c.id, cast(persons.c.next_visit_on, String(24))),
    )
    .limit(bindparam("most"))
)


def officers_without(db: Db, kind: str, period: str) -> list[Officer]:
    return [Officer(*row) for row in db.execute(OFFICERS, {"kind": kind, "period": period})]


def not_asked(db: Db, period: str, limit: int) -> list[ToAsk]:
    """Persons with an account for whom this month's check-in is not planned."""
    return [ToAsk(*row) for row in db.execute(TO_ASK, {"kind": "check_in", "period": period, "most": limit})]


def visits_unplanned(db: Db, kind: str, first: date, last: date, limit: int) -> list[ToVisit]:
    """Whose next visit lies between these days without a reminder of this kind."""
    keys = {"kind": kind, "first": first, "last": last, "most": limit}
    return [ToVisit(*row) for row in db.execute(TO_VISIT, keys)]
