"""An officer returns a report with a question, or opens an accepted one again with a reason."""

from functools import partial

from handlers.kit import Answers, Choice, Form, Option, Said, Text
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.people.targets import not_here
from handlers.quarter import officers, reading
from storage import access, persons, quarter_reports


def report_named(value: str, viewer: Viewer) -> str:
    """Names a report by the id in an answer, to those who may see whom it is about."""
    report = quarter_reports.get(viewer.db, id_in(value))
    person = persons.get(viewer.db, report.person_id) if report else None
    if (
        report is None
        or person is None
        or viewer.reader is None
        or not access.may_see(viewer.db, viewer.reader, person)
    ):
        return ""
    return f"{viewer.wording.called(person)} · {reading.quarter_name(viewer.wording, report)}"


def in_state(state: str, answers: Answers, scope: Scope) -> list[Option]:
    """Offers the report that the button named, as long as it is in this state."""
    report = quarter_reports.get(scope.db, id_in(str(answers.get("report", ""))))
    named = report_named(str(report.id), scope.author) if report and report.state == state else ""
    return [Option(str(report.id), named)] if report and named else []


def submit(answers: Answers, scope: Scope) -> Said:
    opened = officers.report_in(scope, answers["report"], "quarter report returned")
    if opened is None:
        return not_here(scope)
    report, person = opened
    return officers.give_back(scope, report, person, answers["question"])


def _form(id: str, state: str) -> Form:
    return Form(
        id,
        Choice("report", partial(in_state, state), named=report_named, detail="head"),
        Text("question", longest=500, verbatim=True),
        submit=submit,
        may=("officer",),
        review=False,
    )


FORMS = (_form("quarter_return", "sent"), _form("quarter_reopen", "accepted"))
