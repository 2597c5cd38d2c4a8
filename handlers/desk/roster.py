"""The duty roster as a page: a week of the agencies' officers by days, its holes, and requests to swap."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from handlers.desk.page import Asked, DeskPage
from handlers.documents.sheet import Sheet
from handlers.kit.scope import Scope
from handlers.people import naming
from handlers.people.offices import agency_named
from handlers.roster.week import LAST, holidays, span
from rules.duty import FARTHEST, days_of_week, monday_of, runs
from rules.local_time import WEEK
from storage import accounts, duty_days, units
from storage.accounts import Account
from storage.duty_days import DutyDay, DutyRequest

# the three who keep the roster, in the order in which they are shown
AGENCIES = ("police", "border", "committee")
MOST_OFFICERS = 60


@dataclass(frozen=True, slots=True)
class DayHead:
    """A day of the week shown; `nth`: Monday 0. `is_open`: whether it may still be changed."""

    nth: int
    day: date
    short: str
    name: str
    is_today: bool
    is_free: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """An officer on a day. `instead_of`: in whose stead, by name; empty where in nobody's."""

    day: DayHead
    is_on: bool
    instead_of: str


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An officer's week; `shown`: the days on duty as `duty_days` reads them, a bit each."""

    id: int
    name: str
    is_me: bool
    shown: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency with its officers; `holes`: days, open still, on which nobody of it is on duty, in words."""

    name: str
    officers: tuple[OfficerRow, ...]
    holes: str


@dataclass(frozen=True, slots=True)
class Swap:
    """A request that waits. `accept` and `refuse` are empty where it is the other one who answers."""

    who: str
    days: str
    in_return: str
    accept: str
    refuse: str


@dataclass(frozen=True, slots=True)
class OwnDays:
    """Days in a row on which the reader is on duty; `press` asks somebody to take them."""

    days: str
    press: str


@dataclass(frozen=True, slots=True)
class RosterFacts:
    """A week. `nth`: weeks from this one; `previous`, `following`: Mondays; `left_out`: officers beyond the most."""

    monday: date
    nth: int
    span: str
    days: tuple[DayHead, ...]
    agencies: tuple[Agency, ...]
    notes: tuple[str, ...]
    is_set: bool
    is_open: bool
    left_out: int
    swaps: tuple[Swap, ...]
    own: tuple[OwnDays, ...]
    previous: date
    following: date | None


def gather(scope: Scope, asked: Asked) -> RosterFacts:
    """Gives the week that a day asked for lies in, or this one."""
    this = monday_of(scope.today)
    monday = monday_of(day_asked(asked, scope.today))
    days = _heads(scope, monday)
    duties = duty_days.between(scope.db, scope.unit, monday, days[-1].day)
    officers = officers_of(scope, duties)
    return RosterFacts(
        monday=monday,
        nth=(monday - this).days // 7,
        span=span(scope, monday, days[-1].day),
        days=days,
        agencies=_agencies(scope, officers[:MOST_OFFICERS], days, duties),
        notes=tuple(holidays(scope, monday)),
        is_set=bool(duties),
        is_open=any(day.is_open for day in days),
        left_out=max(len(officers) - MOST_OFFICERS, 0),
        swaps=_swaps(scope),
        own=_own(scope),
        previous=monday - WEEK,
        following=monday + WEEK if monday < this + WEEK * LAST else None,
    )


def day_asked(asked: Asked, today: date) -> date:
    """Reads a day within what the roster can show; today for nonsense."""
    try:
        day = date.fromisoformat(asked.get("day", ""))
    except ValueError:
        return today
    return day if abs(day - today) <= WEEK * 520 else today


def _heads(scope: Scope, monday: date) -> tuple[DayHead, ...]:
    end = monday_of(scope.today) + WEEK * (LAST + 1)
    return tuple(
        DayHead(
            nth=nth,
            day=day,
            short=scope.text(f"desk.roster.short.{day.isoweekday()}", day=scope.wording.day_of_quarter(day)),
            name=scope.wording.day(day),
            is_today=day == scope.today,
            is_free=day in scope.deployment.free_days,
            is_open=scope.today <= day < end,
        )
        for nth, day in enumerate(days_of_week(monday))
    )


def officers_of(scope: Scope, duties: Iterable[DutyDay]) -> list[Account]:
    """Lists who stands on the roster of these days, and then all other officers of the commune."""
    active = accounts.officers_of(scope.db, scope.unit, on_duty=False)
    on_it = {duty.account_id for duty in duties}
    gone = accounts.several(scope.db, on_it - {officer.id for officer in active}).values()
    return sorted([*active, *gone], key=lambda officer: (officer.id not in on_it, officer.id))


def _agencies(
    scope: Scope, officers: list[Account], days: tuple[DayHead, ...], duties: list[DutyDay]
) -> tuple[Agency, ...]:
    """Puts the officers under their agencies; one of the three without an officer is shown all the same."""
    names = naming.of_accounts(scope.wording, officers)
    by_cell = {(duty.account_id, duty.day): duty for duty in duties}
    former = accounts.several(scope.db, {duty.instead_of for duty in duties if duty.instead_of})

    def row(officer: Account) -> OfficerRow:
        cells = [_cell(scope, day, by_cell.get((officer.id, day.day)), former) for day in days]
        shown = sum(1 << cell.day.nth for cell in cells if cell.is_on)
        return OfficerRow(officer.id, names[officer.id], officer.id == scope.account.id, shown, tuple(cells))

    return tuple(
        _agency(scope, name, tuple(map(row, officers_of_it)), days)
        for name, officers_of_it in by_agency(scope, officers)
    )


def _cell(scope: Scope, day: DayHead, duty: DutyDay | None, former: Mapping[int, Account]) -> Cell:
    instead_of = former.get(duty.instead_of or 0) if duty else None
    return Cell(day, duty is not None, scope.wording.called(instead_of) if instead_of else "")


def _agency(scope: Scope, name: str, rows: tuple[OfficerRow, ...], days: tuple[DayHead, ...]) -> Agency:
    covered = {cell.day.nth for row in rows for cell in row.cells if cell.is_on}
    holes = [day.day for day in days if name and rows and day.is_open and day.nth not in covered]
    return Agency(name, rows, ", ".join(span(scope, first, last) for first, last in runs(holes)))


def by_agency(scope: Scope, officers: list[Account]) -> list[tuple[str, list[Account]]]:
    """Lists agencies in their order, each with its officers; those of no agency come last, under no name."""
    agencies = units.organisations_of(scope.db, scope.unit, *AGENCIES)
    agencies.sort(key=lambda agency: (AGENCIES.index(agency.kind), agency.id))
    of = {agency.id: [officer for officer in officers if officer.organisation_id == agency.id] for agency in agencies}
    others = [officer for officer in officers if officer.organisation_id not in of]
    named = [(agency_named(scope.db, scope.wording, agency), of[agency.id]) for agency in agencies]
    return [*named, *([("", others)] if others else [])]


def _swaps(scope: Scope) -> tuple[Swap, ...]:
    """Lists what waits for the reader's answer, and what they have asked."""
    requests = duty_days.open_of(scope.db, scope.account.id)
    ids = {account for request in requests for account in (request.asked_by, request.asked_of)}
    named = accounts.several(scope.db, ids)
    return tuple(_swap(scope, request, named) for request in requests)


