"""The blocks of «Hôm nay»: of each kind how many wait, the few that press most, and the press that settles each."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.desk import waiting_rows
from handlers.desk.ages import age
from handlers.desk.alerts import rows_of
from handlers.kit import Button
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.notify import approvals as asking
from handlers.people import naming
from rules.deadlines import quarter_of
from rules.quarter import period_of
from rules.roles import held
from rules.visits import visit_due
from storage import (
    access,
    accounts,
    alerts,
    approvals,
    covers,
    newcomers,
    person_pages,
    persons,
    quarter_reports,
    relays,
    tasks,
    threads,
    visits_due,
)
from storage.outbox import call_list
from storage.person_pages import Wanted
from storage.persons import Person

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Item:
    """One that waits: `line` says what or who, `detail` since when or why; `level` is a code of `rules.alerts`.

    `path`: its page below /console/, if it has one; `press`: what settles it, or opens it.
    """

    line: str
    detail: str = ""
    path: str = ""
    press: Button | None = None
    level: str = ""
    level_word: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """What waits of one kind. `path`: the page with all of them; `press`: the chat's list, where there is no page."""

    id: str
    count: int
    items: tuple[Item, ...]
    path: str = ""
    press: str = ""


def _alerts(scope: Scope) -> Block:
    count = alerts.how_many(scope.db, scope.unit, alerts.Wanted())
    rows = rows_of(scope, alerts.open_after(scope.db, scope.unit, alerts.Wanted(), None, most=SHOWN))
    items = tuple(
        Item(
            line=" · ".join(part for part in (row.code, row.reason, row.person or row.where) if part),
            detail=f"{row.age} · {row.standing}",
            path=f"alerts/{row.id}",
            press=row.press,
            level=row.level,
            level_word=row.level_word,
        )
        for row in rows
    )
    return Block("alerts", count, items, path="alerts")


def _messages(scope: Scope) -> Block:
    """Counts who has written and has no answer, each once, the longest waiting first."""
    first = {relay.person_account: relay for relay in reversed(relays.waiting(scope.db, scope.unit))}
    asking = list(reversed(first.values()))
    people = {
        person.account_id: person
        for person in persons.by_accounts(scope.db, [relay.person_account for relay in asking[:SHOWN]])
    }
    items = tuple(
        Item(
            line=naming.name_of(person),
            detail=age(scope, relay.at),
            path=f"people/{person.id}",
            press=scope.button("desk.today.press.read", f"do:relay_read:{relay.person_account}"),
        )
        for relay in asking[:SHOWN]
        if (person := people.get(relay.person_account)) and access.may_see(scope.db, scope.account, person)
    )
    return Block("messages", len(asking), items, press="do:waiting_messages")


def _threads(scope: Scope) -> Block:
    asked = [thread for thread in threads.waiting(scope.db, scope.unit) if thread.waits_for == "office"]
    shown = access.visible_threads(scope.db, scope.account, asked[:SHOWN])
    people = persons.several(scope.db, {thread.person_id for thread in shown})
    guardians = accounts.several(scope.db, {thread.guardian_id for thread in shown})
    items = tuple(
        Item(
            line=scope.text(
                "desk.today.thread",
                guardian=capital(scope.wording.called(guardians[thread.guardian_id])),
                person=people[thread.person_id].name,
            ),
            detail=age(scope, thread.waits_since or thread.last_at),
            path=f"people/{thread.person_id}",
            press=scope.button("desk.today.press.read", f"do:thread_read:{thread.id}"),
        )
        for thread in shown
    )
    return Block("threads", len(asked), items, press="do:threads")


def _overdue(scope: Scope) -> Block:
    shown = visits_due.overdue(scope.db, scope.unit, scope.today, most=SHOWN)
    ids = covers.acting_guardians(scope.db, [person.id for person in shown])
    guardians = accounts.several(scope.db, set(ids.values()))
    names = naming.for_officers(scope.wording, shown)
    items = []
    for person in shown:
        guardian = guardians.get(ids.get(person.id, 0))
        late = visit_due(person.next_visit_on, scope.today).days_overdue
        who = scope.wording.called(guardian) if guardian else ""
        press = scope.button("overdue.button.remind", f"do:overdue_remind:{person.id}", who=who)
        items.append(
            Item(
                line=names[person.id],
                detail=scope.text("desk.today.late", days=late, who=who or scope.text("overdue.nobody")),
                path=f"people/{person.id}",
                press=press if guardian else _assign(scope, person),
            )
        )
    count = visits_due.how_many_overdue(scope.db, scope.unit, scope.today)
    return Block("overdue", count, tuple(items), path="people?overdue=1")


def _assign(scope: Scope, person: Person) -> Button:
    return scope.button("officer.button.assign", f"go:assign:person={person.id}")


