"""An officer puts somebody into a guardian's care; the person and both guardians hear of it."""

from handlers.kit import Answers, Choice, Form, Option, Outgoing, Problem, Said
from handlers.kit.commands import Command, begins, id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.notify.visit_planning import plan_visits
from handlers.notify.withdrawal import mark_done, withdraw
from handlers.people import naming
from handlers.people.naming import person_named
from handlers.people.targets import hand_over_button, people_to_choose, person_in, visit_button
from rules.covers import REPORTED_AFTER
from rules.visits import next_visit_on, or_soon
from storage import accounts, assignments, due, persons
from storage.accounts import Account
from storage.persons import Person

OFFICER = ("officer",)
NOBODY = "nobody"


def guardians(answers: Answers, scope: Scope) -> list[Option]:
    """Offers those who look after the fewest first, without the present guardian unless there is no other."""
    loads = loads_of(scope.author)
    present = assignments.guardian_of(scope.db, id_in(str(answers.get("person", ""))))
    all_guardians = accounts.with_role(scope.db, scope.unit, "guardian")
    choices = [guardian for guardian in all_guardians if guardian.id != present] or all_guardians
    choices.sort(key=lambda guardian: loads.get(guardian.id, 0))
    names = naming.of_accounts(scope.wording, choices)
    lines = {guardian.id: guardian_line(guardian, names[guardian.id], scope.author) for guardian in choices}
    options = [Option(str(guardian_id), line) for guardian_id, line in lines.items()]
    return [*options, Option(NOBODY, scope.text("assign.guardian.nobody"))] if present else options


def guardian_named(value: str, viewer: Viewer) -> str:
    """Names an account of the officer's own commune."""
    if value == NOBODY:
        return viewer.text("assign.guardian.nobody")
    guardian, officer = accounts.get(viewer.db, id_in(value)), viewer.reader
    is_ours = guardian is not None and officer is not None and guardian.unit == officer.unit
    return guardian_line(guardian, guardian.name, viewer) if guardian and is_ours else ""


def guardian_line(guardian: Account, name: str, viewer: Viewer) -> str:
    """Names a guardian and how many they look after: «Nguyễn Văn Tư · đang giúp 3»."""
    return viewer.text("assign.guardian.line", who=name, count=loads_of(viewer).get(guardian.id, 0))


def loads_of(viewer: Viewer) -> dict[int, int]:
    """Maps guardian → how many they look after in the reader's commune, counted once in a turn or page."""
    unit = viewer.reader.unit if viewer.reader else ""
    return viewer.once("loads", lambda: assignments.loads(viewer.db, unit))


def no_guardians(scope: Scope) -> Said | None:
    if accounts.with_role(scope.db, scope.unit, "guardian"):
        return None
    return Said(
        "assign.no_guardians", buttons=(scope.button("officer.button.invite_new", "go:invite:who=new;role=guardian"),)
    )


def put_in_care(answers: Answers, scope: Scope) -> Said:
    person = person_in(scope, answers["person"], "assign")
    if person is None or person.status != "managed":
        raise Problem("no_longer_there", question="person")
    if answers["guardian"] == NOBODY:
        return _end_care(scope, person)
    guardian = accounts.get(scope.db, id_in(answers["guardian"]))
    if guardian is None or guardian.unit != scope.unit or "guardian" not in guardian.roles:
        raise Problem("no_longer_there", question="guardian")
    former_id = hand_to(scope, person, guardian)
    fields = {"who": scope.wording.called(person), "guardian": scope.wording.called(guardian)}
    card = scope.button("officer.button.card", f"do:person_card:{person.id}")
    if former_id == guardian.id:
        return Said("assign.same", fields, (card,))
    reached = _tell_all(scope, person, guardian, former_id)
    return Said("assign.done" if reached else "assign.done_call", fields, (card, scope.menu_button()))


def hand_to(scope: Scope, person: Person, guardian: Account) -> int | None:
    """Puts the person into the guardian's care, with what waited for the former one; says in whose care they were."""
    former_id = assignments.assign(scope.db, person.id, guardian.id, scope.account.id)
    if former_id != guardian.id:
        _move_reminders(scope, person, former_id, guardian)
    return former_id


