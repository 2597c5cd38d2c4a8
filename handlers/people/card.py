"""An officer finds somebody and reads what is known: home, guardian, visits, what is needed, what is worrying."""

import re
from dataclasses import replace

from handlers.kit import Answers, Button, Form, Outgoing, Problem, Said, Text
from handlers.kit.commands import Command, Reply, Start, begins, id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.people import deeds, naming
from handlers.people.history import Entry, listed
from handlers.people.records import form_of, visit_entry, visit_line
from handlers.people.targets import ending_in, not_here, person_in
from handlers.understand.fold import clean, fold
from handlers.understand.phones import spoken
from rules.alerts import OPEN_STATES
from rules.local_time import local_day
from rules.visits import visit_due
from storage import (
    access,
    accounts,
    alerts,
    assignments,
    covers,
    needs,
    pauses,
    person_details,
    persons,
    phones,
    visits,
)
from storage.persons import Person

MOST_FOUND = 8
LAST_VISITS = 3
MORE_VISITS = 6
OFFICER = ("officer",)
LOOKS_FOR = re.compile(
    r"^(?:(?:cho|toi|em|minh|anh|chi|xem|tim|kiem|tra|cuu|giup|ho so|thong tin|nguoi|cua|ten|la|find|look|up|for) )+"
)


# what is asked about somebody behind their name: «Bình ở xóm mấy»
ASKED_ABOUT = re.compile(
    r" (?:o (?:xom|thon|dau|cho|ap|xa|nha)|(?:la|lam|bao nhieu|may|so dien thoai|sdt|dt|con|dang|ve|co|thuoc|do|ai) )"
    r".*$| (?:la ai|o dau|the nao|ra sao|sao roi|dau roi|so may|sdt)$"
)
ADDRESSED = re.compile(r"^(?:anh|chi|em|ong|ba|bac|co|chu|chau|thang|con|cau) (?=\w)")


# behind whom is sought: «tìm hồ sơ Nam cái đã»
ENDS = re.compile(r"(?: (?:cai da|da nao|di|nhe|nha|giup|giup toi|voi|xem nao|cho toi|a))+$")


def search(answers: Answers, scope: Scope) -> Said:
    people = _fitting(answers["words"], scope)
    if not people:
        return _guardians(scope, answers["words"])
    if len(people) == 1:
        return _card_said(scope, people[0])
    return _several(scope, people)


def _fitting(words: str, scope: Scope) -> list[Person]:
    """Finds whom the words name, with «anh» or «chị» before the name or without."""
    people = access.find(scope.db, scope.account, words)
    addressed = ADDRESSED.match(fold(clean(words)))
    return people if people or not addressed else access.find(scope.db, scope.account, words[addressed.end() :])


def _guardians(scope: Scope, words: str) -> Said:
    """Offers the guardians of this name, where nobody in care has it. Raises Problem where they do not either."""
    sought = set(ADDRESSED.sub("", fold(clean(words))).split())
    guardians = accounts.with_role(scope.db, scope.unit, "guardian")
    fitting = [each for each in guardians if sought and sought <= set(fold(each.name).split())][:MOST_FOUND]
    if not fitting:
        raise Problem("nobody", question="words")
    buttons = tuple(Button(each.name, f"do:commune_people:of-{each.id}") for each in fitting)
    return Said("find_person.guardians", buttons=(*buttons, scope.button("find_person.again", "go:find_person")))


def _several(scope: Scope, people: list[Person]) -> Said:
    names = naming.for_officers(scope.wording, people)
    buttons = tuple(Button(names[person.id], f"do:person_card:{person.id}") for person in people[:MOST_FOUND])
    key = "find_person.found" if len(people) <= MOST_FOUND else "find_person.found_many"
    again = scope.button("find_person.again", "go:find_person")
    return Said(key, {"count": len(people), "shown": MOST_FOUND}, (*buttons, again))


