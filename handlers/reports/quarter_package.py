"""What belongs together of a quarter: the reports that were sent, and all that is still missing, by whom."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handlers.kit.viewer import Viewer
from handlers.reports import roll_call_list
from rules import groups
from rules.case_types import CASE_TYPES
from rules.deadlines import Quarter
from rules.quarter import STATES, period_of
from storage import accounts, assignments, person_groups, quarter_pages
from storage.persons import Person
from storage.quarter_pages import MISSING, NOT_BEGUN, NOT_CHOSEN, ReportLine

MOST = 2000
SENT = ("sent", "accepted")
GROUPED = [row.code for row in CASE_TYPES if row.groups]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not there: whose, and the sentence that says what."""

    person: Person
    words: str


@dataclass(frozen=True, slots=True)
class QuarterPackage:
    """A commune's quarter. `list_number` is that of the last list HCD-09 that was made, empty before the first."""

    quarter: Quarter
    reports: tuple[ReportLine, ...]
    counts: Mapping[str, int]
    list_number: str
    grouped: int
    months: tuple[str, ...]
    missing: tuple[Missing, ...]


def months_of(quarter: Quarter) -> tuple[str, ...]:
    """Names the three months of a quarter as they are stored: `2026-07`."""
    return tuple(f"{quarter.year}-{number:02}" for number in range(quarter.number * 3 - 2, quarter.number * 3 + 1))


def gather(viewer: Viewer, unit: str, quarter: Quarter) -> QuarterPackage:
    """Reads a commune's quarter; of a quarter that is not over, the months that have begun."""
    period = period_of(quarter)
    by_state = {
        state: quarter_pages.reports(viewer.db, unit, period, state, last=quarter.last, most=MOST)
        for state in (NOT_BEGUN, *STATES)
    }
    months = tuple(month for month in months_of(quarter) if month <= f"{viewer.today:%Y-%m}")
    letters = quarter_pages.group_counts(viewer.db, unit, GROUPED, groups.written(quarter))
    lists = person_groups.lists_of(viewer.db, unit, groups.written(quarter))
    return QuarterPackage(
        quarter=quarter,
        reports=tuple(line for state in SENT for line in by_state[state]),
        counts={state: len(lines) for state, lines in by_state.items()},
        list_number=str(lists[0].number) if lists else "",
        grouped=sum(letters[letter] for letter in groups.LETTERS),
        months=months,
        missing=(
            *_reports_missing(viewer, by_state),
            *_groups_missing(viewer, unit, quarter),
            *_roll_calls_missing(viewer, unit, months),
        ),
    )


def _reports_missing(viewer: Viewer, by_state: Mapping[str, list[ReportLine]]) -> list[Missing]:
    lines = [line for state in (NOT_BEGUN, "waiting", "returned", "sent") for line in by_state[state]]
    guardian_of = _guardian_names(viewer, [line.person.id for line in lines])
    return [
        Missing(line.person, viewer.text(f"quarter_package.missing.{line.state}", guardian=guardian_of(line.person.id)))
        for line in lines
    ]


def _guardian_names(viewer: Viewer, person_ids: list[int]) -> Callable[[int], str]:
    guardians = assignments.guardians_of(viewer.db, person_ids)
    accounts_by_id = accounts.several(viewer.db, set(guardians.values()))
    nobody = viewer.text("officer.card.nobody")
    return lambda person_id: (
        accounts_by_id[guardians[person_id]].name if guardians.get(person_id) in accounts_by_id else nobody
    )


def _groups_missing(viewer: Viewer, unit: str, quarter: Quarter) -> list[Missing]:
    quarters = groups.written(quarter), groups.written(quarter.previous)
    lines = quarter_pages.groups(viewer.db, unit, GROUPED, quarters, NOT_CHOSEN, most=MOST)
    there = (line.person for line in lines if line.person.came_home_on <= quarter.last)
    return [Missing(person, viewer.text("quarter_package.missing.group")) for person in there]


def _roll_calls_missing(viewer: Viewer, unit: str, months: tuple[str, ...]) -> list[Missing]:
    return [
        Missing(person, viewer.text("quarter_package.missing.roll_call", month=roll_call_list.month_named(month)))
        for month in months
        for person, _ in quarter_pages.roll_call(viewer.db, unit, roll_call_list.OWING, month, (MISSING,), most=MOST)
    ]
