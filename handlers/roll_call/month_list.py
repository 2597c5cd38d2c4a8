"""Officers see who has presented themselves this month, note somebody who came, excuse, or take a count back."""

from handlers.kit import Answers, Button, Choice, Form, Option, Outgoing, Problem, Said, Text
from handlers.kit.commands import Command, Reply
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.people import naming
from handlers.people.naming import person_named
from handlers.people.targets import not_here, person_in
from handlers.reports.roll_call_list import month_named
from handlers.roll_call import counting
from rules.roll_call import month_of, owes
from storage import access, roll_calls
from storage.persons import Person
from storage.roll_calls import RollCall

OFFICER = ("officer",)


def owing(scope: Scope) -> list[Person]:
    """Lists those of the commune who owe a roll-call, by name."""
    people = access.visible_persons(scope.db, scope.account, "roll call")
    return [person for person in people if person.unit == scope.unit and owes(person.case_type)]


def listed(scope: Scope, argument: str = "") -> Reply:
    """Lists this month's roll-calls, those still missing first; `argument` says how many lines are skipped."""
    people = owing(scope)
    called = roll_calls.of_month(scope.db, [person.id for person in people], month_of(scope.today))
    people.sort(key=lambda person: person.id in called)
    page = ListPage.asked(argument, len(people))
    names = naming.for_officers(scope.wording, people)
    buttons = page.numbered(
        [
            Button(_line(scope, names[person.id], called.get(person.id)), f"do:roll_call_one:{person.id}")
            for person in page.of(people)
        ]
    )
    fields = {"month": month_named(month_of(scope.today)), "count": len(people), "called": len(called)}
    key = "roll_call.list" if people else "roll_call.list_none"
    return Said(key, fields, (*buttons, *page.more(scope, "do:roll_call_list:"), *_ways_on(scope)))


def _line(scope: Scope, name: str, called: RollCall | None) -> str:
    return f"{name} · {counting.line(scope, called) if called else scope.text('roll_call.state.missing')}"


def _ways_on(scope: Scope) -> tuple[Button, ...]:
    return (
        scope.button("roll_call.screen.button", "do:roll_call_screen", typed=scope.text("roll_call.screen.typed")),
        scope.button("roll_call_chat.button", "go:roll_call_chat", typed=scope.text("roll_call_chat.typed")),
        scope.menu_button(),
    )


def show(scope: Scope, argument: str) -> Reply:
    """Shows somebody's months, and what can be done about this one."""
    person = person_in(scope, argument, "roll call")
    if person is None:
        return not_here(scope)
    calls = roll_calls.latest(scope.db, person.id)
    lines = [_month(scope, called) for called in calls] or [scope.text("roll_call.none")]
    now = next((called for called in calls if called.month == month_of(scope.today)), None)
    back = scope.button("roll_call.list.button", "do:roll_call_list")
    return Outgoing(
        "\n".join([naming.name_of(person), *lines]), (*_deeds(scope, person, now), back, scope.menu_button())
    )


def _month(scope: Scope, called: RollCall) -> str:
    told = scope.text("roll_call.month", month=month_named(called.month), line=counting.line(scope, called))
    words = called.why or called.place
    return f"{told}\n  «{words}»" if words else told


def _deeds(scope: Scope, person: Person, now: RollCall | None) -> tuple[Button, ...]:
    if person.status != "managed" or not owes(person.case_type):
        return ()
    if now is not None:
        return (scope.button("roll_call.strike.button", f"do:roll_call_strike:{person.id}"),)
    return (
        scope.button("roll_call.came.button", f"do:roll_call_came:{person.id}"),
        scope.button("roll_call.excuse.button", f"go:roll_call_excuse:person={person.id}"),
    )


def _in_charge_of(scope: Scope, argument: str) -> Person | None:
    """Finds somebody of the officer's own commune, whose roll-call is theirs to note."""
    person = person_in(scope, argument, "roll call")
    is_theirs = person is not None and person.unit == scope.unit and owes(person.case_type)
    return person if is_theirs else None


def came(scope: Scope, argument: str) -> Reply:
    """Notes somebody who stands at the desk."""
    person = _in_charge_of(scope, argument)
    if person is None or person.status != "managed":
        return not_here(scope)
    counting.count(scope, person, "officer")
    return show(scope, argument)


def strike(scope: Scope, argument: str) -> Reply:
    """Takes a count back: somebody had the code who was not there, or a wrong name was pressed."""
    person = _in_charge_of(scope, argument)
    if person is None:
        return not_here(scope)
    roll_calls.strike(scope.db, unit=person.unit, person_id=person.id, month=month_of(scope.today), by=scope.account.id)
    return show(scope, argument)


def missing(_answers: Answers, scope: Scope) -> list[Option]:
    people = owing(scope)
    called = roll_calls.of_month(scope.db, [person.id for person in people], month_of(scope.today))
    left = [person for person in people if person.id not in called]
    names = naming.for_officers(scope.wording, left)
    return [Option(str(person.id), names[person.id]) for person in left]


def excuse(answers: Answers, scope: Scope) -> Said:
    person = _in_charge_of(scope, answers["person"])
    if person is None:
        raise Problem("no_longer_there", question="person")
    roll_calls.note(
        scope.db,
        unit=person.unit,
        person_id=person.id,
        month=month_of(scope.today),
        state="excused",
        way="officer",
        by=scope.account.id,
        why=answers["why"],
    )
    counting.settle(scope, person)
    back = scope.button("roll_call.list.button", "do:roll_call_list")
    return Said("roll_call_excuse.done", {"who": scope.wording.called(person)}, (back, scope.menu_button()))


def nobody_missing(scope: Scope) -> Said | None:
    if missing({}, scope):
        return None
    back = scope.button("roll_call.list.button", "do:roll_call_list")
    return Said("roll_call_excuse.nobody", buttons=(back, scope.menu_button()))


roll_call_excuse = Form(
    "roll_call_excuse",
    Choice("person", missing, named=person_named),
    Text("why", longest=300),
    submit=excuse,
    may=OFFICER,
    review=False,
    ready=nobody_missing,
)
COMMANDS = (
    Command(
        "roll_call_list",
        listed,
        may=OFFICER,
        words=("/diemdanh", "diem danh", "danh sach diem danh", "roll call"),
    ),
    Command("roll_call_one", show, may=OFFICER),
    Command("roll_call_came", came, may=OFFICER),
    Command("roll_call_strike", strike, may=OFFICER),
)
