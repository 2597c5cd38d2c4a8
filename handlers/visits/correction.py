"""A guardian puts a report right, within a day of filing it; how it read before is kept."""

from handlers.kit import Answers, Button, Choice, Form, Option, Outgoing, Said
from handlers.kit.commands import Command, Reply, Start, id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.people import attachments
from handlers.visits.follow_up import follow_up
from handlers.visits.report import next_visit_on, receipt, visit_report
from storage import access, persons
from storage import visits as reports
from storage.persons import Person
from storage.visits import TooLateToCorrect, Visit


def correctable(scope: Scope) -> list[tuple[Visit, Person]]:
    """Lists the guardian's reports of the last day, on people still in their care."""
    in_care = {person.id: person for person in access.in_care(scope.db, scope.account)}
    recent = reports.correctable(scope.db, scope.account.id)
    return [(visit, in_care[visit.person_id]) for visit in recent if visit.person_id in in_care]


def reports_to_correct(_answers: Answers, scope: Scope) -> list[Option]:
    return [Option(str(visit.id), label(visit, person, scope.author)) for visit, person in correctable(scope)]


def label(visit: Visit, person: Person, viewer: Viewer) -> str:
    return f"{visit.receipt} · {viewer.wording.called(person)} · {viewer.day(visit.visited_on)}"


def visit_named(value: str, viewer: Viewer) -> str:
    """Names a report of the guardian's own."""
    visit = reports.get(viewer.db, id_in(value))
    person = persons.get(viewer.db, visit.person_id) if visit else None
    own = visit and viewer.reader and visit.guardian_id == viewer.reader.id
    return label(visit, person, viewer) if visit and person and own else ""


def correct(scope: Scope, argument: str) -> Reply:
    """Starts the correction of a report by its receipt's number; without one, offers those still correctable."""
    own_reports = correctable(scope)
    for visit, _ in own_reports:
        if visit.number == id_in(argument):
            return Start("visit_correction", {"visit": str(visit.id), **visit.said()})
    if argument or not own_reports:
        return _too_late(scope)
    buttons = tuple(
        Button(label(visit, person, scope.author), f"do:correct:{visit.number}") for visit, person in own_reports
    )
    return Outgoing(scope.text("visit_correction.visit.ask"), buttons)


def _too_late(scope: Scope) -> Said:
    """Says that it is too late; what was reported can still be read."""
    mine = scope.button("my_reports.button", "do:my_reports", typed=scope.text("my_reports.typed"))
    return Said("visit_correction.too_late", buttons=(mine, scope.menu_button()))


def file_correction(answers: Answers, scope: Scope) -> Said:
    before = reports.get(scope.db, int(answers["visit"]))
    assert before is not None
    person = access.look(scope.db, scope.account, before.person_id, "visit report")
    try:
        visit = reports.correct(
            scope.db,
            before.id,
            by=scope.account.id,
            next_visit_on=next_visit_on(person, answers, scope),
            **reports.as_filed(answers),
        )
    except TooLateToCorrect:
        return _too_late(scope)
    attachments.file_under(scope, answers.get("note"), "visit", person)
    person = persons.get(scope.db, person.id) or person
    return receipt("visit_correction.thanks", visit, person, follow_up(scope, visit, person, before), scope)


def correcting(report: Form) -> Form:
    """Asks what the report asks, of a visit that has one."""
    return Form(
        "visit_correction",
        Choice("visit", reports_to_correct, named=visit_named, detail="head"),
        *report.questions[1:],
        submit=file_correction,
        may=("guardian",),
    )


visit_correction = correcting(visit_report)

COMMANDS = (
    Command(
        "correct",
        correct,
        may=("guardian",),
        words=("/sua", "sua bao cao", "/correct", "correct report"),
        record="visit",
    ),
)
