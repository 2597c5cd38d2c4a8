"""The page of a quarter: its reports by state, what else belongs to it, and all of it in one ZIP."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.desk import which_quarter
from handlers.desk.page import Asked, DeskPage
from handlers.desk.which_quarter import Choice
from handlers.documents.sheet import Sheet
from handlers.kit.scope import Scope
from handlers.people import naming
from handlers.quarter.package import PACKAGE
from handlers.reports import quarter as drafting
from handlers.reports import roll_call_list
from handlers.reports.quarter_package import GROUPED, MOST, months_of
from handlers.reports.roll_call_list import month_named
from rules.deadlines import Quarter, report_window
from rules.groups import LETTERS
from rules.local_time import local_day
from rules.quarter import late_from, period_of
from storage import accounts, assignments, made_documents, quarter_pages
from storage.quarter_pages import MISSING, NOT_CHOSEN, Place, ReportLine

PAGE = 50
# what an officer has to do something about comes first
STATES = ("sent", "waiting", "returned", "not_begun", "accepted")


@dataclass(frozen=True, slots=True)
class ReportRow:
    """`report` is the id of the report, empty where it is not begun; `late` where it came after day 5."""

    report: str
    person: int
    name: str
    hamlet: str
    guardian: str
    sent: str
    late: bool
    version: int


@dataclass(frozen=True, slots=True)
class Made:
    """A ZIP that was asked for here: `file` is its id, 0 while it is being made or where it could not be."""

    file: int
    state: str
    at: str
    size: str


@dataclass(frozen=True, slots=True)
class QuarterFacts:
    quarter: str
    name: str
    first: str
    last: str
    quarters: tuple[Choice, ...]
    states: tuple[Choice, ...]
    state: str
    everybody: int
    rows: tuple[ReportRow, ...]
    more: str
    grouped: int
    not_grouped: int
    months: tuple[tuple[str, str, int], ...]
    package: str
    made: tuple[Made, ...]


def gather(scope: Scope, asked: Asked) -> QuarterFacts:
    quarter = which_quarter.asked_for(scope, asked)
    counts = quarter_pages.report_counts(scope.db, scope.unit, period_of(quarter), quarter.last)
    state = _state(asked, counts)
    lines = quarter_pages.reports(
        scope.db,
        scope.unit,
        period_of(quarter),
        state,
        last=quarter.last,
        most=PAGE + 1,
        after=Place.read(asked.get("after", "")),
    )
    scope.audit("persons.listed", None, f"quarter reports: {len(lines[:PAGE])}")
    letters = quarter_pages.group_counts(scope.db, scope.unit, GROUPED, period_of(quarter))
    first, last = (scope.wording.date_on_paper(day) for day in report_window(quarter))
    return QuarterFacts(
        quarter=period_of(quarter),
        name=drafting.named(scope.text, quarter),
        first=first,
        last=last,
        quarters=which_quarter.choices(scope, quarter),
        states=tuple(
            Choice(each, scope.text(f"desk.quarter.state.{each}"), each == state, counts.get(each, 0))
            for each in STATES
        ),
        state=state,
        everybody=sum(counts.values()),
        rows=tuple(_rows(scope, quarter, lines[:PAGE])),
        more=str(lines[PAGE - 1].place) if len(lines) > PAGE else "",
        grouped=sum(letters.get(letter, 0) for letter in LETTERS),
        not_grouped=letters.get(NOT_CHOSEN, 0),
        months=tuple(_months(scope, quarter)),
        package=f"do:quarter_package:{period_of(quarter)}",
        made=tuple(_made(scope, quarter)),
    )


def _state(asked: Asked, counts: Mapping[str, int]) -> str:
    if asked.get("state") in STATES:
        return asked["state"]
    return next((each for each in STATES if counts.get(each)), STATES[0])


def _rows(scope: Scope, quarter: Quarter, lines: Sequence[ReportLine]) -> list[ReportRow]:
    guardians = _guardian_names(scope, [line.person.id for line in lines])
    late = late_from(quarter)
    return [
        ReportRow(
            report=str(line.report_id or ""),
            person=line.person.id,
            name=line.person.name,
            hamlet=line.person.hamlet,
            guardian=guardians.get(line.person.id, scope.text("officer.card.nobody")),
            sent=scope.wording.date_on_paper(local_day(line.sent_at)) if line.sent_at else "",
            late=(line.sent_at or scope.now) >= late,
            version=line.version,
        )
        for line in lines
    ]


def _guardian_names(scope: Scope, person_ids: Sequence[int]) -> dict[int, str]:
    guardians = assignments.guardians_of(scope.db, person_ids)
    names = naming.of_accounts(scope.wording, accounts.several(scope.db, set(guardians.values())).values())
    return {person: names[guardian] for person, guardian in guardians.items() if guardian in names}


def _months(scope: Scope, quarter: Quarter) -> list[tuple[str, str, int]]:
    """Lists the months that have begun, each with how many are missing at its roll-call."""
    begun = [month for month in months_of(quarter) if month <= f"{scope.today:%Y-%m}"]
    counts = {
        month: quarter_pages.roll_call_counts(scope.db, scope.unit, roll_call_list.OWING, month) for month in begun
    }
    return [(month, month_named(month), counts[month].get(MISSING, 0)) for month in begun]


def _made(scope: Scope, quarter: Quarter) -> list[Made]:
    """Lists the ZIPs of this quarter that were asked for here since yesterday, the last first."""
    lately = made_documents.of_chat(scope.db, scope.chat.id)
    return [
        Made(
            file=document.id if document.state == "stored" else 0,
            state=document.state,
            at=scope.moment(document.created_at),
            size=f"{(document.size or 0) / 1_000_000:.1f}",
        )
        for document in lately
        if document.document == PACKAGE and document.argument == period_of(quarter)
    ]


def sheet(scope: Scope, asked: Asked) -> Sheet:
    """Lists everybody with the state of their report."""
    quarter = which_quarter.asked_for(scope, asked)
    headings = [scope.text(f"desk.quarter.column.{column}") for column in COLUMNS]
    rows = []
    for state in STATES:
        lines = quarter_pages.reports(scope.db, scope.unit, period_of(quarter), state, last=quarter.last, most=MOST)
        words = scope.text(f"desk.quarter.state.{state}")
        rows += [[row.name, row.hamlet, row.guardian, words, row.sent] for row in _rows(scope, quarter, lines)]
    scope.audit("persons.listed", None, f"quarter reports: {len(rows)}")
    return Sheet(drafting.named(scope.text, quarter).replace("/", "-"), headings, rows)


COLUMNS = ("name", "hamlet", "guardian", "state", "sent")
QUARTER = DeskPage(
    id="quarter", path="quarter", gather=gather, sheet=sheet, topics=("quarter", "people", "roll_calls", "documents")
)
