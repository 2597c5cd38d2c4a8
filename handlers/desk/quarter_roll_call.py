"""The page of a month's roll-call: who is missing first, who came and how, and the presses of the chat."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handlers.desk.page import Asked, DeskPage
from handlers.desk.which_quarter import Choice
from handlers.documents.sheet import Sheet
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.people import naming
from handlers.reports import roll_call_list
from handlers.reports.roll_call_list import EVERY_STATE, OWING, month_named
from rules.local_time import DAY, local_day
from rules.roll_call import month_of
from storage import quarter_pages
from storage.persons import Person
from storage.roll_calls import RollCall

PAGE, OFFERED = 50, 6


@dataclass(frozen=True, slots=True)
class RollCallRow:
    """Presses are those of the chat, of the present month only; empty where there is none."""

    person: int
    name: str
    state: str
    words: str
    way: str
    day: str
    why: str
    came: str
    excuse: str
    strike: str


@dataclass(frozen=True, slots=True)
class RollCallFacts:
    month: str
    name: str
    months: tuple[Choice, ...]
    states: tuple[Choice, ...]
    state: str
    everybody: int
    rows: tuple[RollCallRow, ...]
    more: str


def gather(scope: Scope, asked: Asked) -> RollCallFacts:
    month = _month(scope, asked)
    state = asked.get("state", "") if asked.get("state") in EVERY_STATE else ""
    counts = quarter_pages.roll_call_counts(scope.db, scope.unit, OWING, month)
    came, _, person_id = asked.get("after", "").partition("-")
    lines = quarter_pages.roll_call(
        scope.db,
        scope.unit,
        OWING,
        month,
        [state] if state else EVERY_STATE,
        most=PAGE + 1,
        after=(came == "1", id_in(person_id)),
    )
    scope.audit("persons.listed", None, f"roll call: {len(lines[:PAGE])}")
    names = naming.for_officers(scope.wording, [person for person, _ in lines])
    shown = [_row(scope, month, person, called, names[person.id]) for person, called in lines[:PAGE]]
    return RollCallFacts(
        month=month,
        name=month_named(month),
        months=tuple(Choice(offered, month_named(offered), offered == month) for offered in _offered(scope.today)),
        states=tuple(_states(scope, state, counts)),
        state=state,
        everybody=sum(counts.values()),
        rows=tuple(shown),
        more=f"{int(lines[PAGE - 1][1] is not None)}-{shown[-1].person}" if len(lines) > PAGE else "",
    )


def _month(scope: Scope, asked: Asked) -> str:
    """Reads the month that is asked for, `2026-11`; the present one for nonsense and for what is still to come."""
    try:
        return min(month_of(date.fromisoformat(f"{asked.get('month', '')}-01")), month_of(scope.today))
    except ValueError:
        return month_of(scope.today)


def _offered(today: date) -> list[str]:
    days = [today]
    while len(days) < OFFERED:
        days.append(days[-1].replace(day=1) - DAY)
    return [month_of(day) for day in days]


def _states(scope: Scope, state: str, counts: Mapping[str, int]) -> list[Choice]:
    every = Choice("", scope.text("desk.quarter_roll_call.every"), not state, sum(counts.values()))
    return [
        every,
        *(
            Choice(each, scope.text(f"roll_call.state.{each}"), each == state, counts.get(each, 0))
            for each in EVERY_STATE
        ),
    ]


def _row(scope: Scope, month: str, person: Person, called: RollCall | None, name: str) -> RollCallRow:
    is_now = month == month_of(scope.today)
    is_missing = called is None
    return RollCallRow(
        person=person.id,
        name=name,
        state=called.state if called else quarter_pages.MISSING,
        words=roll_call_list.state_of(_viewer(scope), called),
        way=scope.text(f"roll_call.way.{called.way}") if called and called.state != "excused" else "",
        day=scope.wording.date_on_paper(local_day(called.at)) if called else "",
        why=called.why if called else "",
        came=f"do:roll_call_came:{person.id}" if is_now and is_missing else "",
        excuse=f"go:roll_call_excuse:person={person.id}" if is_now and is_missing else "",
        strike=f"do:roll_call_strike:{person.id}" if is_now and not is_missing else "",
    )


def _viewer(scope: Scope) -> Viewer:
    return Viewer(scope.db, scope.wording, "officer")


def sheet(scope: Scope, asked: Asked) -> Sheet:
    """Gives the month's list as the quarter's papers have it."""
    month, viewer = _month(scope, asked), _viewer(scope)
    rows = roll_call_list.rows(viewer, scope.unit, month)
    scope.audit("persons.listed", None, f"roll call: {len(rows)}")
    title = scope.text("roll_call_list.title", month=month_named(month).replace("/", "-"))
    return Sheet(title, roll_call_list.headings(viewer), rows)


QUARTER_ROLL_CALL = DeskPage(
    id="quarter_roll_call",
    path="quarter/roll-call",
    gather=gather,
    sheet=sheet,
    topics=("roll_calls", "people"),
    in_menu=False,
)