def named(_scope: Scope, text: str) -> Answers:
    """Reads whom a sentence looks for or asks about: «tìm anh Nam xóm 6», «Nam ở xóm mấy»."""
    said = ENDS.sub("", fold(clean(text)).strip(" ?.!"))
    sought, asked = LOOKS_FOR.match(said), ASKED_ABOUT.search(said)
    if sought is None and asked is None:
        return {}
    end = len(said[: asked.start()].split() if asked and not sought else said.split())
    words = clean(text).split()[len(sought[0].split()) if sought else 0 : end]
    return {"words": " ".join(words)} if words else {}


find_person = Form("find_person", Text("words", longest=60), submit=search, may=OFFICER, review=False, prefill=named)


def _card_said(scope: Scope, person: Person) -> Said:
    scope.audit("person.looked", person.id, "card")
    return Said("officer.card", {"lines": "\n".join(lines_of(scope, person))}, buttons_of(scope, person))


def card(scope: Scope, argument: str) -> Reply:
    if not argument:
        return Start("find_person")
    if len(typed := ending_in(scope, argument)) > 1:
        return _several(scope, typed)
    person = person_in(scope, argument, "card")
    if person is None:
        return not_here(scope)
    return Outgoing("\n".join(lines_of(scope, person)), buttons_of(scope, person))


def lines_of(scope: Scope, person: Person) -> list[str]:
    """Says who somebody is, who looks after them, when they are visited and what is open."""
    born = scope.text("officer.card.born", year=person.born) if person.born else ""
    head = " · ".join(part for part in (person.name, born, person.hamlet) if part)
    case = scope.text(f"case_type.{person.case_type}")
    lines = [
        head,
        scope.text("officer.card.home", day=scope.day(person.came_home_on), case=case),
        *_beside(scope, person),
        _guardian(scope, person),
    ]
    if person.status != "managed":
        lines.append(_standing(scope, person))
    lines += [*_meetings(scope, person), *_open_matters(scope, person)]
    if person.account_id is None:
        lines.append(scope.text("officer.card.no_chat"))
    return lines


def _beside(scope: Scope, person: Person) -> list[str]:
    """Tells the day of birth, the end and the note that a list has given."""
    details = person_details.get(scope.db, person.id)
    told = {
        "born_on": scope.wording.date_on_paper(details.born_on) if details.born_on else "",
        "ends_on": scope.wording.date_on_paper(details.ends_on) if details.ends_on else "",
        "note": details.note or "",
    }
    return [scope.text(f"officer.card.{name}", said=said) for name, said in told.items() if said]


def _standing(scope: Scope, person: Person) -> str:
    """Says that the management has ended, or since when and why it rests."""
    pause = pauses.running(scope.db, person.id) if person.status == "paused" else None
    if pause is None:
        return scope.text(f"officer.card.{person.status}")
    why = scope.text(f"pause_management.reason.{pause.reason}")
    return scope.text("officer.card.paused_since", day=scope.day(local_day(pause.started_at)), why=why)


def _guardian(scope: Scope, person: Person) -> str:
    guardian = accounts.get(scope.db, assignments.guardian_of(scope.db, person.id))
    if guardian is None:
        return scope.text("officer.card.nobody")
    acting = accounts.get(scope.db, covers.acting_guardians(scope.db, [person.id]).get(person.id))
    if acting is not None and acting.id != guardian.id:
        return scope.text("officer.card.stand_in", who=guardian.name, stand_in=acting.name)
    return scope.text("officer.card.guardian", who=guardian.name)


def _meetings(scope: Scope, person: Person) -> list[str]:
    report, viewer = form_of(scope.deployment, "visit_report"), scope.viewer(person)
    last = visits.latest(scope.db, person.id, LAST_VISITS)
    lines = [visit_line(report, visit, viewer) for visit in last] or [scope.text("officer.card.never_met")]
    if person.next_visit_on is None:
        return lines
    late = visit_due(person.next_visit_on, scope.today).days_overdue
    key = "officer.card.late" if late else "officer.card.next"
    return [scope.text(key, day=scope.day(person.next_visit_on), days=late), *lines]


