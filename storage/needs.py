"""What people need help with: work, papers, a loan; one open need of a kind for each person, and who has it now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    false,
    func,
    select,
    text,
    update,
)

from rules.needs import ACCEPTED, CLOSED, DAYS, DONE, RAISED, WITH_ONE, after, late_told_at
from rules.needs import due_at as end_of_days
from storage import due, need_steps
from storage.columns import Id, Instant, Sealed, SealedCell, opened, seal
from storage.database import Db, metadata
from storage.due import Planned
from storage.persons import persons
from storage.prepared import Prepared
from storage.upsert import insert

IS_OPEN = text("state = 'open'")
# due rows about a need: whoever has it is reminded; its time is over
SOON, LATE = CLOCKS = ("need_soon", "need_late")
needs = Table(
    "needs",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("visit_id", BigInteger, ForeignKey("visits.id")),
    Column("state", String(8), nullable=False),
    Column("times", Integer, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("closed_by", BigInteger),
    Column("outcome", String(20)),
    Column("named_by", BigInteger),
    Column("step", String(8), nullable=False, server_default=RAISED),
    Column("step_at", Instant, nullable=False, server_default="0"),
    Column("due_at", Instant),
    Column("helper_id", BigInteger),
    Column("accepted_at", Instant),
    Column("words", Sealed("needs.words")),
    Column("shares_phone", Boolean, nullable=False, server_default=false()),
    Index("uq_needs_open", "person_id", "kind", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    Index("ix_needs_person", "person_id", "opened_at"),
    Index("ix_needs_unit", "unit", "state", "opened_at"),
    Index("ix_needs_visit", "visit_id"),
    Index("ix_needs_board", "unit", "due_at", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    Index("ix_needs_step", "unit", "step", "due_at", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    Index("ix_needs_kind", "unit", "kind", "due_at", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    Index("ix_needs_helper", "helper_id", "due_at"),
)


@dataclass(frozen=True, slots=True)
class Need:
    """Something that a person needs. `times`: how often it was named while open. `state` is open or closed.

    `named_by`: who named it first in the person's name, beside visits; None else. `step` is of rules/needs.py, since
    `step_at`, until `due_at`; `helper_id` has it, and where nobody has, those on duty do.
    `shares_phone`: whoever takes it on may read the person's number.
    """

    id: int
    unit: str
    person_id: int
    kind: str
    visit_id: int | None
    state: str
    times: int
    opened_at: datetime
    closed_at: datetime | None
    closed_by: int | None
    outcome: str | None
    named_by: int | None
    step: str
    step_at: datetime
    due_at: datetime | None
    helper_id: int | None
    accepted_at: datetime | None
    sealed_words: SealedCell | None
    shares_phone: bool

    @property
    def words(self) -> str | None:
        return opened(self.sealed_words, self.id)


OF_PERSON = select(needs).where(needs.c.person_id == bindparam("person_id")).order_by(needs.c.opened_at, needs.c.id)
OPEN_OF = (
    select(needs)
    .where(needs.c.unit == bindparam("unit"), needs.c.state == "open")
    .order_by(needs.c.opened_at, needs.c.id)
)
HOW_MANY = select(func.count()).select_from(needs).where(needs.c.unit == bindparam("unit"), needs.c.state == "open")
ONE = select(needs).where(needs.c.id == bindparam("id"))
SEVERAL = select(needs).where(needs.c.id.in_(bindparam("ids", expanding=True)))
OF_HELPER = (
    select(needs)
    .where(needs.c.helper_id == bindparam("helper"), IS_OPEN, needs.c.step.in_(WITH_ONE))
    .order_by(needs.c.due_at, needs.c.id)
)
LOADS = (
    select(needs.c.helper_id, func.count())
    .where(needs.c.helper_id.in_(bindparam("helpers", expanding=True)), IS_OPEN, needs.c.step.in_(WITH_ONE))
    .group_by(needs.c.helper_id)
)
UNIT = Prepared(select(persons.c.unit).where(persons.c.id == bindparam("person_id")))
OPEN = Prepared(
    insert(needs)
    .on_conflict_do_update(
        index_elements=["person_id", "kind"],
        index_where=IS_OPEN,
        set_={"times": needs.c.times + 1},
    )
    .returning(needs.c.id, needs.c.times)
)
CLOSE = (
    update(needs)
    .where(needs.c.id == bindparam("need"), needs.c.state == "open")
    .values(
        state="closed",
        closed_at=bindparam("now"),
        closed_by=bindparam("by"),
        outcome=bindparam("ending"),
        step=CLOSED,
        step_at=bindparam("now"),
        due_at=None,
    )
)


@dataclass(frozen=True, slots=True)
class Clock:
    """By when a need goes on; `soon`: when which account is reminded of it before."""

    due_at: datetime
    soon: tuple[datetime, int] | None = None


def open_need(
    db: Db,
    person_id: int,
    kind: str,
    visit_id: int | None = None,
    *,
    proxy: int | None = None,
    by: int | None = None,
    words: str | None = None,
    shares_phone: bool = False,
    due_at: datetime | None = None,
) -> bool:
    """Opens a need. True if it is new; one of this kind that is open already is only counted once more.

    `words`: how it was asked for, which those told later take the place of. `due_at`: by when somebody is to have it.
    """
    [(unit,)] = UNIT.rows(db, {"person_id": person_id})
    until = due_at or end_of_days(db.now, DAYS[RAISED], frozenset())
    row = {
        "id": db.new_id(),
        "unit": unit,
        "person_id": person_id,
        "kind": kind,
        "visit_id": visit_id,
        "state": "open",
        "times": 1,
        "opened_at": db.now,
        "named_by": proxy,
        "step": RAISED,
        "step_at": db.now,
        "due_at": until,
        "shares_phone": shares_phone,
    }
    [(need_id, times)] = OPEN.rows(db, row)
    if words:
        said = {"words": seal(need_id, words), "shares_phone": shares_phone}
        db.execute(update(needs).where(needs.c.id == need_id).values(said))
    if times == 1:
        step_id = need_steps.add(db, need_id, "raise", by=by or proxy, helper_id=None, reason=None, words=None)
        _plan(db, need_id, unit, step_id, Clock(until))
    return int(times) == 1


def _plan(db: Db, need_id: int, unit: str, step_id: int, clock: Clock) -> None:
    """Plans what falls due at the step; what waited for the step before is called off."""
    due.clear(db, need_id, CLOCKS, "went_on")
    period = str(step_id)
    wanted = [Planned(LATE, need_id, period, late_told_at(clock.due_at), unit)]
    if clock.soon:
        moment, reader = clock.soon
        wanted.append(Planned(SOON, need_id, period, moment, unit, reader))
    due.plan_many(db, wanted)


def late_again(db: Db, need: Need, at: datetime) -> None:
    """Plans the next reminder of a need that is late and has not gone on."""
    due.plan(db, LATE, need.id, f"late-{at:%y%m%d%H%M}", late_told_at(at), unit=need.unit)


def move(
    db: Db,
    need: Need,
    move: str,
    clock: Clock,
    *,
    by: int | None,
    helper_id: int | None = None,
    reason: str | None = None,
    words: str | None = None,
) -> bool:
    """Takes a need a step on or back, a move of rules/needs.py; False if it is not there any more, or cannot.

    `helper_id` has it from now on; of a step that goes on, whoever had it keeps it.
    """
    step = after(need.step, move)
    if step is None:
        return False
    keeps = step in (ACCEPTED, DONE)
    has_it = helper_id or (need.helper_id if keeps else None)
    values: dict[str, Any] = {"step": step, "step_at": db.now, "due_at": clock.due_at, "helper_id": has_it}
    if step == ACCEPTED and need.accepted_at is None:
        values["accepted_at"] = db.now
    same_helper = needs.c.helper_id.is_not_distinct_from(need.helper_id)
    still_so = needs.c.id == need.id, needs.c.state == "open", needs.c.step == need.step, same_helper
    if not db.execute(update(needs).where(*still_so).values(values)).rowcount:
        return False
    step_id = need_steps.add(db, need.id, move, by=by, helper_id=has_it or need.helper_id, reason=reason, words=words)
    _plan(db, need.id, need.unit, step_id, clock)
    db.audit(need.unit, by, f"need.{move}", need.person_id, f"{need.kind} {need.id}")
    return True


def of_person(db: Db, person_id: int, *, only_open: bool = True) -> list[Need]:
    """Lists the person's needs, open ones only unless asked for all, the oldest first."""
    of_this_person = [Need(*row) for row in db.execute(OF_PERSON, {"person_id": person_id})]
    return [need for need in of_this_person if need.state == "open" or not only_open]


