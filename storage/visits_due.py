"""When a commune's people are to be visited: who is overdue, whose day comes soon, and whether somebody goes."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, select

from rules.visits import soon_until
from storage.accounts import accounts
from storage.assignments import assignments, now_in_care
from storage.database import Db
from storage.persons import CARED_FOR, COLUMNS, IN_UNIT, Person, persons

# as `rules.visits.visit_due` has it of one
IS_OVERDUE = persons.c.next_visit_on < bindparam("today")
IS_DUE_SOON = persons.c.next_visit_on.between(bindparam("today"), bindparam("soon_until"))
OVERDUE = (
    select(*COLUMNS)
    .where(*IN_UNIT, IS_OVERDUE)
    .order_by(persons.c.next_visit_on, persons.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("skipped"))
)
HOW_MANY_OVERDUE = select(func.count()).select_from(persons).where(*IN_UNIT, IS_OVERDUE)
# nobody goes whose account is closed
GUARDED = (
    select(assignments.c.id)
    .join(accounts, accounts.c.id == assignments.c.guardian_id)
    .where(assignments.c.person_id == persons.c.id, now_in_care, accounts.c.status == "active")
    .exists()
)
VISIT_DAYS = select(persons.c.next_visit_on, GUARDED).where(*IN_UNIT, persons.c.next_visit_on <= bindparam("until"))
COUNTS = select(
    func.count(),
    func.count().filter(IS_OVERDUE),
    func.count().filter(IS_DUE_SOON),
    func.count().filter(~CARED_FOR),
).where(*IN_UNIT)


@dataclass(frozen=True, slots=True)
class Counts:
    managed: int
    overdue: int
    due_soon: int
    without_guardian: int


def visit_days(db: Db, unit: str, until: date) -> list[tuple[date, bool]]:
    """Lists the day of each next visit up to then, and whether somebody is there who goes."""
    return [(day, guarded) for day, guarded in db.execute(VISIT_DAYS, {"unit": unit, "until": until})]


def overdue(db: Db, unit: str, today: date, *, most: int, skipped: int = 0) -> list[Person]:
    """Lists a page of those whose next visit lies in the past, the longest first."""
    keys = {"unit": unit, "today": today, "most": most, "skipped": skipped}
    return [Person(*row) for row in db.execute(OVERDUE, keys)]


def how_many_overdue(db: Db, unit: str, today: date) -> int:
    """Counts those whose next visit lies in the past."""
    return int(db.execute(HOW_MANY_OVERDUE, {"unit": unit, "today": today}).scalar_one())


def counts(db: Db, unit: str, today: date) -> Counts:
    """Counts the commune's persons in care, and of them those whose visit is overdue or soon, and those alone."""
    return Counts(*db.execute(COUNTS, {"unit": unit, "today": today, "soon_until": soon_until(today)}).one())
