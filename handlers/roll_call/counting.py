"""Whose roll-call is owed and how it stands; counting one, whichever way it came."""

from handlers.kit import Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.notify.withdrawal import mark_done, withdraw
from handlers.people import record
from handlers.reports.roll_call_list import month_named
from rules.roll_call import month_of, owes, state_on
from storage import roll_calls
from storage.persons import Person
from storage.roll_calls import RollCall


def not_wanted(scope: Scope) -> Said | None:
    """Says why no presence of the sender is wanted now; None where one is."""
    if (unknown := record.missing(scope)) is not None:
        return unknown
    person = record.person_of(scope)
    assert person is not None
    buttons = (scope.menu_button(),)
    if person.status != "managed" or not owes(person.case_type):
        return Said("roll_call.not_owed", buttons=(scope.human_button(), *buttons))
    called = of_this_month(scope, person)
    return Said("roll_call.already", {"line": line(scope, called)}, buttons) if called else None


def of_this_month(scope: Scope, person: Person) -> RollCall | None:
    month = month_of(scope.today)
    return roll_calls.of_month(scope.db, [person.id], month).get(person.id)


def count(scope: Scope, person: Person, way: str, *, place: str | None = None) -> bool:
    """Counts somebody as present, or late after day 5; False where the month has its roll-call already."""
    counted = roll_calls.note(
        scope.db,
        unit=person.unit,
        person_id=person.id,
        month=month_of(scope.today),
        state=state_on(scope.today),
        way=way,
        by=scope.account.id,
        place=place,
    )
    if counted:
        settle(scope, person)
    return counted


def settle(scope: Scope, person: Person) -> None:
    """Calls off what asks for a roll-call that is there."""
    withdraw(scope.db, "roll_call", person.id, "roll call")
    if person.account_id:
        mark_done(scope.db, scope.deployment, "roll_call", person.id, {person.account_id}, key="roll_call")


def thanks(scope: Scope) -> Said:
    return Said(f"roll_call.thanks.{state_on(scope.today)}", {"now": scope.moment(scope.now)}, (scope.menu_button(),))


def line(scope: Scope, called: RollCall) -> str:
    """Says a roll-call in a line: «đúng hạn · tại trụ sở · 08:31 thứ Tư 2/12»."""
    parts = [scope.text(f"roll_call.state.{called.state}")]
    if called.state != "excused":
        parts.append(scope.text(f"roll_call.way.{called.way}"))
    return " · ".join([*parts, scope.moment(called.at)])


def own(scope: Scope, _argument: str) -> Reply:
    """Shows a person their own last months."""
    person = record.person_of(scope)
    if person is None:
        return record.missing(scope) or Said("roll_call.none", buttons=(scope.menu_button(),))
    calls = roll_calls.latest(scope.db, person.id)
    if not calls:
        return Said("roll_call.none", buttons=(scope.menu_button(),))
    lines = [
        scope.text("roll_call.month", month=month_named(called.month), line=line(scope, called)) for called in calls
    ]
    return Outgoing("\n".join([scope.text("roll_call.own"), *lines]), (scope.menu_button(),))


COMMANDS = (
    Command("roll_calls_own", own, may=("person",), words=("diem danh cua toi", "my roll calls", "/diemdanhcuatoi")),
)