def open_of(db: Db, unit: str) -> list[Need]:
    """Lists the open needs of the commune, the oldest first."""
    return [Need(*row) for row in db.execute(OPEN_OF, {"unit": unit})]


def how_many(db: Db, unit: str) -> int:
    """Counts the open needs of the commune."""
    return int(db.execute(HOW_MANY, {"unit": unit}).scalar_one())


def of_helper(db: Db, account_id: int) -> list[Need]:
    """Lists what an account is asked for or has taken on, what is due soonest first."""
    return [Need(*row) for row in db.execute(OF_HELPER, {"helper": account_id})]


def loads(db: Db, account_ids: Collection[int]) -> Mapping[int, int]:
    """Maps account → how many needs it is asked for or has taken on; who has none is left out."""
    return {row[0]: row[1] for row in db.execute(LOADS, {"helpers": list(account_ids)})}


def get(db: Db, need_id: int) -> Need | None:
    """Reads a need; None if there is none of this id."""
    row = db.execute(ONE, {"id": need_id}).first()
    return Need(*row) if row else None


def several(db: Db, ids: Collection[int]) -> dict[int, Need]:
    """Reads needs by id; whatever is not there is left out."""
    return {row.id: Need(*row) for row in db.execute(SEVERAL, {"ids": list(ids)})}


def close(db: Db, need_id: int, by: int | None, outcome: str) -> bool:
    """Ends the need with what came of it; False if it was closed already."""
    if db.execute(CLOSE, {"need": need_id, "now": db.now, "by": by, "ending": outcome}).rowcount != 1:
        return False
    need_steps.add(db, need_id, outcome[:12], by=by, helper_id=None, reason=None, words=None)
    due.clear(db, need_id, CLOCKS, "closed")
    return True


def back_to_office(db: Db, person_id: int, by: int | None) -> list[Need]:
    """Puts whatever somebody of their own has of the person's needs among those of the office again; gives these."""
    with_one = [need for need in of_person(db, person_id) if need.step in WITH_ONE]
    clock = Clock(end_of_days(db.now, DAYS[RAISED], frozenset()))
    return [need for need in with_one if move(db, need, "leave", clock, by=by)]
