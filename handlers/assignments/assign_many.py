"""An officer puts several into one guardian's care at once: each hears it alone, a guardian of all in one message."""

from handlers.assignments.assign import (
    OFFICER,
    guardian_named,
    guardians,
    hand_to,
    no_guardians,
    tell_former,
    tell_guardian,
    tell_person,
)
from handlers.kit import Answers, Button, Choice, Choices, Form, Incoming, JsonValue, Outgoing, Problem, Said
from handlers.kit.commands import Command, begins, id_in
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.people import naming
from handlers.people.naming import person_named
from handlers.people.targets import people_to_choose, person_in
from rules.covers import REPORTED_AFTER
from rules.visits import or_soon
from storage import access, accounts, assignments, persons
from storage.accounts import Account
from storage.persons import Person

MOST, MOST_NAMED = 100, 12
# longer is no place in a list, but somebody's id
LONGEST_PLACE = 4


class People(Choices):
    """Several people of the commune, by buttons and names, or by their ids as a page sends them."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        words = message.text.replace(",", " ").split()
        if words and all(word.isdecimal() and len(word) > LONGEST_PLACE for word in words):
            return list(dict.fromkeys(words))
        return super().read(message, value, answers, scope)

    def accepts(self, stored: JsonValue) -> bool:
        return super().accepts(stored) and bool(stored)

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        """Asks of those who are named only, however many there are."""
        if len(stored) > MOST:
            raise Problem("too_many", most=MOST)
        people = persons.several(scope.db, map(id_in, stored)).values()
        allowed = [
            person
            for person in people
            if person.status == "managed" and access.may_see(scope.db, scope.account, person)
        ]
        if len(allowed) < len(stored):
            raise Problem("no_longer_there")


def put_all_in_care(answers: Answers, scope: Scope) -> Said:
    guardian = accounts.get(scope.db, id_in(answers["guardian"]))
    if guardian is None or guardian.unit != scope.unit or not access.acts(guardian, "guardian"):
        raise Problem("no_longer_there", question="guardian")
    people = [person_in(scope, chosen, "assign") for chosen in answers["people"]]
    moved: list[tuple[Person, Account | None]] = []
    for person in people:
        if person is None or person.status != "managed":
            raise Problem("no_longer_there", question="people")
        former_id = hand_to(scope, person, guardian)
        if former_id != guardian.id:
            moved.append((person, accounts.get(scope.db, former_id)))
    fields = {"guardian": scope.wording.called(guardian), "count": len(moved)}
    if not moved:
        return Said("assign_many.same", fields, (scope.menu_button(),))
    reached = _tell_all(scope, moved, guardian)
    return Said("assign_many.done" if reached else "assign_many.done_call", fields, (scope.menu_button(),))


def _tell_all(scope: Scope, moved: list[tuple[Person, Account | None]], guardian: Account) -> bool:
    """Tells those concerned; False if the new guardian could not be reached and is on the call list now."""
    formers = {former.id: former for _, former in moved if former}
    for former in formers.values():
        handed_over = [person for person, before in moved if before and before.id == former.id]
        _tell_former(scope, handed_over, guardian, former)
    for person, before in moved:
        tell_person(scope, person, guardian, before)
    if len(moved) == 1:
        return tell_guardian(scope, moved[0][0], guardian)
    people = [person for person, _ in moved]
    return _tell(scope, guardian, lambda wording: _to_guardian(wording, scope, people))


def _tell_former(scope: Scope, people: list[Person], guardian: Account, former: Account) -> None:
    if len(people) == 1:
        tell_former(scope, people[0], guardian, former)
    elif former.status == "active":
        _tell(scope, former, lambda wording: _to_former(wording, scope, people, guardian))


def _tell(scope: Scope, reader: Account, telling: notices.Telling) -> bool:
    return notices.tell(scope.db, scope.deployment, reader.id, "assignment", telling)


def _to_guardian(wording: Wording, scope: Scope, people: list[Person]) -> Outgoing:
    fresh = persons.several(scope.db, [person.id for person in people]).values()
    first = min((person.next_visit_on for person in fresh if person.next_visit_on), default=scope.today)
    day = wording.day(or_soon(first, scope.today))
    text = wording.text("notice.assign.to_guardian_many", count=len(people), names=_names(wording, people), day=day)
    see = Button(wording.text("menu.guardian.people"), "do:people", role="command", typed="/nguoi")
    return Outgoing(text, (see,))


def _to_former(wording: Wording, scope: Scope, people: list[Person], guardian: Account) -> Outgoing:
    """Thanks whoever helped them until now, and says until when a visit of before may still be reported."""
    until = wording.day(scope.today + REPORTED_AFTER, scope.today)
    fields = {"Guardian": capital(wording.called(guardian)), "count": len(people), "names": _names(wording, people)}
    return Outgoing(wording.text("notice.assign.to_former_many", **fields, day=until))


def _names(wording: Wording, people: list[Person]) -> str:
    """Names the first dozen as their guardian calls them."""
    names = list(naming.in_short(wording, people).values())
    return ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")


def preview(answers: Answers, scope: Scope) -> str:
    """Asks for the one yes: «Giao 12 người cho bà Hòa?», and says how many of them somebody else helps now."""
    guardian = accounts.get(scope.db, id_in(answers["guardian"]))
    chosen = [id_in(value) for value in answers["people"]]
    now = assignments.guardians_of(scope.db, chosen).values()
    moved = sum(guardian is not None and guardian_id != guardian.id for guardian_id in now)
    named = scope.wording.called(guardian) if guardian else ""
    asked = scope.text("assign_many.sure", count=len(chosen), guardian=named)
    return f"{asked} {scope.text('assign_many.moved', count=moved)}" if moved else asked


assign_many = Form(
    "assign_many",
    People("people", people_to_choose, named=person_named, verbatim=True),
    Choice("guardian", guardians, named=guardian_named),
    submit=put_all_in_care,
    may=OFFICER,
    ready=no_guardians,
    preview=preview,
)


COMMANDS = (Command("assign_many", begins("assign_many"), may=OFFICER, words=("giao nhieu nguoi", "assign several")),)
