"""The page of the guardians: how many each looks after, visits and reports of a quarter, who is away, who stands in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from handlers.desk.page import Asked, DeskPage
from handlers.documents.sheet import Sheet
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.people import naming
from handlers.reports import quarter as quarters
from rules.deadlines import Quarter, quarter_of
from rules.figures import is_on_time
from rules.local_time import local_day
from rules.quarter import late_from
from storage import account_pages, accounts, covers, guardian_pages, persons
from storage.accounts import Account
from storage.covers import Cover
from storage.guardian_pages import BeforeQuarter, Load, VisitMade

PAGE = 50
MOST_ON_PAPER = 10_000
# kinds of what the audit writes down
CHANGED_BY = ("account", "cover", "person", "quarter_report", "visit")


@dataclass(frozen=True, slots=True)
class OnTime:
    """How many came in time and how many late; `missing`: have not come at all."""

    on_time: int = 0
    late: int = 0
    missing: int = 0

    def __add__(self, other: "OnTime") -> "OnTime":
        return OnTime(self.on_time + other.on_time, self.late + other.late, self.missing + other.missing)


@dataclass(frozen=True, slots=True)
class Leave:
    """A leave in the words of the chat's list; `press` decides on it or ends it, with `button` as its label."""

    words: str
    runs: bool
    button: str
    press: str


@dataclass(frozen=True, slots=True)
class GuardianRow:
    """A guardian. `by_type`: case type in words → count. `visits`, `reports`: of the quarter of the page."""

    id: int
    name: str
    people: int
    by_type: tuple[tuple[str, int], ...]
    overdue: int
    visits: OnTime
    reports: OnTime
    last_report: date | None
    leaves: tuple[Leave, ...]


@dataclass(frozen=True, slots=True)
class GuardiansFacts:
    """The page. `count`: of all; `next_after`: the id to go on after, 0 at the end; `words`: what was searched for."""

    rows: tuple[GuardianRow, ...]
    count: int
    quarter: str
    late_from: date
    leaves: tuple[Leave, ...]
    words: str
    next_after: int


def gather(scope: Scope, asked: Asked) -> GuardiansFacts:
    """Gives a page of the commune's guardians, in Vietnamese order, or those whose name is searched for."""
    words = asked.get("q", "").strip()
    if words:
        shown, following = _named_by(scope, words)[:PAGE], list[Account]()
    else:
        page = guardian_pages.page_of(scope.db, scope.unit, after=id_in(asked.get("after", "")), most=PAGE + 1)
        shown, following = page[:PAGE], page[PAGE:]
    quarter = quarter_of(scope.today).previous
    standing = covers.of_unit(scope.db, scope.unit)
    return GuardiansFacts(
        rows=tuple(rows_of(scope, shown, quarter, standing)),
        count=accounts.how_many_active(scope.db, scope.unit, "guardian"),
        quarter=quarters.named(scope.text, quarter),
        late_from=local_day(late_from(quarter)),
        leaves=tuple(leaves_of(scope, [cover for cover in standing if cover.state == "asked"]).values()),
        words=words,
        next_after=shown[-1].id if following else 0,
    )


def _named_by(scope: Scope, words: str) -> list[Account]:
    return account_pages.matching(accounts.with_role(scope.db, scope.unit, "guardian"), words)


def rows_of(scope: Scope, shown: list[Account], quarter: Quarter, standing: list[Cover]) -> list[GuardianRow]:
    """Counts for these guardians, sorted by name."""
    ids = [guardian.id for guardian in shown]
    loads: dict[int, list[Load]] = {}
    for load in guardian_pages.loads(scope.db, scope.unit, ids):
        loads.setdefault(load.guardian_id, []).append(load)
    visits = visits_on_time(*guardian_pages.visits_made(scope.db, ids, quarter))
    reports = reports_on_time(scope, ids, quarter)
    last = guardian_pages.last_reports(scope.db, ids)
    names = naming.of_accounts(scope.wording, shown)
    leaves = leaves_of(scope, standing)
    rows = []
    for guardian in persons.by_name(shown):
        own = loads.get(guardian.id, [])
        rows.append(
            GuardianRow(
                id=guardian.id,
                name=names[guardian.id],
                people=sum(load.count for load in own),
                by_type=_by_type(scope, own),
                overdue=sum(load.overdue for load in own),
                visits=visits.get(guardian.id, OnTime()),
                reports=reports.get(guardian.id, OnTime()),
                last_report=local_day(last[guardian.id]) if guardian.id in last else None,
                leaves=tuple(leaves[cover.id] for cover in standing if concerns(cover, guardian.id)),
            )
        )
    return rows