def _open_matters(scope: Scope, person: Person) -> list[str]:
    needs_named = ", ".join(
        scope.text(f"visit_report.needs.{need.kind}") for need in needs.of_person(scope.db, person.id)
    )
    still_open = [alert.code for alert in alerts.of_person(scope.db, person.id) if alert.state in OPEN_STATES]
    lines = [scope.text("officer.card.needs", needs=needs_named)] if needs_named else []
    return [*lines, scope.text("officer.card.alerts", numbers=", ".join(still_open))] if still_open else lines


def buttons_of(scope: Scope, person: Person) -> tuple[Button, ...]:
    """Offers what an officer can do for somebody, by how their management stands."""
    return _of_managed(scope, person) if person.status == "managed" else _of_ended(scope, person)


def _of_ended(scope: Scope, person: Person) -> tuple[Button, ...]:
    """Offers what is kept of somebody whose management has ended, and the way back."""
    return (
        scope.button("officer.button.manage_again", f"do:manage_again:{person.id}"),
        scope.button("officer.button.visits", f"do:person_visits:{person.id}"),
        scope.button("officer.button.checkins", f"do:person_checkins:{person.id}"),
        scope.button("officer.button.phone", f"do:person_phone:{person.id}"),
        scope.menu_button(),
    )


def _of_managed(scope: Scope, person: Person) -> tuple[Button, ...]:
    """Offers the next thing, what is read and how the person is reached; the rest stands behind «Việc khác»."""
    can = deeds.of(scope, person)
    return (
        can.next,
        scope.button("officer.button.visits", f"do:person_visits:{person.id}"),
        scope.button("officer.button.checkins", f"do:person_checkins:{person.id}"),
        *can.by_matter["contact"],
        scope.button("officer.button.further", f"do:person_further:{person.id}"),
        scope.menu_button(),
    )


def last_visits(scope: Scope, argument: str) -> Reply:
    """Lists the last reports with what was written in them."""

    def read(person: Person, viewer: Viewer) -> list[Entry]:
        report = form_of(scope.deployment, "visit_report")
        return [visit_entry(report, visit, viewer) for visit in visits.latest(scope.db, person.id, MORE_VISITS)]

    reply = listed(scope, argument, "visits", read)
    return replace(reply, buttons=(*_questions(scope, argument), *reply.buttons))


def _questions(scope: Scope, argument: str) -> tuple[Button, ...]:
    """Offers to ask the guardian about the last reports that are theirs."""
    person = persons.get(scope.db, id_in(argument))
    is_seen = person is not None and access.may_see(scope.db, scope.account, person)
    guardian_id = assignments.guardian_of(scope.db, person.id) if person and is_seen else None
    reports = visits.latest(scope.db, person.id, LAST_VISITS) if person and guardian_id else []
    return tuple(
        scope.button("thread.button.ask_report", f"do:thread_ask:{visit.id}", number=visit.receipt)
        for visit in reports
        if visit.guardian_id == guardian_id
    )


def phone_number(scope: Scope, argument: str) -> Reply:
    """Shows the number behind a button of its own, to whoever means to call."""
    person = person_in(scope, argument, "phone")
    if person is None:
        return not_here(scope)
    back = scope.button("officer.button.card", f"do:person_card:{person.id}")
    who = scope.wording.called(person)
    phone = phones.of_person(scope.db, person)
    return Said(
        "officer.phone" if phone else "officer.phone_none",
        {"who": who, "phone": spoken(phone or "")},
        (back,),
    )


COMMANDS = (
    Command("find_person", begins("find_person"), may=OFFICER, words=("/find", "/tim", "tim nguoi", "find a person")),
    Command("person_card", card, may=OFFICER, words=("ho so", "record"), record="person"),
    Command("person_visits", last_visits, may=OFFICER),
    Command("person_phone", phone_number, may=OFFICER, words=("goi", "call"), record="person"),
)
