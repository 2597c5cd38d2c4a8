"""A task is reminded of on its day; the morning after, whoever gave it hears that it is late."""

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import notices
from rules.tasks import late_at, reminded_at
from storage import access, accounts, due, persons, tasks
from storage.accounts import Account
from storage.database import Db
from storage.due import Due, Planned
from storage.persons import Person
from storage.tasks import Task

DUE, LATE = KINDS = ("task_due", "task_late")


def plan(db: Db, deployment: Deployment, task: Task) -> None:
    """Plans both reminders for the task's day; those of another day or doer are called off."""
    settled(db, task)
    period, free = task.due_on.isoformat(), deployment.free_days
    wanted = [
        Planned(DUE, task.id, period, max(reminded_at(task.due_on, free), db.now), task.unit, task.account_id),
        Planned(LATE, task.id, period, late_at(task.due_on, free), task.unit, task.made_by),
    ]
    # who is given a task for today has just been told
    due.plan_many(db, wanted[1:] if task.due_on == db.today else wanted, again=True)


def settled(db: Db, task: Task) -> None:
    """Calls off what waits: it is done, or planned anew."""
    due.clear(db, task.id, list(KINDS), "settled")


def remind(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Reminds whoever does it; of what is late also whoever gave it, or those on duty where that one is out."""
    tasks_by_id = tasks.several(db, {row.subject_id for row in due_rows})
    people = persons.several(db, {task.person_id for task in tasks_by_id.values()})
    everybody = accounts.several(
        db, {account_id for task in tasks_by_id.values() for account_id in (task.account_id, task.made_by)}
    )
    for row in due_rows:
        task = tasks_by_id.get(row.subject_id)
        person = people.get(task.person_id) if task else None
        if task is None or task.done_at or person is None or person.status != "managed":
            batch.drop([row], "no longer so")
            continue
        with batch.attempt([row]):
            doer, giver = everybody.get(task.account_id), everybody.get(task.made_by)
            givers = [giver] if _concerns(db, giver, person) else accounts.on_call(db, task.unit)
            readers = [doer] if row.kind == DUE else [*givers, doer]
            for reader in {reader.id: reader for reader in readers if reader is not None}.values():
                if _concerns(db, reader, person):
                    _tell(db, deployment, row.kind, task, person, reader.id, doer)


def _concerns(db: Db, account: Account | None, person: Person) -> bool:
    """Says whether the task is still a matter of this account's, who may have given it in another commune."""
    return account is not None and access.may_see(db, account, person)


def _tell(
    db: Db, deployment: Deployment, kind: str, task: Task, person: Person, reader: int, doer: Account | None
) -> None:
    of_others = "late_of" if reader == task.made_by else "late_left"
    key = "due" if kind == DUE else "late" if reader == task.account_id else of_others

    def telling(wording: Wording) -> Outgoing:
        who = wording.called(doer) if doer else ""
        text = wording.text(
            f"notice.task.{key}",
            person=wording.called(person),
            who=who,
            day=wording.day(task.due_on, db.today),
        )
        return Outgoing(text, _buttons(wording, task))

    notices.tell(db, deployment, reader, "task", telling, subject_id=person.id)


def _buttons(wording: Wording, task: Task) -> tuple[Button, ...]:
    return tuple(
        Button(
            wording.text(f"task.button.{name}"),
            f"do:task_{name}:{task.id}",
            "command",
            wording.text(f"task.typed.{name}", number=task.code),
        )
        for name in ("done", "see")
    )
