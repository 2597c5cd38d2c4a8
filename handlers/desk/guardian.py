"""The page of one guardian: whom they look after since when, who is due, their quarters, their leaves."""

from dataclasses import dataclass
from datetime import date

from handlers.desk.guardians import CHANGED_BY, GuardianRow, OnTime, concerns, reports_on_time, rows_of, visits_on_time
from handlers.desk.page import Asked, DeskPage
from handlers.documents.sheet import Sheet
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.people import naming
from handlers.reports import quarter as quarters
from rules.deadlines import Quarter, quarter_of
from rules.local_time import local_day
from rules.visits import visit_due
from storage import access, accounts, covers, guardian_pages, person_pages
from storage.access import NotAllowed
from storage.accounts import Account
from storage.person_pages import Wanted
from storage.persons import Person

PAGE = 50
MOST_ON_PAPER = 10_000
QUARTERS = 4


@dataclass(frozen=True, slots=True)
class CaredFor:
    """Somebody in the guardian's care; `press` gives them to another one."""

    id: int
    name: str
    case_type: str
    since: date
    last_met_on: date | None
    next_visit_on: date | None
    is_overdue: bool
    press: str


@dataclass(frozen=True, slots=True)
class GuardianFacts:
    """The page. `quarters`: name → visits and reports, this one first; `next_skipped`: 0 where there are no more."""

    row: GuardianRow
    people: tuple[CaredFor, ...]
    count: int
    next_skipped: int
    quarters: tuple[tuple[str, OnTime, OnTime], ...]
    devices: str


def gather(scope: Scope, asked: Asked) -> GuardianFacts:
    """Gives a guardian of the officer's own commune. Raises NotAllowed."""
    guardian = guardian_asked(scope, asked)
    standing = [cover for cover in covers.of_unit(scope.db, scope.unit) if concerns(cover, guardian.id)]
    this = quarter_of(scope.today)
    [row] = rows_of(scope, [guardian], this.previous, standing)
    wanted = Wanted(guardian_id=guardian.id)
    skipped = id_in(asked.get("skipped", ""))
    people = _people(scope, guardian, skipped, PAGE)
    count = person_pages.how_many(scope.db, scope.unit, wanted)
    return GuardianFacts(
        row=row,
        people=people,
        count=count,
        next_skipped=skipped + PAGE if skipped + PAGE < count else 0,
        quarters=tuple(_of_quarter(scope, guardian.id, quarter) for quarter in _last(this, QUARTERS)),
        devices=f"do:lost_of:{guardian.id}",
    )


def guardian_asked(scope: Scope, asked: Asked) -> Account:
    """Finds whose page it is. Raises NotAllowed where it is no guardian of this commune."""
    guardian = accounts.get(scope.db, id_in(asked.get("guardian", "")))
    if guardian is None or not access.acts(guardian, "guardian", unit=scope.unit):
        raise NotAllowed(f"account {scope.account.id}, guardian {asked.get('guardian', '')}")
    return guardian


def _people(scope: Scope, guardian: Account, skipped: int, most: int) -> tuple[CaredFor, ...]:
    """Lists whom they look after, whose visit comes first in front; that is written down."""
    wanted = Wanted(guardian_id=guardian.id)
    shown = access.people_page(scope.db, scope.account, wanted, most=most, skipped=skipped)
    names = naming.for_officers(scope.wording, shown)
    since = guardian_pages.in_care_since(scope.db, guardian.id)
    return tuple(_cared_for(scope, person, names[person.id], local_day(since[person.id])) for person in shown)


def _cared_for(scope: Scope, person: Person, name: str, since: date) -> CaredFor:
    return CaredFor(
        id=person.id,
        name=name,
        case_type=scope.text(f"case_type.{person.case_type}"),
        since=since,
        last_met_on=person.last_met_on,
        next_visit_on=person.next_visit_on,
        is_overdue=visit_due(person.next_visit_on, scope.today).is_overdue,
        press=f"go:assign:person={person.id}",
    )


def _last(quarter: Quarter, count: int) -> list[Quarter]:
    return [quarter, *_last(quarter.previous, count - 1)] if count else []


def _of_quarter(scope: Scope, guardian_id: int, quarter: Quarter) -> tuple[str, OnTime, OnTime]:
    visits = visits_on_time(*guardian_pages.visits_made(scope.db, [guardian_id], quarter))
    reports = reports_on_time(scope, [guardian_id], quarter)
    named = quarters.named(scope.text, quarter)
    return named, visits.get(guardian_id, OnTime()), reports.get(guardian_id, OnTime())


def sheet(scope: Scope, asked: Asked) -> Sheet:
    """Lists all whom the guardian looks after. Raises NotAllowed."""
    guardian = guardian_asked(scope, asked)
    columns = ("person", "case_type", "since", "last_met", "next_visit")
    return Sheet(
        guardian.name,
        [scope.text(f"desk.guardian.column.{column}") for column in columns],
        [_cells(scope, cared_for) for cared_for in _people(scope, guardian, 0, MOST_ON_PAPER)],
    )


def _cells(scope: Scope, cared_for: CaredFor) -> list[str]:
    days = (cared_for.since, cared_for.last_met_on, cared_for.next_visit_on)
    return [cared_for.name, cared_for.case_type, *(scope.wording.date_on_paper(day) if day else "" for day in days)]


GUARDIAN = DeskPage(
    id="guardian",
    path="guardians/{guardian}",
    gather=gather,
    sheet=sheet,
    topics=CHANGED_BY,
    in_menu=False,
)
