"""Who belongs to an audience, a page at a time; and how far the messages to them have come."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, literal_column, or_, select, update

from storage.accounts import COLUMNS, Account, accounts, from_row
from storage.assignments import assignments, now_in_care
from storage.database import Db
from storage.outbox.table import HELD, outbox
from storage.persons import persons

LARGEST = 2**63 - 1
NAMES_WHOM = ("hamlet", "families", "list")


@dataclass(frozen=True, slots=True)
class Audience:
    """`kind` is a role, hamlet, families (a hamlet with its guardians) or list; `whom` names hamlets or accounts."""

    unit: str
    kind: str
    whom: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """People, each counted once, by the best that has become of what was written for them."""

    sent: int = 0
    leaving: int = 0
    waiting: int = 0
    held: int = 0
    dropped: int = 0
    dead: int = 0

    @property
    def gone(self) -> int:
        return self.sent + self.leaving

    @property
    def failed(self) -> int:
        return self.dropped + self.dead


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
    here = accounts.c.unit == bindparam("unit"), accounts.c.status == "active"
    between = accounts.c.id > bindparam("after"), accounts.c.id < bindparam("before")
    return select(*COLUMNS).where(*here, *between, belongs).order_by(accounts.c.id).limit(bindparam("most"))


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
    """The next accounts, in the order they were made, of those that are older than the id `before`."""
    asked: dict[str, Any] = {"unit": audience.unit, "after": after, "before": before, "most": most}
    if audience.kind in NAMES_WHOM:
        asked["whom"] = list(audience.whom)
    return [from_row(row) for row in db.execute(PAGES[audience.kind], asked)]


def not_linked(db: Db, audience: Audience) -> int:
    """People in care who belong to it and have no account to write to."""
    if audience.kind == "person":
        return int(db.execute(NOT_LINKED, {"unit": audience.unit}).scalar_one())
    if audience.kind in ("hamlet", "families"):
        return int(db.execute(NOT_LINKED_THERE, {"unit": audience.unit, "whom": list(audience.whom)}).scalar_one())
    return 0


def hamlets(db: Db, unit: str) -> list[tuple[str, int]]:
    """Each as it is written, with how many live there."""
    return [(row[0], row[1]) for row in db.execute(HAMLETS, {"unit": unit}) if row[0]]


# constants, not parameters: only so can a database use the index of broadcasts
OF_BROADCAST = and_(outbox.c.kind == literal_column("'broadcast'"), outbox.c.subject_id == bindparam("broadcast"))
RANKS = ("dead", "dropped", "held", "queued", "sending", "sent")
BEST = func.max(case({state: rank for rank, state in enumerate(RANKS)}, value=outbox.c.state, else_=0))
OF_EACH = select(BEST.label("best")).where(OF_BROADCAST).group_by(outbox.c.account_id).subquery()
TALLY = select(OF_EACH.c.best, func.count()).group_by(OF_EACH.c.best)
WAITING = select(func.count()).where(OF_BROADCAST, outbox.c.state == literal_column("'queued'"))
LOST = (
    select(func.max(outbox.c.failure).label("why"))
    .where(OF_BROADCAST)
    .group_by(outbox.c.account_id)
    .having(RANKS.index("held") > BEST)
    .subquery()
)
WHY_LOST = select(LOST.c.why, func.count()).group_by(LOST.c.why)
RECEIPTS = select(
    func.count().filter(outbox.c.delivered_at.is_not(None)),
    func.count().filter(outbox.c.seen_at.is_not(None)),
).where(OF_BROADCAST)
GIVE_UP = update(outbox).where(HELD, OF_BROADCAST).values(state="dropped", failure="too_late")


def tally(db: Db, broadcast_id: int) -> Tally:
    found: Sequence[Any] = db.execute(TALLY, {"broadcast": broadcast_id}).all()
    count = {RANKS[best]: people for best, people in found}
    return Tally(
        count.get("sent", 0),
        count.get("sending", 0),
        count.get("queued", 0),
        count.get("held", 0),
        count.get("dropped", 0),
        count.get("dead", 0),
    )


def waiting(db: Db, broadcast_id: int) -> int:
    """How many of its messages wait in the outbox."""
    return int(db.execute(WAITING, {"broadcast": broadcast_id}).scalar_one())


def why_lost(db: Db, broadcast_id: int) -> dict[str, int]:
    """Cause → people who got none of what was written for them."""
    return {str(why or ""): people for why, people in db.execute(WHY_LOST, {"broadcast": broadcast_id})}


def receipts(db: Db, broadcast_id: int) -> tuple[int, int]:
    """How many are known to have arrived, and to have been seen, where the platform says so."""
    delivered, seen = db.execute(RECEIPTS, {"broadcast": broadcast_id}).one()
    return int(delivered), int(seen)


def give_up_held(db: Db, broadcast_id: int) -> int:
    """What was held back for too long."""
    return db.execute(GIVE_UP, {"broadcast": broadcast_id}).rowcount
