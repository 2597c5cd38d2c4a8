"""The commune at a glance: how many are in care, visited, due, waiting; and who is overdue, with what can be done."""

from handlers.alerts import duty
from handlers.assignments.assign import visit_button
from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.people.targets import not_here, person_in
from rules.visits import met, visit_due
from storage import accounts, alerts, assignments, due, needs, newcomers, persons, relays, visits
from storage.accounts import Account
from storage.outbox import call_list
from storage.persons import Person

OFFICER = ("officer",)
PAGE = 8


def numbers(scope: Scope) -> dict[str, int]:
    """What the commune looks like today, by the keys of the texts."""
    db, unit, today = scope.db, scope.unit, scope.today
    counts = persons.counts(db, unit, today)
    this_month = visits.between(db, unit, today.replace(day=1), today)
    return {
        "managed": counts.managed,
        "alone": counts.without_guardian,
        "guardians": len(accounts.with_role(db, unit, "guardian")),
        "met": len({visit.person_id for visit in this_month if met(visit.outcome)}),
        "due": counts.due_soon,
        "overdue": counts.overdue,
        "alerts": len(alerts.open_of(db, unit)),
        "needs": len(needs.open_of(db, unit)),
        "messages": len({relay.person_account for relay in relays.waiting(db, unit)}),
        "newcomers": newcomers.how_many(db, unit),
        "calls": call_list.how_many(db, unit),
    }


def glance(scope: Scope, _argument: str) -> Reply:
    found = numbers(scope)
    scope.audit("unit.glance")
    leads = {
        "alerts": "do:alerts",
        "overdue": "do:overdue",
        "messages": "do:waiting_messages",
        "needs": "do:needs",
        "newcomers": "do:newcomers",
        "calls": "do:calls",
    }
    buttons = [
        scope.button(f"glance.button.{key}", press, count=found[key]) for key, press in leads.items() if found[key]
    ]
    on_duty = duty.button(scope, scope.account.on_duty)
    return Said("glance.numbers", dict(found), (*buttons, on_duty, scope.menu_button()))


def overdue(scope: Scope, argument: str) -> Reply:
    """Whom nobody has visited in time, the longest first; `argument` says how many are skipped."""
    found = persons.overdue(scope.db, scope.unit, scope.today)
    scope.audit("persons.listed", None, f"overdue: {len(found)}")
    if not found:
        return Said("overdue.none", buttons=(scope.menu_button(),))
    first = int(argument) if argument.isdecimal() and len(argument) < 6 else 0
    page = found[first : first + PAGE]
    guardians = _guardians(scope, page)
    buttons = [Button(_line(scope, person, guardians), f"do:overdue_one:{person.id}") for person in page]
    if first + PAGE < len(found):
        buttons.append(scope.button("officer.button.more", f"do:overdue:{first + PAGE}"))
    return Said("overdue.list", {"count": len(found)}, (*buttons, scope.menu_button()))


def _guardians(scope: Scope, found: list[Person]) -> dict[int, Account]:
    ids = assignments.guardians_of(scope.db, [person.id for person in found])
    known = accounts.several(scope.db, set(ids.values()))
    return {person_id: known[guardian_id] for person_id, guardian_id in ids.items()}


def _line(scope: Scope, person: Person, guardians: dict[int, Account]) -> str:
    guardian = guardians.get(person.id)
    return scope.text(
        "overdue.line",
        who=person.name,
        days=visit_due(person.next_visit_on, scope.today).days_overdue,
        guardian=scope.wording.called(guardian) if guardian else scope.text("overdue.nobody"),
    )


def overdue_one(scope: Scope, argument: str) -> Reply:
    person = person_in(scope, argument, "overdue")
    if person is None:
        return not_here(scope)
    guardians = _guardians(scope, [person])
    buttons = [
        scope.button(
            "officer.button.reassign" if guardians else "officer.button.assign", f"go:assign:person={person.id}"
        ),
        scope.button("officer.button.card", f"do:person_card:{person.id}"),
        scope.button("overdue.button.list", "do:overdue"),
    ]
    if guardians:
        who = scope.wording.called(guardians[person.id])
        buttons.insert(0, scope.button("overdue.button.remind", f"do:overdue_remind:{person.id}", who=who))
    return Outgoing(_line(scope, person, guardians), tuple(buttons))


def remind(scope: Scope, argument: str) -> Reply:
    """The guardian is asked, kindly and by name of who asks, to go and see; once a day is enough."""
    person = person_in(scope, argument, "remind")
    guardian = _guardians(scope, [person]).get(person.id) if person else None
    if person is None or guardian is None:
        return not_here(scope)
    buttons = (scope.button("overdue.button.list", "do:overdue"), scope.menu_button())
    fields = {"guardian": scope.wording.called(guardian)}
    today = scope.today.isoformat()
    if due.is_planned(scope.db, "visit_asked", person.id, today):
        return Said("overdue.reminded_today", fields, buttons)
    due.mark(scope.db, "visit_asked", person.id, today, unit=person.unit)
    reached = notices.tell(
        scope.db,
        scope.deployment,
        guardian.id,
        "visit_asked",
        _please_visit(scope.account, person),
        subject_id=person.id,
    )
    scope.audit("guardian.reminded", person.id, f"guardian {guardian.id}")
    return Said("overdue.reminded" if reached else "overdue.call", fields, buttons)


def _please_visit(officer: Account, person: Person) -> notices.Telling:
    def telling(wording: Wording) -> Outgoing:
        words = wording.text("notice.visit_asked", officer=wording.called(officer), who=wording.called(person))
        return Outgoing(words, (visit_button(wording, person),))

    return telling


COMMANDS = (
    Command("glance", glance, may=OFFICER, words=("/glance", "/toanxa", "toan xa", "at a glance")),
    Command("overdue", overdue, may=OFFICER, words=("/overdue", "/chuaghe", "chua ghe", "overdue")),
    Command("overdue_one", overdue_one, may=OFFICER),
    Command("overdue_remind", remind, may=OFFICER),
)