def _alone(scope: Scope) -> Block:
    """Counts whom nobody has in care."""
    wanted = Wanted(alone=True)
    shown = person_pages.page_of(scope.db, scope.unit, wanted, most=SHOWN)
    names = naming.for_officers(scope.wording, shown)
    items = tuple(
        Item(line=names[person.id], path=f"people/{person.id}", press=_assign(scope, person)) for person in shown
    )
    return Block("alone", person_pages.how_many(scope.db, scope.unit, wanted), items, path="people?guardian=none")


def _calls(scope: Scope) -> Block:
    """Counts whom to call; the number stands behind the press, which is written down."""
    shown = call_list.open_of(scope.db, scope.unit)
    called = accounts.several(scope.db, {entry.account_id for entry in shown[:SHOWN]})
    items = []
    for entry in shown[:SHOWN]:
        if (account := called.get(entry.account_id)) is None:
            continue
        key = f"calls.why.{entry.reason}"
        why = scope.text(key if scope.has_text(key) else "calls.why.undelivered")
        role = next((role.code for role in held(account.roles)), "person")
        items.append(
            Item(
                line=f"{account.name} ({scope.text(f'role.{role}')})",
                detail=f"{why} · {age(scope, entry.at)}",
                press=scope.button("calls.button.number", f"do:call_number:{entry.id}"),
            )
        )
    return Block("calls", len(shown), tuple(items), path="calls")


def _quarter(scope: Scope) -> Block:
    """Counts the reports of the last quarter that a guardian has sent and nobody has read."""
    period = period_of(quarter_of(scope.today).previous)
    count = quarter_reports.counts(scope.db, scope.unit, period).get("sent", 0)
    shown = quarter_reports.in_states(scope.db, scope.unit, period, ["sent"], most=SHOWN) if count else []
    people = persons.several(scope.db, {report.person_id for report in shown})
    items = tuple(
        Item(
            line=naming.name_of(people[report.person_id]),
            detail=age(scope, report.sent_at) if report.sent_at else "",
            path=f"quarter/reports/{report.id}",
        )
        for report in shown
        if report.person_id in people
    )
    return Block("quarter", count, items, path="quarter?state=sent")


def _tasks(scope: Scope) -> Block:
    """Counts the tasks that are due today or late, one's own first."""
    me = scope.account.id
    every = {task.id: task for task in (*tasks.of_account(scope.db, me), *tasks.of_unit(scope.db, scope.unit))}
    due_now = sorted(
        (task for task in every.values() if task.due_on <= scope.today),
        key=lambda task: (task.account_id != me, task.due_on, task.id),
    )
    doers = accounts.several(scope.db, {task.account_id for task in due_now[:SHOWN]})
    items = tuple(
        Item(
            line=f"{task.code} · {task.what}",
            detail=scope.text(
                "desk.today.task",
                day=scope.day(task.due_on),
                who=scope.text("task.who.me")
                if task.account_id == me
                else scope.wording.called(doers[task.account_id]),
            ),
            path=f"people/{task.person_id}",
            press=(
                scope.button("task.button.done", f"do:task_done:{task.id}")
                if task.account_id == me
                else scope.button("desk.today.press.see", f"do:task_see:{task.id}")
            ),
        )
        for task in due_now[:SHOWN]
    )
    return Block("tasks", len(due_now), items, press="do:tasks")


def _newcomers(scope: Scope) -> Block:
    waiting = [newcomer for newcomer in newcomers.waiting(scope.db, scope.unit) if newcomer.state == "asked"]
    items = tuple(
        Item(
            line=newcomer.code,
            detail=age(scope, newcomer.asked_at or newcomer.first_at),
            path=f"record/newcomer/{newcomer.number}",
            press=scope.button("desk.today.press.see", f"do:newcomer:{newcomer.number}"),
        )
        for newcomer in waiting[:SHOWN]
    )
    return Block("newcomers", len(waiting), items, path="approvals")


def _approvals(scope: Scope) -> Block:
    """Counts what waits for a yes that this officer may give: accounts first, then offers, volunteers and all else."""
    waiting = approvals.waiting(scope.db, scope.unit)
    asked = [approval for approval in waiting if asking.may_decide(scope.account, approval)]
    concerned = accounts.several(scope.db, [approval.account_id for approval in asked[:SHOWN] if approval.account_id])
    items = [
        Item(
            line=asking.line(scope.wording, approval, concerned.get(approval.account_id or 0)),
            detail=age(scope, approval.asked_at),
            path=f"record/approval/{approval.number}",
            press=scope.button("desk.today.press.see", f"do:approval_see:{approval.number}"),
        )
        for approval in asked[:SHOWN]
    ]
    rows, count = waiting_rows.beside_accounts(scope, SHOWN)
    items += [Item(line=row.what, detail=row.since, path=row.path) for row in rows]
    return Block("approvals", len(asked) + count, tuple(items[:SHOWN]), path="approvals")


GATHERED: dict[str, Callable[[Scope], Block]] = {
    "alerts": _alerts,
    "messages": _messages,
    "threads": _threads,
    "overdue": _overdue,
    "alone": _alone,
    "calls": _calls,
    "quarter": _quarter,
    "tasks": _tasks,
    "newcomers": _newcomers,
    "approvals": _approvals,
}