def _swap(scope: Scope, request: DutyRequest, named: Mapping[int, Account]) -> Swap:
    is_mine = request.asked_by == scope.account.id
    other = named[request.asked_of if is_mine else request.asked_by]
    back = ""
    if request.return_first and request.return_last:
        back = span(scope, request.return_first, request.return_last)
    ways = ("", "") if is_mine else (f"do:duty_accept:{request.id}", f"do:duty_refuse:{request.id}")
    return Swap(scope.wording.called(other), span(scope, request.first, request.last), back, *ways)


def _own(scope: Scope) -> tuple[OwnDays, ...]:
    days = duty_days.days_of(scope.db, scope.account.id, scope.today, scope.today + FARTHEST)
    return tuple(
        OwnDays(span(scope, first, last), f"go:duty_swap:first={first};last={last}") for first, last in runs(days)
    )


def sheet(scope: Scope, asked: Asked) -> Sheet:
    """Lists the week, an officer a row and a day a column; however many officers there are."""
    days = _heads(scope, monday_of(day_asked(asked, scope.today)))
    duties = duty_days.between(scope.db, scope.unit, days[0].day, days[-1].day)
    columns = [scope.text(f"desk.roster.column.{column}") for column in ("agency", "officer")]
    return Sheet(
        span(scope, days[0].day, days[-1].day),
        [*columns, *(day.name for day in days)],
        [
            [agency.name, officer.name, *(_in_sheet(scope, cell) for cell in officer.cells)]
            for agency in _agencies(scope, officers_of(scope, duties), days, duties)
            for officer in agency.officers
        ],
    )


def _in_sheet(scope: Scope, cell: Cell) -> str:
    if cell.instead_of:
        return scope.text("desk.roster.instead", who=cell.instead_of)
    return scope.text("desk.roster.on") if cell.is_on else ""


ROSTER = DeskPage(id="roster", path="roster", gather=gather, sheet=sheet, topics=("roster",))
