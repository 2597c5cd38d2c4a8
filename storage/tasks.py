"""Follow-up tasks: who does what by when, about a person or an alert."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, String, Table, bindparam, select, update
from sqlalchemy import text as sql

from rules import record_letters
from storage import accounts, due
from storage.columns import Id, Instant, Sealed, SealedCell, seal
from storage.database import Db, metadata
from storage.units import next_number

IS_OPEN = sql("done_at IS NULL")
# a limit far beyond what is ever given about one person
MOST = 500
tasks = Table(
    "tasks",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("alert_id", BigInteger, ForeignKey("alerts.id")),
    Column("what", Sealed("tasks.what"), nullable=False),
    Column("account_id", BigInteger, ForeignKey("accounts.id"), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("made_by", BigInteger, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("done_by", BigInteger),
    Column("number", Integer),
    Index("uq_tasks_number", "unit", "number", unique=True),
    Index("ix_tasks_person", "person_id", "due_on"),
    Index("ix_tasks_alert", "alert_id"),
    Index("ix_tasks_account", "account_id", "due_on", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    Index("ix_tasks_unit", "unit", "due_on", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
)


@dataclass(frozen=True, slots=True)
class Task:
    """Something that an account does by a day, about a person; `alert_id`: the alert it came from."""

    id: int
    unit: str
    person_id: int
    alert_id: int | None
    account_id: int
    due_on: date
    made_by: int
    made_at: datetime
    done_at: datetime | None
    done_by: int | None
    number: int | None
    sealed_what: SealedCell

    @property
    def code(self) -> str:
        """Gives the number as people read it."""
        return record_letters.written("task", self.number)

    @property
    def what(self) -> str:
        return self.sealed_what.open(self.id)


COLUMNS = tuple(tasks.c["what" if name == "sealed_what" else name] for name in Task.__slots__)
ONE = select(*COLUMNS).where(tasks.c.id == bindparam("id"))
BY_NUMBER = select(*COLUMNS).where(tasks.c.unit == bindparam("unit"), tasks.c.number == bindparam("number"))
SEVERAL = select(*COLUMNS).where(tasks.c.id.in_(bindparam("ids", expanding=True)))
BY_DAY = (tasks.c.due_on, tasks.c.id)
OF_ACCOUNT = (
    select(*COLUMNS)
    .where(tasks.c.account_id == bindparam("account"), IS_OPEN)
    .order_by(*BY_DAY)
    .limit(bindparam("most"))
)
OF_UNIT = select(*COLUMNS).where(tasks.c.unit == bindparam("unit"), IS_OPEN).order_by(*BY_DAY).limit(bindparam("most"))
OF_PERSON = (
    select(*COLUMNS)
    .where(tasks.c.person_id == bindparam("person"))
    .order_by(tasks.c.done_at.is_not(None), tasks.c.due_on.desc(), tasks.c.id)
    .limit(bindparam("most"))
)
MOVE = (
    update(tasks)
    .where(tasks.c.id == bindparam("task"))
    .values(unit=bindparam("to_unit"), number=bindparam("to_number"))
    .returning(*COLUMNS)
)


def get(db: Db, task_id: int) -> Task | None:
    """Reads a task; None if there is none of this id."""
    row = db.execute(ONE, {"id": task_id}).first()
    return Task(*row) if row else None


def by_number(db: Db, unit: str, number: int) -> Task | None:
    """Reads the task of this number in the commune; None if there is none."""
    row = db.execute(BY_NUMBER, {"unit": unit, "number": number}).first()
    return Task(*row) if row else None


def several(db: Db, ids: Collection[int]) -> dict[int, Task]:
    """Reads tasks by id; whatever is not there is left out."""
    return {row.id: Task(*row) for row in db.execute(SEVERAL, {"ids": list(ids)})}


def of_account(db: Db, account_id: int, most: int = 50) -> list[Task]:
    """Lists what an account has still to do, the earliest first."""
    return [Task(*row) for row in db.execute(OF_ACCOUNT, {"account": account_id, "most": most})]


def of_unit(db: Db, unit: str, most: int = 100) -> list[Task]:
    """Lists what is still to be done in the unit, the earliest first."""
    return [Task(*row) for row in db.execute(OF_UNIT, {"unit": unit, "most": most})]


def of_person(db: Db, person_id: int, most: int = 20) -> list[Task]:
    """Lists the tasks about a person, the open ones first."""
    return [Task(*row) for row in db.execute(OF_PERSON, {"person": person_id, "most": most})]


def add(
    db: Db, *, unit: str, person_id: int, what: str, account_id: int, due_on: date, by: int, alert_id: int | None = None
) -> Task:
    """Adds a task."""
    task_id = db.new_id()
    row = {
        "id": task_id,
        "unit": unit,
        "person_id": person_id,
        "alert_id": alert_id,
        "account_id": account_id,
        "due_on": due_on,
        "made_by": by,
        "made_at": db.now,
        "number": next_number(db, unit, "task"),
    }
    db.execute(tasks.insert(), {**row, "what": seal(task_id, what)})
    db.audit(unit, by, "task.added", person_id, f"task {task_id} for {account_id}")
    return Task(*db.execute(ONE, {"id": task_id}).one())


def mark_done(db: Db, task: Task, by: int) -> bool:
    """Notes that a task is done; False if somebody has said so already."""
    still_open = update(tasks).where(tasks.c.id == task.id, IS_OPEN)
    if not db.execute(still_open.values(done_at=db.now, done_by=by)).rowcount:
        return False
    db.audit(task.unit, by, "task.done", task.person_id, f"task {task.id}")
    return True


def pass_on(db: Db, task: Task, account_id: int, due_on: date, by: int) -> bool:
    """Gives an open task to another account, or another day; False if it is done."""
    still_open = update(tasks).where(tasks.c.id == task.id, IS_OPEN)
    if not db.execute(still_open.values(account_id=account_id, due_on=due_on)).rowcount:
        return False
    db.audit(task.unit, by, "task.passed_on", task.person_id, f"task {task.id} to {account_id}")
    return True


def end_of(db: Db, person_id: int, by: int) -> None:
    """Ends all open tasks about a person whose management ends."""
    still_open = update(tasks).where(tasks.c.person_id == person_id, IS_OPEN)
    db.execute(still_open.values(done_at=db.now, done_by=by))


def leave(db: Db, account_id: int, by: int | None) -> int:
    """Gives what an account had still to do back to whoever asked for it; says how much that was."""
    leaving = update(tasks).where(tasks.c.account_id == account_id, IS_OPEN, tasks.c.made_by != account_id)
    given_back = db.execute(leaving.values(account_id=tasks.c.made_by).returning(tasks.c.id, tasks.c.unit)).all()
    for row in given_back:
        db.audit(row.unit, by, "task.given_back", account_id, f"task {row.id}")
    own = select(tasks.c.id).where(tasks.c.account_id == account_id, IS_OPEN)
    return len(given_back) + len(db.execute(own).all())


def follow(db: Db, person_id: int, former_id: int, guardian_id: int | None, by: int | None) -> None:
    """Gives what a former guardian had to do about the person to the next one, or back to whoever asked for it.

    An officer who was the guardian goes on with it.
    """
    former = accounts.get(db, former_id)
    if former is None or "officer" in former.roles:
        return
    for task in of_person(db, person_id, MOST):
        if task.account_id == former_id and task.done_at is None:
            _give(db, task, guardian_id or task.made_by, by)


def move(db: Db, person_id: int, unit: str, by: int | None) -> list[int]:
    """Takes the person's open tasks along to another unit, each under the next number there; gives their ids.

    The officer who takes over does them now.
    """
    still_open = sorted(task.id for task in of_person(db, person_id, MOST) if task.done_at is None)
    for task_id in still_open:
        number = next_number(db, unit, "task")
        task = Task(*db.execute(MOVE, {"task": task_id, "to_unit": unit, "to_number": number}).one())
        _give(db, task, by or task.account_id, by)
    return still_open


def _give(db: Db, task: Task, account_id: int, by: int | None) -> None:
    db.execute(update(tasks).where(tasks.c.id == task.id).values(account_id=account_id))
    due.redirect(db, task.id, task.account_id, account_id)
    db.audit(task.unit, by, "task.passed_on", task.person_id, f"task {task.id} to {account_id}")
