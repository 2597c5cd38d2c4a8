"""An officer gives a task: about whom, or from which alert, what, who, by when; later another doer or day."""

from datetime import date

from handlers.kit import Answers, Button, Choice, Day, Form, Option, Outgoing, Problem, Said, Text
from handlers.kit.commands import Command, begins, id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording, capital
from handlers.notify import alert_news, notices
from handlers.people.naming import of_accounts, person_named
from handlers.people.offices import office_of
from handlers.people.targets import people_to_choose, person_in
from handlers.tasks import reminding
from rules.tasks import day_problem
from storage import access, accounts, alerts, assignments, persons, tasks
from storage.persons import Person
from storage.tasks import Task

OFFICER = ("officer",)


def open_alerts(_answers: Answers, scope: Scope) -> list[Option]:
    """Offers the open alerts about somebody on record, the most pressing first."""
    of_people = [alert for alert in alerts.open_of(scope.db, scope.unit) if alert.person_id]
    return [Option(str(alert.id), f"{alert.code}{alert_news.where(alert)}") for alert in of_people]


def alert_named(value: str, viewer: Viewer) -> str:
    alert = alerts.get(viewer.db, id_in(value))
    return alert.code if alert else ""


def _person_of(answers: Answers, scope: Scope) -> Person | None:
    """Finds whom the task is about: chosen, by the alert it comes from, or by the task that is changed."""
    if "person" in answers:
        return persons.get(scope.db, id_in(answers["person"]))
    if "task" in answers:
        task = tasks.get(scope.db, id_in(answers["task"]))
        return persons.get(scope.db, task.person_id) if task else None
    alert = alerts.get(scope.db, id_in(answers.get("alert", "")))
    return persons.get(scope.db, alert.person_id) if alert and access.may_see_alert(scope.account, alert) else None


def doers(answers: Answers, scope: Scope) -> list[Option]:
    """Offers whoever gives the task, the person's guardian, and the other officers of the commune."""
    person = _person_of(answers, scope)
    guardian = accounts.get(scope.db, assignments.guardian_of(scope.db, person.id)) if person else None
    others = [
        officer
        for officer in accounts.officers_of(scope.db, scope.unit, on_duty=False)
        if officer.id != scope.account.id
    ]
    offered = [scope.account, *([guardian] if guardian and guardian.id != scope.account.id else []), *others]
    everybody = {account.id: account for account in offered}
    names = of_accounts(scope.wording, everybody.values())
    labels = {scope.account.id: scope.text("task.who.me")}
    for account in offered[1:]:
        role = office_of(scope.db, scope.wording, account) or scope.text("task.who.guardian")
        labels.setdefault(account.id, f"{names[account.id]} ({role})")
    return [Option(str(account_id), labels[account_id]) for account_id in everybody]


def doer_named(value: str, viewer: Viewer) -> str:
    account = accounts.get(viewer.db, id_in(value))
    return account.name if account else ""


def add(answers: Answers, scope: Scope) -> Said:
    person = _person_of(answers, scope)
    if person is None or person_in(scope, str(person.id), "task") is None or person.status != "managed":
        raise Problem("no_longer_there", question="person" if "person" in answers else "alert")
    task = tasks.add(
        scope.db,
        unit=person.unit,
        person_id=person.id,
        what=answers["what"],
        account_id=id_in(answers["who"]),
        due_on=date.fromisoformat(answers["by"]),
        by=scope.account.id,
        alert_id=id_in(answers["alert"]) if "alert" in answers else None,
    )
    return _task_given(scope, task, person)


def _task_given(scope: Scope, task: Task, person: Person) -> Said:
    reminding.plan(scope.db, scope.deployment, task)
    if task.account_id != scope.account.id:
        tell_doer(scope, task, person)
    doer = accounts.get(scope.db, task.account_id)
    who = scope.wording.called(doer) if doer and doer.id != scope.account.id else scope.text("task.who.me")
    every = scope.button("tasks.button.list", "do:tasks")
    return Said(
        "task.added", {"number": task.code, "who": who, "day": scope.day(task.due_on)}, (every, scope.menu_button())
    )


def tell_doer(scope: Scope, task: Task, person: Person) -> bool:
    """Tells whoever is to do it that there is a task, and by when; what it is stands behind the button."""
    me = scope.account

    def to_doer(wording: Wording) -> Outgoing:
        text = wording.text(
            "notice.task.given",
            Who=capital(wording.called(me)),
            person=wording.called(person),
            day=wording.day(task.due_on, scope.today),
        )
        return Outgoing(text, (see_button(wording, task),))

    return notices.tell(scope.db, scope.deployment, task.account_id, "task", to_doer, subject_id=person.id)


def see_button(wording: Wording, task: Task) -> Button:
    return Button(
        wording.text("task.button.see"),
        f"do:task_see:{task.id}",
        "command",
        wording.text("task.typed.see", number=task.code),
    )


task = Form(
    "task",
    Choice("person", people_to_choose, named=person_named, detail="head"),
    Text("what", longest=300, verbatim=True),
    Choice("who", doers, named=doer_named),
    Day("by", problem=day_problem, offers=(0, 1, 3, 7), to_come=True),
    submit=add,
    may=OFFICER,
    review=False,
)
alert_task = Form(
    "alert_task",
    Choice("alert", open_alerts, named=alert_named, detail="head"),
    *task.questions[1:],
    submit=add,
    may=OFFICER,
    review=False,
)


def open_tasks(_answers: Answers, scope: Scope) -> list[Option]:
    return [Option(str(task.id), f"{task.code} {task.what}") for task in tasks.of_unit(scope.db, scope.unit)]


def change(answers: Answers, scope: Scope) -> Said:
    """Gives the task to somebody else, or another day; what is done stays done."""
    changed = tasks.get(scope.db, id_in(answers["task"]))
    person = persons.get(scope.db, changed.person_id) if changed else None
    due_on, account_id = date.fromisoformat(answers["by"]), id_in(answers["who"])
    if changed is None or person is None or not tasks.pass_on(scope.db, changed, account_id, due_on, scope.account.id):
        raise Problem("no_longer_there", question="task")
    return _task_given(scope, tasks.get(scope.db, changed.id) or changed, person)


def task_named(value: str, viewer: Viewer) -> str:
    named = tasks.get(viewer.db, id_in(value))
    return f"{named.code} {named.what}" if named else ""


task_change = Form(
    "task_change",
    Choice("task", open_tasks, named=task_named, detail="head"),
    *task.questions[2:],
    submit=change,
    may=OFFICER,
    review=False,
)


COMMANDS = (Command("task_give", begins("task"), may=OFFICER, words=("giao viec", "/giaoviec", "give task")),)
