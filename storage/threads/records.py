"""Threads as they stand: whose they are, for whom they wait, how they end, who else may read them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import bindparam, or_, select, update

from storage.database import Db
from storage.threads.tables import IS_WAITING, threads
from storage.upsert import insert

Side = Literal["office", "guardian"]


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread about a person between a guardian and the officers; `visit_id`: the report it asks about.

    `waits_for` an answer of `office` or `guardian` since a moment; `officer_id` goes on with it; `handed_to`: a later
    guardian who may read it. Closed, it opens again by the next word.
    """

    id: int
    unit: str
    person_id: int
    guardian_id: int
    visit_id: int | None
    opened_at: datetime
    last_at: datetime
    waits_for: Side | None
    waits_since: datetime | None
    officer_id: int | None
    handed_to: int | None
    closed_at: datetime | None
    closed_by: int | None


COLUMNS = tuple(threads.c[name] for name in Thread.__slots__)
ONE = select(*COLUMNS).where(threads.c.id == bindparam("id"))
SEVERAL = select(*COLUMNS).where(threads.c.id.in_(bindparam("ids", expanding=True)))
TALK = select(*COLUMNS).where(
    threads.c.person_id == bindparam("person"),
    threads.c.guardian_id == bindparam("guardian"),
    threads.c.visit_id.is_(None),
)
OF_VISIT = select(*COLUMNS).where(threads.c.visit_id == bindparam("visit"))
OF_PERSON = (
    select(*COLUMNS)
    .where(threads.c.person_id == bindparam("person"))
    .order_by(threads.c.last_at.desc(), threads.c.id.desc())
    .limit(bindparam("most"))
)
OF_GUARDIAN = (
    select(*COLUMNS)
    .where(or_(threads.c.guardian_id == bindparam("guardian"), threads.c.handed_to == bindparam("guardian")))
    .order_by(threads.c.last_at.desc(), threads.c.id.desc())
    .limit(bindparam("most"))
)
WAITING = (
    select(*COLUMNS)
    .where(threads.c.unit == bindparam("unit"), IS_WAITING)
    .order_by(threads.c.waits_since, threads.c.id)
    .limit(bindparam("most"))
)


def get(db: Db, thread_id: int) -> Thread | None:
    """Reads a thread; None if there is none of this id."""
    row = db.execute(ONE, {"id": thread_id}).first()
    return Thread(*row) if row else None


def several(db: Db, ids: Collection[int]) -> dict[int, Thread]:
    """Reads threads by id; whatever is not there is left out."""
    return {row.id: Thread(*row) for row in db.execute(SEVERAL, {"ids": list(ids)})}


def between(db: Db, person_id: int, guardian_id: int) -> Thread | None:
    """Finds the talk of a guardian with the officers about a person that is about no single report."""
    row = db.execute(TALK, {"person": person_id, "guardian": guardian_id}).first()
    return Thread(*row) if row else None


def of_visit(db: Db, visit_id: int) -> Thread | None:
    """Finds the thread about a report."""
    row = db.execute(OF_VISIT, {"visit": visit_id}).first()
    return Thread(*row) if row else None


def of_person(db: Db, person_id: int, most: int = 20) -> list[Thread]:
    """Lists the threads about a person, the last one first."""
    return [Thread(*row) for row in db.execute(OF_PERSON, {"person": person_id, "most": most})]


def of_guardian(db: Db, guardian_id: int, most: int = 20) -> list[Thread]:
    """Lists a guardian's threads and those handed on to them, the last one first; who may see them is asked after."""
    return [Thread(*row) for row in db.execute(OF_GUARDIAN, {"guardian": guardian_id, "most": most})]


def waiting(db: Db, unit: str, most: int = 100) -> list[Thread]:
    """Lists the unit's threads that wait for an answer, of either side, the longest waiting first."""
    return [Thread(*row) for row in db.execute(WAITING, {"unit": unit, "most": most})]


def start(db: Db, *, unit: str, person_id: int, guardian_id: int, visit_id: int | None = None) -> Thread:
    """Gives the one thread of the two about the person, or about the report; makes it where there is none."""
    row = {
        "id": db.new_id(),
        "unit": unit,
        "person_id": person_id,
        "guardian_id": guardian_id,
        "visit_id": visit_id,
        "opened_at": db.now,
        "last_at": db.now,
    }
    db.execute(insert(threads).on_conflict_do_nothing(), row)
    thread = of_visit(db, visit_id) if visit_id else between(db, person_id, guardian_id)
    assert thread is not None
    return thread


def close(db: Db, thread_id: int, by: int) -> bool:
    """Closes a thread; False if somebody else has closed it already."""
    closed = update(threads).where(threads.c.id == thread_id, threads.c.closed_at.is_(None))
    ending = {"closed_at": db.now, "closed_by": by, "waits_for": None, "waits_since": None}
    row = db.execute(closed.values(ending).returning(threads.c.unit, threads.c.person_id)).first()
    if row is None:
        return False
    db.audit(row.unit, by, "thread.closed", row.person_id, f"thread {thread_id}")
    return True


def release(db: Db, thread_id: int) -> None:
    """Gives a thread back to whoever is on duty: nobody goes on with it until somebody answers."""
    db.execute(update(threads).where(threads.c.id == thread_id).values(officer_id=None))


def hand_on(db: Db, thread: Thread, guardian_id: int, by: int) -> None:
    """Lets a later guardian of the person read the thread."""
    db.execute(update(threads).where(threads.c.id == thread.id).values(handed_to=guardian_id))
    db.audit(thread.unit, by, "thread.handed_on", thread.person_id, f"thread {thread.id} to {guardian_id}")


def end_of(db: Db, person_id: int, by: int) -> None:
    """Closes all threads about a person: nothing is asked about them any more."""
    still_open = update(threads).where(threads.c.person_id == person_id, threads.c.closed_at.is_(None))
    db.execute(still_open.values(closed_at=db.now, closed_by=by, waits_for=None, waits_since=None))


def move(db: Db, person_id: int, unit: str) -> None:
    """Takes the person's threads along to another unit; officers there go on with them."""
    db.execute(update(threads).where(threads.c.person_id == person_id).values(unit=unit, officer_id=None))
