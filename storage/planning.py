"""For whom something is to be planned each day and is not planned yet, a page at a time: officers, persons, visits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, String, bindparam, cast, func, select, type_coerce

from storage.accounts import accounts
from storage.assignments import assignments, now_in_care
from storage.database import Db
from storage.due import KEY, due, marked
from storage.offers import offers
from storage.persons import persons
from storage.upsert import insert

# past every id: a day's planning is through
ALL = 2**63 - 1


@dataclass(frozen=True, slots=True)
class ToTell:
    id: int
    unit: str


@dataclass(frozen=True, slots=True)
class ToAsk:
    person_id: int
    unit: str
    account_id: int
    came_home_on: date


@dataclass(frozen=True, slots=True)
class ToCall:
    person_id: int
    unit: str
    account_id: int | None


@dataclass(frozen=True, slots=True)
class ToVisit:
    person_id: int
    unit: str
    next_visit_on: date
    guardian_id: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """Ids from the first to the last, both in it; `last` if nothing comes after it."""

    start: int
    end: int
    last: bool


def _end(ids: ColumnElement[int]) -> Select[int | None, int]:
    page = select(ids.label("id")).where(ids > bindparam("after")).order_by(ids).limit(bindparam("most")).subquery()
    return select(func.max(page.c.id), func.count())


END_OF_ACCOUNTS, END_OF_PERSONS, END_OF_OFFERS = _end(accounts.c.id), _end(persons.c.id), _end(offers.c.id)


def _unplanned(subject: ColumnElement[int], period: ColumnElement[str]) -> ColumnElement[bool]:
    planned = select(due.c.id).where(
        due.c.subject_id == subject, due.c.kind == bindparam("kind"), due.c.period == period
    )
    return ~planned.exists()


WITH_ROLE = select(accounts.c.id, accounts.c.unit).where(
    accounts.c.id.between(bindparam("start"), bindparam("end")),
    accounts.c.status == "active",
    type_coerce(accounts.c.roles, String).like(bindparam("role")),
    _unplanned(accounts.c.id, bindparam("period")),
)
TO_ASK = (
    select(persons.c.id, persons.c.unit, persons.c.account_id, persons.c.came_home_on)
    .join(accounts, accounts.c.id == persons.c.account_id)
    .where(
        persons.c.id.between(bindparam("start"), bindparam("end")),
        persons.c.status == "managed",
        accounts.c.status == "active",
        _unplanned(persons.c.id, bindparam("period")),
    )
)
TO_CALL = select(persons.c.id, persons.c.unit, persons.c.account_id).where(
    persons.c.id.between(bindparam("start"), bindparam("end")),
    persons.c.status == "managed",
    persons.c.case_type.in_(bindparam("case_types", expanding=True)),
    _unplanned(persons.c.id, bindparam("period")),
)
NEXT_VISITS = (
    select(assignments.c.guardian_id, func.min(persons.c.next_visit_on))
    .join(persons, persons.c.id == assignments.c.person_id)
    .where(
        assignments.c.guardian_id.in_(bindparam("guardians", expanding=True)),
        now_in_care,
        persons.c.status == "managed",
        persons.c.next_visit_on.is_not(None),
    )
    .group_by(assignments.c.guardian_id)
)
CAME_HOME_BETWEEN = TO_ASK.where(persons.c.came_home_on.between(bindparam("first"), bindparam("last")))
TO_VISIT = (
    select(persons.c.id, persons.c.unit, persons.c.next_visit_on, assignments.c.guardian_id)
    .outerjoin(assignments, (assignments.c.person_id == persons.c.id) & now_in_care)
    .where(
        persons.c.id.between(bindparam("start"), bindparam("end")),
        persons.c.status == "managed",
        persons.c.next_visit_on.between(bindparam("first"), bindparam("last")),
        _unplanned(persons.c.id, cast(persons.c.next_visit_on, String(24))),
    )
)

UP_TO = select(due.c.recipient_id).where(
    due.c.subject_id == 0, due.c.kind == bindparam("kind"), due.c.period == bindparam("period")
)
NOTE_UP_TO = insert(due)
NOTE_UP_TO = NOTE_UP_TO.on_conflict_do_update(
    index_elements=KEY, set_={"recipient_id": NOTE_UP_TO.excluded.recipient_id, "done_at": NOTE_UP_TO.excluded.done_at}
)


def next_visits(db: Db, guardian_ids: Iterable[int]) -> dict[int, date]:
    """Maps guardian → the earliest day on which somebody in their care is to be visited, for those who have one."""
    return {row[0]: row[1] for row in db.execute(NEXT_VISITS, {"guardians": list(guardian_ids)})}


def accounts_page(db: Db, after: int, size: int) -> Page:
    """Cuts off the next so many accounts, whatever they are: bounded work even where nothing is left to plan."""
    return _page(db, END_OF_ACCOUNTS, after, size)


def persons_page(db: Db, after: int, size: int) -> Page:
    """Cuts off the next so many persons, whatever their status."""
    return _page(db, END_OF_PERSONS, after, size)


def offers_page(db: Db, after: int, size: int) -> Page:
    """Cuts off the next so many offers, ended ones too."""
    return _page(db, END_OF_OFFERS, after, size)


def _page(db: Db, query: Select[int | None, int], after: int, size: int) -> Page:
    end, count = db.execute(query, {"after": after, "most": size}).one()
    return Page(after + 1, end or after, count < size)


def with_role_without(db: Db, role: str, kind: str, period: str, page: Page) -> list[ToTell]:
    """Lists the active accounts of the page with the role for which this kind is not planned in this period."""
    keys = {"role": f"%,{role},%", "kind": kind, "period": period, "start": page.start, "end": page.end}
    return [ToTell(*row) for row in db.execute(WITH_ROLE, keys)]


def not_asked(db: Db, period: str, page: Page) -> list[ToAsk]:
    """Lists the persons of the page with an account for whom this month's check-in is not planned."""
    keys = {"kind": "check_in", "period": period, "start": page.start, "end": page.end}
    return [ToAsk(*row) for row in db.execute(TO_ASK, keys)]


