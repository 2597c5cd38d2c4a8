"""The goals that a person and those who help them have set, and what became of each: every change is an event."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    func,
    select,
    update,
)

from rules.goals import OPEN_STATES
from storage.columns import Id, Instant, Sealed, SealedCell, opened, seal
from storage.database import Db, metadata
from storage.persons import Person
from storage.persons import persons as persons_table

goals = Table(
    "goals",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", String(8), nullable=False),
    Column("what", Sealed("goals.what"), nullable=False),
    Column("helper", String(8), nullable=False),
    Column("helper_named", Sealed("goals.helper_named")),
    Column("due_on", Date, nullable=False),
    Column("proposed_by", BigInteger),
    Column("agreed_at", Instant),
    Column("ticked_by_person", Instant),
    Column("ticked_by_helper", Instant),
    Column("ended_at", Instant),
    Index("uq_goals_number", "person_id", "number", unique=True),
)
goal_events = Table(
    "goal_events",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("goal_id", BigInteger, ForeignKey("goals.id"), nullable=False),
    Column("what", String(12), nullable=False),
    Column("by", BigInteger),
    Column("at", Instant, nullable=False),
    Column("words", Sealed("goal_events.words")),
    Index("ix_goal_events_goal", "goal_id", "at"),
)


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal, and the moments at which each side said that it is reached.

    `number`: its place in the person's plan, for good. `helper`: one of rules/goals.py; `helper_named`: who that is,
    in words. `state`: of rules/goals.py.
    """

    id: int
    person_id: int
    number: int
    state: str
    helper: str
    due_on: date
    proposed_by: int | None
    agreed_at: datetime | None
    ticked_by_person: datetime | None
    ticked_by_helper: datetime | None
    ended_at: datetime | None
    sealed_what: SealedCell
    sealed_helper_named: SealedCell | None

    @property
    def what(self) -> str:
        return self.sealed_what.open(self.id)

    @property
    def helper_named(self) -> str:
        return opened(self.sealed_helper_named, self.id) or ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a goal is to be: in words, who helps (one of rules/goals.py, and who that is), and by when."""

    what: str
    helper: str
    helper_named: str | None
    due_on: date


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a goal: proposed, agreed, wished (to change), changed, ticked, done, over."""

    id: int
    goal_id: int
    what: str
    by: int | None
    at: datetime
    sealed_words: SealedCell | None

    @property
    def words(self) -> str:
        return opened(self.sealed_words, self.id) or ""


COLUMNS = (
    goals.c.id,
    goals.c.person_id,
    goals.c.number,
    goals.c.state,
    goals.c.helper,
    goals.c.due_on,
    goals.c.proposed_by,
    goals.c.agreed_at,
    goals.c.ticked_by_person,
    goals.c.ticked_by_helper,
    goals.c.ended_at,
    goals.c.what,
    goals.c.helper_named,
)
ONE = select(*COLUMNS).where(goals.c.id == bindparam("id"))
LOCKED = ONE.with_for_update()
OF_PERSONS = (
    select(*COLUMNS)
    .where(goals.c.person_id.in_(bindparam("ids", expanding=True)))
    .order_by(goals.c.person_id, goals.c.number)
)
LAST_NUMBER = select(func.max(goals.c.number)).where(goals.c.person_id == bindparam("person_id"))
LOCK_PERSON = select(persons_table.c.id).where(persons_table.c.id == bindparam("person_id")).with_for_update()
EVENTS = (
    select(
        goal_events.c.id,
        goal_events.c.goal_id,
        goal_events.c.what,
        goal_events.c.by,
        goal_events.c.at,
        goal_events.c.words,
    )
    .where(goal_events.c.goal_id == bindparam("goal_id"))
    .order_by(goal_events.c.at, goal_events.c.id)
)


def _read(row: Sequence[Any]) -> Goal:
    return Goal(*row)


def get(db: Db, goal_id: int, *, lock: bool = False) -> Goal | None:
    """Reads a goal, with `lock` for a change that depends on how it stands; None if there is none of this id."""
    row = db.execute(LOCKED if lock else ONE, {"id": goal_id}).first()
    return _read(row) if row else None