def _end_care(scope: Scope, person: Person) -> Said:
    """Ends the care without another guardian; until there is one, visits are the officers' matter."""
    former_id = assignments.end(scope.db, person.id, scope.account.id)
    card = scope.button("officer.button.card", f"do:person_card:{person.id}")
    former = accounts.get(scope.db, former_id)
    if former is None:
        raise Problem("no_longer_there", question="person")
    withdraw(scope.db, "visit", person.id, "unassigned", reader_id=former.id)
    mark_done(scope.db, scope.deployment, "visit", person.id, {former.id}, key="handed_over")
    plan_visits(scope.db, scope.deployment, person.id)
    if former.status == "active":
        _tell(scope, person, former.id, lambda wording: _to_former(wording, scope, person, None))
    if person.account_id:
        _tell(scope, person, person.account_id, lambda wording: _left_alone(wording, former))
    fields = {"who": scope.wording.called(person), "guardian": scope.wording.called(former)}
    return Said("assign.ended", fields, (card, scope.menu_button()))


def _left_alone(wording: Wording, former: Account) -> Outgoing:
    return Outgoing(wording.text("notice.assign.to_person_none", former=wording.called(former)))


def _move_reminders(scope: Scope, person: Person, former_id: int | None, guardian: Account) -> None:
    """Gives the new guardian the reminders that waited for the former one."""
    if person.next_visit_on is None:
        persons.set_next_visit(scope.db, person.id, next_visit_on(scope.today, person.came_home_on, person.visit_every))
    if former_id is not None:
        withdraw(scope.db, "visit", person.id, "assigned", reader_id=former_id)
        mark_done(scope.db, scope.deployment, "visit", person.id, {former_id}, key="handed_over")
        due.redirect(scope.db, person.id, former_id, guardian.id)
    plan_visits(scope.db, scope.deployment, person.id)


def _tell_all(scope: Scope, person: Person, guardian: Account, former_id: int | None) -> bool:
    """Tells those concerned; False if the new guardian could not be reached and is on the call list now."""
    former = accounts.get(scope.db, former_id)
    tell_former(scope, person, guardian, former)
    tell_person(scope, person, guardian, former)
    return tell_guardian(scope, person, guardian)


def tell_former(scope: Scope, person: Person, guardian: Account, former: Account | None) -> None:
    if former and former.status == "active":
        _tell(scope, person, former.id, lambda wording: _to_former(wording, scope, person, guardian))


def tell_person(scope: Scope, person: Person, guardian: Account, former: Account | None) -> None:
    if person.account_id:
        _tell(scope, person, person.account_id, lambda wording: _to_person(wording, guardian, former))


def tell_guardian(scope: Scope, person: Person, guardian: Account) -> bool:
    """Tells whoever helps from now on; False if they could not be reached."""
    return _tell(scope, person, guardian.id, lambda wording: _to_guardian(wording, scope, person))


def _tell(scope: Scope, person: Person, account_id: int, telling: notices.Telling) -> bool:
    return notices.tell(scope.db, scope.deployment, account_id, "assignment", telling, subject_id=person.id)


def _to_guardian(wording: Wording, scope: Scope, person: Person) -> Outgoing:
    who = wording.called(person)
    fresh = persons.get(scope.db, person.id) or person
    day = wording.day(or_soon(fresh.next_visit_on or scope.today, scope.today))
    text = wording.text("notice.assign.to_guardian", who=who, where=person.hamlet, day=day)
    return Outgoing(text, (hand_over_button(wording, person), visit_button(wording, person)))


def _to_former(wording: Wording, scope: Scope, person: Person, guardian: Account | None) -> Outgoing:
    """Thanks whoever helped until now, and says until when a visit of before may still be reported."""
    key = "notice.assign.to_former" if guardian else "notice.assign.to_former_none"
    fields = {"who": wording.called(person), "Guardian": capital(wording.called(guardian)) if guardian else ""}
    until = wording.day(scope.today + REPORTED_AFTER, scope.today)
    return Outgoing(wording.text(key, **fields, day=until), (visit_button(wording, person),))


def _to_person(wording: Wording, guardian: Account, former: Account | None) -> Outgoing:
    key = "notice.assign.to_person_changed" if former else "notice.assign.to_person"
    fields = {"guardian": wording.called(guardian), "Guardian": capital(wording.called(guardian))}
    return Outgoing(wording.text(key, **fields, former=wording.called(former) if former else ""))


assign = Form(
    "assign",
    Choice("person", people_to_choose, named=person_named),
    Choice("guardian", guardians, named=guardian_named),
    submit=put_in_care,
    may=OFFICER,
    ready=no_guardians,
)


COMMANDS = (Command("assign", begins("assign"), may=OFFICER, words=("/giao", "giao", "/assign", "assign")),)
