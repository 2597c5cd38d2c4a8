"""A guardian gets the report of a quarter drafted, puts any part right in their own words, and sends it."""

from handlers.kit import Answers, Button, Choice, Form, JsonValue, Note, Option, Problem, Said
from handlers.kit.commands import Command, Reply, Start, id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording, capital
from handlers.notify.withdrawal import withdraw
from handlers.people import attachments, naming
from handlers.people.records import form_of
from handlers.people.targets import not_here, person_in
from handlers.quarter import reading
from handlers.quarter.documents import HCD_08
from handlers.reports import quarter as drafting
from rules.quarter import PARTS, quarter_in
from rules.standing import Standing
from storage import persons, quarter_reports
from storage.persons import Person
from storage.quarter_reports import QuarterReport

OFFICE_AND_GUARDIAN: tuple[Standing, ...] = ("officer", "guardian")
GUARDIAN = ("guardian",)


def _to_send(viewer: Viewer) -> list[tuple[QuarterReport, Person]]:
    """Lists the reader's reports that are not sent, with whom each is about; looked up once in a turn."""

    def look_up() -> list[tuple[QuarterReport, Person]]:
        reader = viewer.reader
        waiting = quarter_reports.to_send(viewer.db, [reader.id]).get(reader.id, []) if reader else []
        people = persons.several(viewer.db, {report.person_id for report in waiting})
        return [(report, people[report.person_id]) for report in waiting]

    return viewer.once("quarter reports to send", look_up)


def _labels(viewer: Viewer) -> dict[int, str]:
    waiting = _to_send(viewer)
    names = naming.in_short(viewer.wording, {person.id: person for _, person in waiting}.values())
    return {
        report.id: f"{capital(names[person.id])} · {reading.quarter_name(viewer.wording, report)}"
        for report, person in waiting
    }


def reports_to_send(_answers: Answers, scope: Scope) -> list[Option]:
    return [Option(str(report_id), label) for report_id, label in _labels(scope.author).items()]


def report_named(value: str, viewer: Viewer) -> str:
    return _labels(viewer).get(id_in(value), "")


def drafted(value: JsonValue, scope: Scope) -> Answers:
    """Brings every part: as it was sent before, if an officer returned it, or else drafted from the records."""
    report, person = _own(scope, value)
    if report is None or person is None:
        return {}
    scope.audit("person.looked", person.id, "quarter report")
    if report.sent_at is not None:
        answers: Answers = report.content["answers"]
        return answers
    record = _on_record(scope, report, person)
    return dict(drafting.draft(record)) if record else {}


def _own(scope: Scope, value: JsonValue) -> tuple[QuarterReport | None, Person | None]:
    waiting = {str(report.id): (report, person) for report, person in _to_send(scope.author)}
    return waiting.get(str(value), (None, None))


def _on_record(scope: Scope, report: QuarterReport, person: Person) -> drafting.QuarterOnRecord | None:
    """Reads the quarter for a paper, which is Vietnamese whatever its guardian chats in."""
    quarter = quarter_in(report.quarter)
    if quarter is None:
        return None
    wording = Wording(scope.deployment.texts, "vi", scope.account)
    form = form_of(scope.deployment, "visit_report")
    [record] = drafting.read(lambda somebody: Viewer.of(scope.db, wording, somebody), [person], quarter, form)
    return record


def nothing_to_send(scope: Scope) -> Said | None:
    return None if _to_send(scope.author) else Said("quarter_report.nothing", buttons=(scope.menu_button(),))


def question_before(answers: Answers, scope: Scope) -> str:
    """Says under the review what an officer asked, and that it goes to the office under the guardian's name."""
    report, _ = _own(scope, answers["report"])
    if report is None:
        return ""
    asked = scope.text("quarter_report.asked_line", question=report.question) if report.question else ""
    return "\n".join(filter(None, (asked, scope.text("quarter_report.preview"))))


def send(answers: Answers, scope: Scope) -> Said:
    report, person = _own(scope, answers["report"])
    record = _on_record(scope, report, person) if report and person else None
    if report is None or person is None or record is None:
        raise Problem("no_longer_there", question="report")
    parts = {part: answers.get(part) for part in PARTS}
    content = {
        "answers": parts,
        "words": reading.words_of(record.viewer.wording, parts),
        "visits": drafting.visit_rows(record),
    }
    if not quarter_reports.send(scope.db, report, content, by=scope.account.id, unit=person.unit):
        raise Problem("no_longer_there", question="report")
    withdraw(scope.db, "quarter_report", report.id, "sent")
    for said in parts.values():
        attachments.file_under(scope, said, "quarter", person)
    return _sent(scope, report, person)


def _sent(scope: Scope, report: QuarterReport, person: Person) -> Said:
    """Thanks, and goes on with the next person without a way through the menu."""
    left = quarter_reports.to_send(scope.db, [scope.account.id]).get(scope.account.id, [])
    fields = {
        "who": scope.wording.called(person),
        "quarter": reading.quarter_name(scope.wording, report),
        "count": len(left),
    }
    return Said(
        "quarter_report.thanks_more" if left else "quarter_report.thanks",
        fields,
        (*_next(scope, left), HCD_08.button(scope, person, str(report.id)), scope.menu_button()),
    )


def _next(scope: Scope, left: list[QuarterReport]) -> tuple[Button, ...]:
    following = persons.get(scope.db, left[0].person_id) if left else None
    if following is None:
        return ()
    who = scope.wording.called(following)
    return (scope.button("quarter_report.button.next", f"go:quarter_report:report={left[0].id}", who=who),)


quarter_report = Form(
    "quarter_report",
    Choice("report", reports_to_send, named=report_named, detail="head", brings=drafted),
    *(Note(part, several=part == "remarks", seen_by=OFFICE_AND_GUARDIAN) for part in PARTS),
    submit=send,
    may=GUARDIAN,
    ready=nothing_to_send,
    preview=question_before,
    remarks="remarks",
)


def begin(scope: Scope, argument: str) -> Reply:
    """Starts with the only one, or asks which; by an id, shows one that was sent."""
    if argument:
        return _read(scope, argument)
    waiting = _to_send(scope.author)
    return Start("quarter_report", {"report": str(waiting[0][0].id)} if len(waiting) == 1 else {})


def _read(scope: Scope, argument: str) -> Reply:
    report = quarter_reports.get(scope.db, id_in(argument))
    person = person_in(scope, str(report.person_id), "quarter report") if report else None
    if report is None or person is None:
        return not_here(scope)
    buttons = (HCD_08.button(scope, person, str(report.id)),) if report.sent_at else ()
    text = "\n".join(reading.lines(scope, report, person))
    return Said("quarter_report.shown", {"lines": text}, (*buttons, scope.menu_button()))


COMMANDS = (
    Command(
        "quarter",
        begin,
        may=GUARDIAN,
        words=("/baocaoquy", "bao cao quy", "/quarter", "quarter report", "hcd 08", "hcd08"),
        takes_argument=True,
    ),
)
