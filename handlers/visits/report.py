"""A guardian tells us how a visit went."""

from datetime import date

from handlers.kit import Answers, Choice, Choices, Day, Form, Note, Option, Place, Said
from handlers.kit.scope import Scope
from handlers.people import attachments, naming
from handlers.visits.follow_up import follow_up
from rules import visits
from storage import access, persons
from storage import visits as reports

HAS_A_COLUMN = ("person", "visit", "visited_on", "kind", "outcome")


def people_in_care(answers: Answers, scope: Scope) -> list[Option]:
    """The longest unvisited first."""
    found = scope.once(
        "in care", lambda: access.in_care(scope.db, scope.account, "" if "person" in answers else "visit report")
    )
    labels = naming.labels(scope.wording, found, scope.today)
    return [Option(str(person.id), labels[person.id]) for person in found]


def met(answers: Answers) -> bool:
    return visits.met(answers["outcome"])


def not_met(answers: Answers) -> bool:
    return not met(answers)


def reasons(answers: Answers, scope: Scope) -> list[Option]:
    """What may have kept them from meeting, by how the visit ended."""
    codes = visits.reasons_for(answers.get("outcome", ""))
    return [Option(code, scope.text(f"visit_report.reason.{code}")) for code in codes]


def nobody_in_care(scope: Scope) -> Said | None:
    if people_in_care({}, scope):
        return None
    return Said("visit_report.nobody", buttons=(scope.menu_button(),))


def file_report(answers: Answers, scope: Scope) -> Said:
    person = access.look(scope.db, scope.account, int(answers["person"]), "visit report")
    visit = reports.add(
        scope.db,
        guardian=scope.account,
        person_id=person.id,
        visited_on=date.fromisoformat(answers["visited_on"]),
        kind=answers["kind"],
        outcome=answers["outcome"],
        answers=what_was_said(answers),
        next_visit_on=next_visit_on(person, answers, scope),
        filing=f"inbox {scope.message_id}" if scope.message_id else None,
    )
    attachments.file_under(scope, answers.get("note"), "visit", person)
    person = persons.get(scope.db, person.id) or person
    return receipt("visit_report.thanks", visit, person, follow_up(scope, visit, person), scope)


def next_visit_on(person: persons.Person, answers: Answers, scope: Scope) -> date:
    visited_on = date.fromisoformat(answers["visited_on"])
    day = visits.next_visit_on(visited_on, person.came_home_on, person.visit_every, outcome=answers["outcome"])
    return visits.or_soon(day, scope.today)


def what_was_said(answers: Answers) -> Answers:
    """All that has no column of its own."""
    return {key: value for key, value in answers.items() if key not in HAS_A_COLUMN}


def receipt(key: str, visit: reports.Visit, person: persons.Person, pressing: bool, scope: Scope) -> Said:
    """The number, until when to come again, and whether somebody has been told at once."""
    ending = "_moved" if visit.outcome == "moved" else "_alerted" if pressing else ""
    fields = {
        "number": visit.receipt,
        "person": naming.called(scope.wording, person),
        "day": scope.day(person.next_visit_on or scope.today),
    }
    buttons = (
        scope.button("visit_report.next_one", "go:visit_report", typed=scope.text("guardian.typed.visit")),
        scope.button(
            "visit_report.correct",
            f"do:correct:{visit.number}",
            typed=scope.text("guardian.typed.correct", number=visit.number),
        ),
        scope.menu_button(),
    )
    return Said(f"{key}{ending}", fields, buttons)


visit_report = Form(
    "visit_report",
    Choice("person", people_in_care),
    Day("visited_on", problem=visits.day_problem),
    Choice("kind", visits.KINDS),
    Choice("outcome", visits.OUTCOMES),
    Choice("work", visits.WORK, when=met),
    Choice("mood", visits.MOOD, when=met),
    Choices("concerns", visits.CONCERNS, when=met),
    Choices("needs", visits.NEEDS, when=met),
    Choice("reason", reasons, when=not_met),
    Note("note"),
    Place("place", optional=True),
    submit=file_report,
    may=("guardian",),
    ready=nobody_in_care,
)
