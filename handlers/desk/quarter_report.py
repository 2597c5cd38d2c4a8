"""The page of one report HCD-08: its words as they were sent, what became of it, and the presses of the chat."""

from dataclasses import dataclass

from handlers.desk.page import Asked, DeskPage, Missing
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.people import attachments, naming
from handlers.quarter import officers, reading
from rules.quarter import PARTS
from storage import access, accounts, persons, quarter_reports
from storage.persons import Person
from storage.quarter_reports import QuarterReport


@dataclass(frozen=True, slots=True)
class StepRow:
    state: str
    version: int
    at: str
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Presses are those of the chat, empty where there is none. `following`: the next report that waits, and whose."""

    report: int
    person: int
    who: str
    name: str
    quarter: str
    quarter_name: str
    state: str
    guardian: str
    sent: str
    version: int
    parts: tuple[tuple[str, str], ...]
    visits: tuple[tuple[str, str, str], ...]
    question: str
    steps: tuple[StepRow, ...]
    accept: str
    give_back: str
    reopen: str
    papers: str
    sent_along: tuple[tuple[str, str], ...]
    following: tuple[int, str] | None


def gather(scope: Scope, asked: Asked) -> ReportFacts:
    report = quarter_reports.get(scope.db, id_in(asked.get("report", "")))
    if report is None:
        raise Missing
    person = access.look(scope.db, scope.account, report.person_id, "quarter report")
    guardian = accounts.get(scope.db, report.guardian_id)
    words = report.content.get("words", {})
    is_sent = report.sent_at is not None
    return ReportFacts(
        report=report.id,
        person=person.id,
        who=scope.wording.called(person),
        name=naming.name_of(person),
        quarter=report.quarter,
        quarter_name=reading.quarter_name(scope.wording, report),
        state=report.state,
        guardian=guardian.name if guardian else "",
        sent=scope.moment(report.sent_at) if report.sent_at else "",
        version=report.version,
        parts=tuple((scope.text(f"quarter_report.{part}.label"), words[part]) for part in PARTS if words.get(part)),
        visits=tuple((row["ngay"], row["cach_gap"], row["ket_qua"]) for row in report.content.get("visits", ())),
        question=report.question,
        steps=tuple(_steps(scope, report)),
        accept=f"do:quarter_accept:{report.id}.{report.version}" if report.state == "sent" else "",
        give_back=f"go:quarter_return:report={report.id}" if report.state == "sent" else "",
        reopen=f"go:quarter_reopen:report={report.id}" if report.state == "accepted" else "",
        papers=f"do:office_document:hcd_08.{person.id}.{report.id}" if is_sent else "",
        sent_along=_sent_along(scope, report) if is_sent else (),
        following=_following(scope, report),
    )


def _steps(scope: Scope, report: QuarterReport) -> list[StepRow]:
    steps = quarter_reports.steps(scope.db, report.id)
    accounts_by_id = accounts.several(scope.db, {step.by for step in steps if step.by})
    return [
        StepRow(
            state=step.state,
            version=step.version,
            at=scope.moment(step.at),
            by=accounts_by_id[step.by].name if step.by in accounts_by_id else "",
            words=step.words if step.state == "returned" else "",
        )
        for step in steps
    ]


def _sent_along(scope: Scope, report: QuarterReport) -> tuple[tuple[str, str], ...]:
    buttons = attachments.buttons(scope.db, scope.wording, officers.sent_along(scope, report))
    return tuple((button.label, button.press) for button in buttons)


def _following(scope: Scope, report: QuarterReport) -> tuple[int, str] | None:
    waiting = quarter_reports.in_states(scope.db, scope.unit, report.quarter, ["sent"], most=2)
    following = next((other for other in waiting if other.id != report.id), None)
    person: Person | None = persons.get(scope.db, following.person_id) if following else None
    return (following.id, naming.name_of(person)) if following and person else None


QUARTER_REPORT = DeskPage(
    id="quarter_report", path="quarter/reports/{report}", gather=gather, topics=("quarter",), in_menu=False
)