def of_person(db: Db, person_id: int, *, only_open: bool = True) -> list[Goal]:
    """Lists the person's goals in the order of the plan, those still to be reached unless asked for all."""
    return of_persons(db, [person_id], only_open=only_open)


def of_persons(db: Db, person_ids: Iterable[int], *, only_open: bool = True) -> list[Goal]:
    """Lists the goals of several, person by person."""
    rows = map(_read, db.execute(OF_PERSONS, {"ids": list(person_ids)}))
    return [goal for goal in rows if goal.state in OPEN_STATES or not only_open]


def events(db: Db, goal_id: int) -> list[Event]:
    """Lists what happened to the goal, the first first."""
    return [Event(*row) for row in db.execute(EVENTS, {"goal_id": goal_id})]


def lock_plan(db: Db, person_id: int) -> None:
    """Makes others who would add to this person's plan wait until this transaction is over."""
    db.execute(LOCK_PERSON, {"person_id": person_id})


def propose(db: Db, person: Person, wanted: Wanted, *, by: int) -> Goal:
    """Adds a goal that waits for the person's yes; the caller has locked the plan and counted."""
    goal_id = db.new_id()
    last: int | None = db.execute(LAST_NUMBER, {"person_id": person.id}).scalar()
    db.execute(
        goals.insert(),
        {
            "id": goal_id,
            "person_id": person.id,
            "number": (last or 0) + 1,
            "state": "proposed",
            "proposed_by": by,
            **_columns(goal_id, wanted),
        },
    )
    _happened(db, person, goal_id, "proposed", by)
    added = get(db, goal_id)
    assert added is not None
    return added


def _columns(goal_id: int, wanted: Wanted) -> dict[str, Any]:
    return {
        "what": seal(goal_id, wanted.what),
        "helper": wanted.helper,
        "helper_named": seal(goal_id, wanted.helper_named),
        "due_on": wanted.due_on,
    }


def change(db: Db, person: Person, goal: Goal, wanted: Wanted, *, by: int, before: str) -> None:
    """Words the goal anew; it waits for the person's yes again. `before`: how it read, kept with the event."""
    values = {
        **_columns(goal.id, wanted),
        "state": "proposed",
        "proposed_by": by,
        "agreed_at": None,
        "ticked_by_person": None,
        "ticked_by_helper": None,
    }
    db.execute(update(goals).where(goals.c.id == goal.id).values(values))
    _happened(db, person, goal.id, "changed", by, before)


def agree(db: Db, person: Person, goal: Goal, by: int) -> None:
    """Notes the person's yes; `by`: their own account, or who heard it from somebody without one."""
    db.execute(update(goals).where(goals.c.id == goal.id).values(state="agreed", agreed_at=db.now))
    _happened(db, person, goal.id, "agreed", by)


def wish(db: Db, person: Person, goal: Goal, words: str, by: int) -> None:
    """Notes what the person would have otherwise."""
    _happened(db, person, goal.id, "wished", by, words)


def tick(db: Db, person: Person, goal: Goal, *, as_person: bool, by: int) -> None:
    """Notes that one side says the goal is reached."""
    column = "ticked_by_person" if as_person else "ticked_by_helper"
    db.execute(update(goals).where(goals.c.id == goal.id).values({column: db.now}))
    _happened(db, person, goal.id, "ticked", by)


def end(db: Db, person: Person, goal: Goal, state: str, by: int, words: str | None = None) -> None:
    """Ends the goal: done, or over with a reason in words."""
    db.execute(update(goals).where(goals.c.id == goal.id).values(state=state, ended_at=db.now))
    _happened(db, person, goal.id, state, by, words)


def _happened(db: Db, person: Person, goal_id: int, what: str, by: int, words: str | None = None) -> None:
    event_id = db.new_id()
    row = {"id": event_id, "goal_id": goal_id, "what": what, "by": by, "at": db.now, "words": seal(event_id, words)}
    db.execute(goal_events.insert(), row)
    db.audit(person.unit, by, f"goal.{what}", person.id, f"goal {goal_id}")
