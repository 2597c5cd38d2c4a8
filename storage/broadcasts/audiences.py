"""Who belongs to an audience, a page at a time."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select

from storage.accounts import COLUMNS, Account, accounts, from_row
from storage.assignments import assignments, now_in_care
from storage.database import Db
from storage.persons import persons

LARGEST = 2**63 - 1
NAMES_WHOM = ("hamlet", "families", "list")


@dataclass(frozen=True, slots=True)
class Audience:
    """Those whom a message to many is for.

    `kind` is a role, hamlet, families (a hamlet with its guardians) or list; `whom` names hamlets or accounts.
    """

    unit: str
    kind: str
    whom: tuple[Any, ...] = ()


IN_HAMLET = and_(persons.c.status == "managed", persons.c.hamlet.in_(bindparam("whom", expanding=True)))
LIVES_THERE = select(persons.c.id).where(persons.c.account_id == accounts.c.id, IN_HAMLET).exists()
IN_CARE_OF_COMMUNE = (
    select(persons.c.id).where(persons.c.account_id == accounts.c.id, persons.c.status == "managed").exists()
)
GUARDS_THERE = (
    select(assignments.c.id)
    .join(persons, persons.c.id == assignments.c.person_id)
    .where(assignments.c.guardian_id == accounts.c.id, now_in_care, IN_HAMLET)
    .exists()
)
BELONGS: dict[str, ColumnElement[bool]] = {
    "person": and_(accounts.c.roles.has("person"), IN_CARE_OF_COMMUNE),
    "guardian": accounts.c.roles.has("guardian"),
    "partner": accounts.c.roles.has("partner"),
    "officer": accounts.c.roles.has("officer"),
    "hamlet": LIVES_THERE,
    "families": or_(LIVES_THERE, GUARDS_THERE),
    "list": accounts.c.id.in_(bindparam("whom", expanding=True)),
}


def _page(belongs: ColumnElement[bool]) -> Select[Any]:
    is_active = accounts.c.unit == bindparam("unit"), accounts.c.status == "active"
    between = accounts.c.id > bindparam("after"), accounts.c.id < bindparam("before")
    return select(*COLUMNS).where(*is_active, *between, belongs).order_by(accounts.c.id).limit(bindparam("most"))


PAGES = {kind: _page(belongs) for kind, belongs in BELONGS.items()}
NOT_LINKED = select(func.count()).where(
    persons.c.unit == bindparam("unit"), persons.c.status == "managed", persons.c.account_id.is_(None)
)
NOT_LINKED_THERE = NOT_LINKED.where(persons.c.hamlet.in_(bindparam("whom", expanding=True)))
HAMLETS = (
    select(persons.c.hamlet, func.count())
    .where(persons.c.unit == bindparam("unit"), persons.c.status == "managed")
    .group_by(persons.c.hamlet)
)


def page(db: Db, audience: Audience, after: int, most: int, *, before: int = LARGEST) -> list[Account]:
    """Lists the next accounts of the audience, in the order they were made, of those older than the id `before`."""
    asked: dict[str, Any] = {"unit": audience.unit, "after": after, "before": before, "most": most}
    if audience.kind in NAMES_WHOM:
        asked["whom"] = list(audience.whom)
    return [from_row(row) for row in db.execute(PAGES[audience.kind], asked)]


def not_linked(db: Db, audience: Audience) -> int:
    """Counts the people in care who belong to the audience and have no account to write to."""
    if audience.kind == "person":
        return int(db.execute(NOT_LINKED, {"unit": audience.unit}).scalar_one())
    if audience.kind in ("hamlet", "families"):
        return int(db.execute(NOT_LINKED_THERE, {"unit": audience.unit, "whom": list(audience.whom)}).scalar_one())
    return 0


def hamlets(db: Db, unit: str) -> list[tuple[str, int]]:
    """Lists the hamlets of the people in care, each as it is written, with how many live there."""
    return [(row[0], row[1]) for row in db.execute(HAMLETS, {"unit": unit}) if row[0]]
