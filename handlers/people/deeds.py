"""What an officer can do for somebody, from the record: the one next thing first, everything else by its matter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handlers.kit import Button, Outgoing
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.people.targets import not_here, person_in
from rules.alerts import OPEN_STATES
from rules.visits import visit_due
from storage import accounts, alerts, assignments
from storage.persons import Person

OFFICER = ("officer",)


@dataclass(frozen=True, slots=True)
class Deeds:
    """`next`: what is called for most. `by_matter`: the rest; «contact» stands on the record itself in chat."""

    next: Button
    by_matter: Mapping[str, tuple[Button, ...]]


def of(scope: Scope, person: Person) -> Deeds:
    """Gives what can be done for somebody who is managed, or whose management rests."""
    write = _write(scope, person)
    cared_for = assignments.guardian_of(scope.db, person.id)
    assign = scope.button(
        "officer.button.reassign" if cared_for else "officer.button.assign", f"go:assign:person={person.id}"
    )
    following = next(_called_for(scope, person, cared_for, assign), write)
    by_matter = {
        "contact": (write, *_contact(scope, person)),
        "guardian": (assign, *_guardian(scope, person)),
        "papers": _papers(scope, person),
        "standing": tuple(_standing(scope, person)),
    }
    return Deeds(
        following,
        {
            matter: tuple(button for button in buttons if button.press != following.press)
            for matter, buttons in by_matter.items()
        },
    )


def _called_for(scope: Scope, person: Person, guardian_id: int | None, assign: Button) -> Iterator[Button]:
    """Yields what waits: an alert, a guardian to be found, a visit that is overdue."""
    for alert in alerts.of_person(scope.db, person.id):
        if alert.state in OPEN_STATES:
            yield scope.button("officer.button.alert", f"do:alert_see:{alert.id}", number=alert.code)
    guardian = accounts.get(scope.db, guardian_id)
    if guardian is None:
        yield assign
    elif person.next_visit_on and visit_due(person.next_visit_on, scope.today).days_overdue:
        who = scope.wording.called(guardian)
        yield scope.button("overdue.button.remind", f"do:overdue_remind:{person.id}", who=who)


def _write(scope: Scope, person: Person) -> Button:
    if person.account_id:
        return scope.button("officer.button.write", f"do:relay_write:{person.account_id}")
    return scope.button("officer.button.invite", f"go:invite:who=person;person={person.id}")


def _contact(scope: Scope, person: Person) -> tuple[Button, ...]:
    return (
        scope.button("officer.button.phone", f"do:person_phone:{person.id}"),
        scope.button("officer.button.appointment", f"go:appointment:person={person.id}"),
        scope.button("officer.button.alarm", f"go:officer_alarm:person={person.id}"),
    )


def _guardian(scope: Scope, person: Person) -> tuple[Button, ...]:
    return (
        scope.button("officer.button.threads", f"do:threads_of:{person.id}"),
        scope.button("officer.button.interval", f"go:visit_interval:person={person.id}"),
        scope.button("officer.button.tasks", f"do:tasks_of:{person.id}"),
    )


def _papers(scope: Scope, person: Person) -> tuple[Button, ...]:
    return (
        scope.button("officer.button.charge", f"do:charge:{person.id}"),
        scope.button("officer.button.documents", f"do:person_documents:{person.id}"),
    )


def _standing(scope: Scope, person: Person) -> Iterator[Button]:
    yield scope.button("transfer.button", f"go:transfer:person={person.id}")
    yield scope.button("officer.button.pause", f"go:pause_management:person={person.id}")
    yield scope.button("officer.button.end_management", f"go:end_management:person={person.id}")
    if person.account_id:
        yield scope.button("officer.button.lost", f"do:lost_of:{person.account_id}")


def further(scope: Scope, argument: str) -> Reply:
    """Shows what else can be done, which would make the record's own list too long to choose from."""
    person = person_in(scope, argument, "card")
    if person is None:
        return not_here(scope)
    by_matter = of(scope, person).by_matter
    rest = [button for matter, buttons in by_matter.items() if matter != "contact" for button in buttons]
    text = scope.text("officer.card.further", who=scope.wording.called(person))
    return Outgoing(text, (*rest, scope.button("officer.button.card", f"do:person_card:{person.id}")))


COMMANDS = (Command("person_further", further, may=OFFICER),)
