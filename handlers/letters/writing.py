"""An officer writes an invitation or a reminder to somebody, and gets it as Word to sign and as PDF."""

from datetime import date, datetime

from handlers.kit import Answers, Choice, Day, Form, Moment, Problem, Text
from handlers.kit.commands import Command, Reply, begins
from handlers.kit.scope import Scope
from handlers.people import office_document
from handlers.people.naming import person_named
from handlers.people.office_document import OfficeDocument
from handlers.people.targets import not_here, people_to_choose, person_in
from handlers.reports import letters

INVITATION = OfficeDocument("invitation_letter", letters.of_invitation)
REMINDER = OfficeDocument("reminder_letter", letters.of_reminder)
OFFICER = ("officer",)


def not_past(day: date, today: date) -> str | None:
    return "in_past" if day < today else None


def invite(answers: Answers, scope: Scope) -> Reply:
    if datetime.fromisoformat(answers["at"]) <= scope.now:
        raise Problem("in_past", question="at")
    said = {name: answers.get(name) for name in ("at", "place", "purpose", "bring")}
    return _written(INVITATION, answers, said, scope)


def remind(answers: Answers, scope: Scope) -> Reply:
    return _written(REMINDER, answers, {name: answers.get(name) for name in ("what", "by", "more")}, scope)


def _written(letter: OfficeDocument, answers: Answers, said: dict[str, str | None], scope: Scope) -> Reply:
    person = person_in(scope, answers["person"], letter.form)
    if person is None:
        return not_here(scope)
    return office_document.ask(scope, letter.form, person, letters.written(**said))


invitation_letter = Form(
    "invitation_letter",
    Choice("person", people_to_choose, named=person_named, detail="head"),
    Moment("at"),
    Text("place", longest=160),
    Text("purpose", longest=400),
    Text("bring", longest=200, optional=True),
    submit=invite,
    may=OFFICER,
)
reminder_letter = Form(
    "reminder_letter",
    Choice("person", people_to_choose, named=person_named, detail="head"),
    Text("what", longest=200),
    Day("by", problem=not_past, offers=(3, 7), to_come=True),
    Text("more", longest=400, optional=True),
    submit=remind,
    may=OFFICER,
)
COMMANDS = (
    Command(
        "invitation_letter",
        begins("invitation_letter"),
        may=OFFICER,
        words=("/giaymoi", "giay moi", "viet giay moi", "invitation letter"),
    ),
    Command(
        "reminder_letter",
        begins("reminder_letter"),
        may=OFFICER,
        words=("/giaynhac", "giay nhac viec", "viet giay nhac viec", "reminder letter"),
    ),
)
