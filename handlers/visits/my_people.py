"""The people in a guardian's care: who is to be visited and when, and how long nobody has met them."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.people import naming
from rules.visits import visit_due
from storage import access, due
from storage.persons import Person

PAGE = 8
GUARDIAN = ("guardian",)


def my_people(scope: Scope, argument: str = "") -> Reply:
    """Lists the people in care, those to be visited first in front; `argument` is the page."""
    people = access.in_care(scope.db, scope.account, "my people")
    if not people:
        return Said("visit_report.nobody", buttons=(scope.menu_button(),))
    people.sort(key=lambda person: (person.next_visit_on is None, person.next_visit_on or scope.today))
    first = min(int(argument[:4]) if argument.isdecimal() else 0, (len(people) - 1) // PAGE) * PAGE
    shown = people[first : first + PAGE]
    late = sum(visit_due(person.next_visit_on, scope.today).is_overdue for person in people)
    head = scope.text("my_people.late" if late else "my_people.all_well", count=len(people), late=late)
    labels = naming.labels(scope.wording, shown, scope.today)
    lines = [f"{place}. {labels[person.id]}{_due_words(person, scope)}" for place, person in enumerate(shown, 1)]
    return Outgoing("\n".join([head, *lines, scope.text("my_people.how")]), _buttons(scope, shown, first, len(people)))


def _due_words(person: Person, scope: Scope) -> str:
    """Says when to visit: « · nên ghé trước thứ Tư 25/11», « · hẹn ghé từ thứ Hai 9/11»."""
    if person.next_visit_on is None:
        return ""
    key = "my_people.since" if visit_due(person.next_visit_on, scope.today).is_overdue else "my_people.before"
    return " · " + scope.text(key, day=scope.day(person.next_visit_on))


def _buttons(scope: Scope, shown: list[Person], first: int, count: int) -> tuple[Button, ...]:
    names = naming.in_short(scope.wording, shown)
    buttons = [
        Button(scope.text("my_people.report", person=names[person.id]), f"go:visit_report:person={person.id}")
        for person in shown
    ]
    if first + PAGE < count:
        typed = scope.text("guardian.typed.more", page=first // PAGE + 1)
        rest = {"first": first + PAGE + 1, "last": min(first + 2 * PAGE, count), "count": count}
        buttons.append(scope.button("list.more", f"do:people:{first // PAGE + 1}", typed=typed, **rest))
    if count > 1:
        buttons.append(scope.button("visit_round.button", "go:visit_round", typed=scope.text("visit_round.typed")))
    buttons.append(scope.button("visit_month.button", "do:visit_month", typed=scope.text("visit_month.typed")))
    leave = scope.button("leave.menu", "do:my_leave", typed=scope.text("leave.typed"))
    plans = scope.button("goal.button.plans", "do:plan", typed=scope.text("goal.typed.own"))
    return (*buttons, plans, leave, scope.menu_button())


def busy(scope: Scope, argument: str) -> Reply:
    """Looks for somebody else where the guardian cannot go."""
    late = [
        person
        for person in access.in_care(scope.db, scope.account, "busy")
        if visit_due(person.next_visit_on, scope.today).is_overdue and argument in ("", str(person.id))
    ]
    if not late:
        return Said("my_people.busy.nobody", buttons=(scope.menu_button(),))
    if len(late) > 1:
        names = naming.in_short(scope.wording, late)
        buttons = tuple(Button(capital(names[person.id]), f"do:busy:{person.id}") for person in late[:PAGE])
        return Said("my_people.busy.which", buttons=buttons)
    _ask_for_stand_in(scope, late[0])
    scope.audit("visit.busy", late[0].id)
    return Said("my_people.busy", {"person": scope.wording.called(late[0])}, (scope.menu_button(),))


def _ask_for_stand_in(scope: Scope, person: Person) -> None:
    """Tells the officers, once for each visit, that the guardian cannot go."""
    due.plan(scope.db, "visit_busy", person.id, str(person.next_visit_on), scope.now, unit=person.unit)


COMMANDS = (
    Command(
        "people",
        my_people,
        may=GUARDIAN,
        words=("/people", "/nguoi", "nguoi toi giup", "nguoi toi dang giup", "my people"),
        takes_argument=True,
    ),
    Command("busy", busy, may=GUARDIAN, words=("ban", "toi ban", "busy"), takes_argument=True),
)
