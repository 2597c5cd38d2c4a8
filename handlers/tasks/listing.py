"""«Việc cần làm»: one's own tasks and those of the commune; one of them, with «Đã xong»."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, id_in, number_in
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.people.targets import not_here, person_in
from handlers.tasks import reminding
from storage import access, accounts, persons, tasks
from storage.persons import Person
from storage.tasks import Task

DOERS = ("officer", "guardian")
SHOWN = 40


def listed(scope: Scope, argument: str) -> Reply:
    """Lists one's own tasks first, for an officer all of the commune; `argument` says how many are skipped."""
    me = scope.account
    tasks_by_id = {task.id: task for task in tasks.of_account(scope.db, me.id)}
    if "officer" in me.roles:
        tasks_by_id |= {task.id: task for task in tasks.of_unit(scope.db, scope.unit)}
    mine = sorted(tasks_by_id.values(), key=lambda task: (task.account_id != me.id, task.due_on))
    if not mine:
        return Said("tasks.none", buttons=(*_give(scope), scope.menu_button()))
    return _page(scope, mine, argument, "do:tasks:", scope.text("tasks.head", count=len(mine)))


def of_person(scope: Scope, argument: str) -> Reply:
    """Lists the tasks about somebody, the open ones first."""
    number, _, skipped = argument.partition(".")
    person = person_in(scope, number, "tasks")
    if person is None:
        return not_here(scope)
    about = tasks.of_person(scope.db, person.id)
    give = scope.button("tasks.button.give", f"go:task:person={person.id}")
    who = scope.wording.called(person)
    if not about:
        return Said("tasks.of_person_none", {"who": who}, (give, scope.menu_button()))
    return _page(scope, about, skipped, f"do:tasks_of:{person.id}.", scope.text("tasks.of_person", who=who))


def _page(scope: Scope, all_tasks: list[Task], skipped: str, press: str, head: str) -> Outgoing:
    page = ListPage.asked(skipped, len(all_tasks))
    shown = page.of(all_tasks)
    doers = accounts.several(scope.db, {task.account_id for task in shown})
    people = persons.several(scope.db, {task.person_id for task in shown})
    buttons = []
    for task in shown:
        doer = doers[task.account_id]
        who = scope.text("task.who.me") if doer.id == scope.account.id else scope.wording.called(doer)
        fields = {
            "number": task.code,
            "what": task.what[:SHOWN],
            "who": who,
            "person": scope.wording.called(people[task.person_id]),
        }
        state = "done" if task.done_at else "late" if task.due_on < scope.today else "open"
        label = scope.text(f"tasks.line.{state}", day=scope.day(task.due_on), **fields)
        buttons.append(Button(label, f"do:task_see:{task.id}"))
    ways = (*page.more(scope, press), *_give(scope), scope.menu_button())
    return Outgoing("\n".join([head, *page.lines(buttons)]), (*page.numbered(buttons), *ways))


def _give(scope: Scope) -> tuple[Button, ...]:
    if "officer" not in scope.account.roles:
        return ()
    return (scope.button("tasks.button.give", "go:task", typed=scope.text("tasks.typed.give")),)


def see(scope: Scope, argument: str) -> Reply:
    """Shows a task; without a number the first of one's own."""
    task = _task_in(scope, argument)
    if task is None:
        return Said("tasks.gone", buttons=(scope.button("tasks.button.list", "do:tasks"), scope.menu_button()))
    person = person_in(scope, str(task.person_id), "task")
    if person is None:
        return not_here(scope)
    return Outgoing(_described(scope, task, person), _buttons(scope, task))


def _task_in(scope: Scope, argument: str) -> Task | None:
    """Finds a task of one's own or, for an officer, of the commune, by number or id; the first of one's own by none."""
    own = tasks.of_account(scope.db, scope.account.id, 1) if not argument else []
    task = own[0] if own else _named(scope, argument)
    if task is None:
        return None
    is_theirs = task.account_id == scope.account.id
    return task if is_theirs or access.acts(scope.account, "officer", unit=task.unit) else None


def _named(scope: Scope, argument: str) -> Task | None:
    number = number_in(argument)
    return tasks.by_number(scope.db, scope.unit, number) if number else tasks.get(scope.db, id_in(argument))


def _described(scope: Scope, task: Task, person: Person) -> str:
    doer, giver = accounts.get(scope.db, task.account_id), accounts.get(scope.db, task.made_by)
    fields = {
        "number": task.code,
        "what": task.what,
        "person": scope.wording.called(person),
        "who": scope.wording.called(doer) if doer else "",
        "giver": scope.wording.called(giver) if giver else "",
        "day": scope.day(task.due_on),
    }
    lines = [scope.text("task.shown", **fields)]
    if task.done_at:
        by = accounts.get(scope.db, task.done_by)
        who = capital(scope.wording.called(by)) if by else scope.text("person.some_officer")
        lines.append(scope.text("task.done_by", who=who, at=scope.moment(task.done_at)))
    return "\n".join(lines)


def _buttons(scope: Scope, task: Task) -> tuple[Button, ...]:
    buttons = []
    if task.done_at is None:
        buttons.append(scope.button("task.button.done", f"do:task_done:{task.id}"))
    is_officer = "officer" in scope.account.roles
    if is_officer and task.done_at is None:
        buttons.append(scope.button("task.button.change", f"go:task_change:task={task.id}"))
    if is_officer and task.alert_id:
        buttons.append(scope.button("task.button.alert", f"do:alert_see:{task.alert_id}"))
    return (*buttons, scope.button("tasks.button.list", "do:tasks"), scope.menu_button())


def done(scope: Scope, argument: str) -> Reply:
    """Notes that it is done; whoever gave it hears so, and who is second hears who was quicker."""
    task = _task_in(scope, argument)
    if task is None:
        return Said("tasks.gone", buttons=(scope.button("tasks.button.list", "do:tasks"), scope.menu_button()))
    if not tasks.mark_done(scope.db, task, scope.account.id):
        return see(scope, str(task.id))
    reminding.settled(scope.db, task)
    if task.made_by != scope.account.id:
        _tell_giver(scope, task)
    return Said("task.done", buttons=(scope.button("tasks.button.list", "do:tasks"), scope.menu_button()))


def _tell_giver(scope: Scope, task: Task) -> None:
    me, person = scope.account, persons.get(scope.db, task.person_id)
    giver = accounts.get(scope.db, task.made_by)
    if person is None or giver is None or not access.may_see(scope.db, giver, person):
        return

    def to_giver(wording: Wording) -> Outgoing:
        fields = {"Who": capital(wording.called(me)), "person": wording.called(person)}
        return Outgoing(wording.text("notice.task.done", **fields))

    notices.tell(scope.db, scope.deployment, task.made_by, "task", to_giver, subject_id=task.person_id)


COMMANDS = (
    Command("tasks", listed, may=DOERS, words=("viec can lam", "/vieccanlam", "/tasks", "tasks")),
    Command("task_see", see, may=DOERS, words=("xem viec", "see task"), record="task"),
    Command("task_done", done, may=DOERS, words=("xong viec", "task done"), record="task"),
    Command("tasks_of", of_person, may=("officer",)),
)