def came_home_between(db: Db, kind: str, period: str, first: date, last: date, page: Page) -> list[ToAsk]:
    """Lists the persons of the page with an account, home since these days, for whom the kind is not planned."""
    keys = {"kind": kind, "period": period, "first": first, "last": last, "start": page.start, "end": page.end}
    return [ToAsk(*row) for row in db.execute(CAME_HOME_BETWEEN, keys)]


def visits_unplanned(db: Db, kind: str, first: date, last: date, page: Page) -> list[ToVisit]:
    """Lists whose next visit lies between these days without a reminder of this kind."""
    keys = {"kind": kind, "first": first, "last": last, "start": page.start, "end": page.end}
    return [ToVisit(*row) for row in db.execute(TO_VISIT, keys)]


def without_roll_call(db: Db, case_types: Iterable[str], kind: str, period: str, page: Page) -> list[ToCall]:
    """Lists the persons of the page, of these case types, for whom this kind is not planned in this month."""
    keys = {"case_types": list(case_types), "kind": kind, "period": period, "start": page.start, "end": page.end}
    return [ToCall(*row) for row in db.execute(TO_CALL, keys)]


def planned_up_to(db: Db, kind: str, period: str) -> int:
    """Reads the last id that this period's planning has come to: 0 before it begins, ALL when it is through."""
    reached: int | None = db.execute(UP_TO, {"kind": kind, "period": period}).scalar()
    return reached or 0


def note_planned(db: Db, kind: str, period: str, reached: int, *, unit: str) -> None:
    """Notes the id that this period's planning has come to, as a mark whose recipient is nobody."""
    db.execute(NOTE_UP_TO, marked(db, kind, 0, period, unit) | {"recipient_id": reached})