def _by_type(scope: Scope, own: list[Load]) -> tuple[tuple[str, int], ...]:
    counted = sorted(own, key=lambda load: (-load.count, load.case_type))
    return tuple((scope.text(f"case_type.{load.case_type}"), load.count) for load in counted)


def visits_on_time(made: list[VisitMade], before: Mapping[int, BeforeQuarter]) -> dict[int, OnTime]:
    """Counts by guardian the visits that came by the day the one before had set, whoever made that, and those late."""
    previous = {person: record.visited for person, record in before.items()}
    counted: dict[int, OnTime] = {}
    for visit in made:
        in_time = is_on_time(before[visit.person_id].in_care, previous[visit.person_id], visit.visited)
        previous[visit.person_id] = visit.visited
        counted[visit.guardian_id] = counted.get(visit.guardian_id, OnTime()) + OnTime(in_time, not in_time)
    return counted


def reports_on_time(scope: Scope, guardian_ids: Collection[int], quarter: Quarter) -> dict[int, OnTime]:
    """Counts by guardian the quarter's reports on those in their care, by when each was first sent."""
    counted: dict[int, OnTime] = {}
    for guardian, sent_at in guardian_pages.reports_sent(scope.db, guardian_ids, quarter):
        is_late = sent_at is not None and sent_at >= late_from(quarter)
        report_count = OnTime(sent_at is not None and not is_late, is_late, sent_at is None)
        counted[guardian] = counted.get(guardian, OnTime()) + report_count
    return counted


def concerns(cover: Cover, guardian_id: int) -> bool:
    """Says whether it is their own leave, or they stand in for it."""
    return guardian_id == cover.guardian_id or (cover.state == "agreed" and guardian_id == cover.stand_in_id)


def leaves_of(scope: Scope, standing: list[Cover]) -> dict[int, Leave]:
    """Words leaves as the chat's list of them does: who, which days, who stands in; each can be answered or ended."""
    ids = {account for cover in standing for account in (cover.guardian_id, cover.stand_in_id) if account}
    named = accounts.several(scope.db, ids)
    leaves = {}
    for cover in standing:
        stand_in = named.get(cover.stand_in_id or 0)
        words = scope.text(
            f"covers.{cover.state}",
            who=named[cover.guardian_id].name,
            stand_in=scope.wording.called(stand_in) if stand_in else "",
            first=scope.day(cover.first_day),
            last=scope.day(cover.last_day),
        )
        way = (
            ("decide", f"go:cover_decide:cover={cover.id}")
            if cover.state == "asked"
            else ("end", f"do:cover_end:{cover.id}")
        )
        leaves[cover.id] = Leave(words, cover.runs_on(scope.today), scope.text(f"cover.button.{way[0]}"), way[1])
    return leaves


def sheet(scope: Scope, asked: Asked) -> Sheet:
    """Lists the commune's guardians with the same counts: all, or those whose name is searched for."""
    quarter, words = quarter_of(scope.today).previous, asked.get("q", "").strip()
    if words:
        shown = _named_by(scope, words)
    else:
        shown = guardian_pages.page_of(scope.db, scope.unit, after=0, most=MOST_ON_PAPER)
    standing = covers.of_unit(scope.db, scope.unit)
    columns = ("name", "people", "types", "overdue", "on_time", "late", "sent", "sent_late", "unsent", "last", "leave")
    fields = {"quarter": quarters.named(scope.text, quarter)}
    return Sheet(
        scope.text("desk.guardians.title"),
        [scope.text(f"desk.guardians.column.{column}", **fields) for column in columns],
        [_cells(scope, row) for row in rows_of(scope, shown, quarter, standing)],
    )


def _cells(scope: Scope, row: GuardianRow) -> list[str | int]:
    return [
        row.name,
        row.people,
        ", ".join(f"{kind}: {count}" for kind, count in row.by_type),
        row.overdue,
        row.visits.on_time,
        row.visits.late,
        row.reports.on_time,
        row.reports.late,
        row.reports.missing,
        scope.wording.date_on_paper(row.last_report) if row.last_report else "",
        "; ".join(leave.words for leave in row.leaves),
    ]


GUARDIANS = DeskPage(id="guardians", path="guardians", gather=gather, sheet=sheet, topics=CHANGED_BY, words=("q",))
