"""The roll-call list of a month: whoever owes one, those missing first, with how and when each was counted."""

from handlers.kit.viewer import Viewer
from rules.case_types import CASE_TYPES
from rules.local_time import local_day
from rules.roll_call import STATES
from storage import quarter_pages
from storage.persons import Person
from storage.quarter_pages import MISSING
from storage.roll_calls import RollCall

OWING = [row.code for row in CASE_TYPES if row.roll_call]
EVERY_STATE = (MISSING, *STATES)
COLUMNS = ("place", "name", "born", "hamlet", "state", "way", "day", "why")
MOST_ROWS = 2000


def headings(viewer: Viewer) -> list[str]:
    return [viewer.text(f"roll_call_list.{column}") for column in COLUMNS]


def rows(viewer: Viewer, unit: str, month: str) -> list[list[str | int]]:
    """Lists everybody of a commune who owes a roll-call, in the order of COLUMNS."""
    listed = quarter_pages.roll_call(viewer.db, unit, OWING, month, EVERY_STATE, most=MOST_ROWS)
    return [_row(viewer, place, person, called) for place, (person, called) in enumerate(listed, 1)]


def _row(viewer: Viewer, place: int, person: Person, called: RollCall | None) -> list[str | int]:
    who: list[str | int] = [place, person.name, person.born or "", person.hamlet, state_of(viewer, called)]
    if called is None:
        return [*who, "", "", ""]
    way = "" if called.state == "excused" else viewer.text(f"roll_call.way.{called.way}")
    return [*who, way, viewer.wording.date_on_paper(local_day(called.at)), called.why]


def state_of(viewer: Viewer, called: RollCall | None) -> str:
    return viewer.text(f"roll_call.state.{called.state if called else MISSING}")


def month_named(month: str) -> str:
    """Writes a stored month as people do: 11/2026."""
    year, _, number = month.partition("-")
    return f"{int(number)}/{year}"
