"""Whom an officer's choices, buttons and typed numbers point at, and the answer when it is not theirs or not there."""

from handlers.kit import Answers, Button, Option, Said
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.people import naming
from handlers.people.naming import TYPED
from storage import access, alerts, assignments
from storage.access import NotAllowed
from storage.alerts import Alert
from storage.persons import Person

# people say an alert's number, buttons carry its id
LONGEST_NUMBER = 9


def alert_in(scope: Scope, argument: str) -> Alert | None:
    """Finds an alert of the officer's own commune, by number or id."""
    short = len(argument) <= LONGEST_NUMBER
    number = id_in(argument)
    alert = alerts.get_by_number(scope.db, scope.unit, number) if short else alerts.get(scope.db, number)
    return alert if alert and access.may_see_alert(scope.account, alert) else None


def typed_for(person: Person) -> str:
    """Gives what is typed for somebody where there are no buttons: the end of the id."""
    return str(person.id)[-TYPED:]


def ending_in(scope: Scope, argument: str) -> list[Person]:
    """Lists those the officer may see whom a typed number stands for."""
    if not argument.isdecimal() or len(argument) != TYPED:
        return []
    return [person for person in access.visible_persons(scope.db, scope.account, "") if typed_for(person) == argument]


def person_in(scope: Scope, argument: str, why: str) -> Person | None:
    """Finds somebody the officer may see; the look is written down, a refusal too."""
    typed = ending_in(scope, argument)
    try:
        return access.look(scope.db, scope.account, typed[0].id if len(typed) == 1 else id_in(argument), why)
    except NotAllowed:
        return None


def people_to_choose(_answers: Answers, scope: Scope) -> list[Option]:
    """Offers all whom the officer may see, those in nobody's care first."""
    people = access.visible_persons(scope.db, scope.account, "")
    cared_for = assignments.guardians_of(scope.db, [person.id for person in people])
    people.sort(key=lambda person: person.id in cared_for)
    names = naming.for_officers(scope.wording, people)
    return [Option(str(person.id), names[person.id]) for person in people]


def visit_button(wording: Wording, person: Person) -> Button:
    """Makes the button that a guardian presses who comes back from a visit."""
    return Button(
        wording.text("notice.assign.visit_now"),
        f"go:visit_report:person={person.id}",
        role="command",
        typed=wording.text("guardian.typed.visit"),
    )


def hand_over_button(wording: Wording, person: Person) -> Button:
    """Makes the button to what the next guardian is to know."""
    return Button(
        wording.text("hand_over.button"),
        f"do:hand_over:{person.id}",
        role="command",
        typed=wording.text("hand_over.typed", number=typed_for(person)),
    )


def not_here(scope: Scope) -> Said:
    return Said("officer.not_here", buttons=(scope.menu_button(),))
