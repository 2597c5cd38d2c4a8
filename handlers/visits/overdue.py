"""Whom nobody has visited in time, as officers see them, and what can be done: remind the guardian, assign another."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.pages import PAGE, ListPage
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.people import naming
from handlers.people.targets import not_here, person_in, visit_button
from rules.visits import visit_due
from storage import accounts, covers, due, visits_due
from storage.accounts import Account
from storage.persons import Person

OFFICER = ("officer",)


def overdue(scope: Scope, argument: str) -> Reply:
    """Lists whom nobody has visited in time, the longest first; `argument` says how many are skipped."""
    page = ListPage.asked(argument, visits_due.how_many_overdue(scope.db, scope.unit, scope.today))
    shown = visits_due.overdue(scope.db, scope.unit, scope.today, most=PAGE, skipped=page.skipped)
    scope.audit("persons.listed", None, f"overdue: {len(shown)}")
    if not shown:
        return Said("overdue.none", buttons=(scope.menu_button(),))
    guardians = _guardians(scope, shown)
    names = naming.told_apart(shown, _name, naming.name_of, *naming.whole(scope.wording))
    buttons = page.numbered(
        [Button(_line(scope, person, names[person.id], guardians), f"do:overdue_one:{person.id}") for person in shown]
    )
    more = page.more(scope, "do:overdue:")
    return Said("overdue.list", {"count": page.count}, (*buttons, *more, scope.menu_button()))


def _guardians(scope: Scope, people: list[Person]) -> dict[int, Account]:
    ids = covers.acting_guardians(scope.db, [person.id for person in people])
    accounts_by_id = accounts.several(scope.db, set(ids.values()))
    return {person_id: accounts_by_id[guardian_id] for person_id, guardian_id in ids.items()}


def _name(person: Person) -> str:
    return person.name


def _line(scope: Scope, person: Person, name: str, guardians: dict[int, Account]) -> str:
    guardian = guardians.get(person.id)
    return scope.text(
        "overdue.line",
        who=name,
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
    return Outgoing(_line(scope, person, person.name, guardians), tuple(buttons))


def remind(scope: Scope, argument: str) -> Reply:
    """Asks the guardian, kindly and by name of who asks, to go and see; once a day is enough."""
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
    Command("overdue", overdue, may=OFFICER, words=("/overdue", "/chuaghe", "chua ghe", "qua hen", "overdue")),
    Command("overdue_one", overdue_one, may=OFFICER),
    Command("overdue_remind", remind, may=OFFICER),
)
