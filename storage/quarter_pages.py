"""The lists of a quarter page by page: reports by state, groups by letter, roll-calls of a month.

A page begins after the place where the one before it ended, so that a late page costs what the first does.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, case, func, literal_column, or_, select

from rules.roll_call import LAST_DAY
from storage.columns import Instant, SealedCell, from_ms, to_ms
from storage.database import Db
from storage.person_groups import person_groups
from storage.persons import COLUMNS, IN_UNIT, Person, persons
from storage.quarter_reports.tables import quarter_reports
from storage.roll_calls import RollCall, roll_calls

NOT_BEGUN, NOT_CHOSEN, MISSING = "not_begun", "none", "missing"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST = 14


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of reports ended: when its last was sent, and whose it is. Written `1790000000000-12`."""

    at: datetime
    person_id: int

    def __str__(self) -> str:
        return f"{to_ms(self.at)}-{self.person_id}"

    @classmethod
    def read(cls, written: str) -> "Place":
        """Reads a place; the start of the list for anything else."""
        at, _, person_id = written.partition("-")
        if not (at.isdecimal() and person_id.isdecimal() and len(at) < LONGEST and len(person_id) < LONGEST + 5):
            return START
        return cls(from_ms(int(at)), int(person_id))


@dataclass(frozen=True, slots=True)
class ReportLine:
    """Somebody with their report of a quarter; `report_id` is None where it is not begun."""

    person: Person
    report_id: int | None
    state: str
    version: int
    sent_at: datetime | None
    decided_at: datetime | None

    @property
    def place(self) -> "Place":
        return Place(self.sent_at or NEVER, self.person.id)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """Somebody who is put into groups, with the letter of the quarter and of the one before; empty: none was chosen."""

    person: Person
    letter: str
    before: str
    sealed_why: SealedCell | None
    choice_id: int

    @property
    def why(self) -> str:
        return self.sealed_why.open(self.choice_id) if self.sealed_why else ""


START = Place(NEVER, 0)
PERSONS = len(COLUMNS)
AFTER: BindParameter[int] = bindparam("after")
MOST: BindParameter[int] = bindparam("most")
ITS_REPORT = and_(quarter_reports.c.person_id == persons.c.id, quarter_reports.c.quarter == bindparam("quarter"))
HOME_BY_THEN = persons.c.came_home_on <= bindparam("last")
REPORT_PARTS = tuple(quarter_reports.c[name] for name in ("id", "state", "version", "sent_at", "decided_at"))
SENT = func.coalesce(quarter_reports.c.sent_at, bindparam("never", NEVER, type_=Instant))
SENT_AFTER = bindparam("sent_after", type_=Instant)
REPORTS = (
    select(*COLUMNS, *REPORT_PARTS)
    .join(quarter_reports, ITS_REPORT)
    .where(
        *IN_UNIT,
        quarter_reports.c.state == bindparam("state"),
        or_(SENT > SENT_AFTER, and_(SENT == SENT_AFTER, persons.c.id > AFTER)),
    )
    .order_by(SENT, persons.c.id)
    .limit(MOST)
)
WITHOUT_REPORT = (*IN_UNIT, HOME_BY_THEN, ~select(quarter_reports.c.id).where(ITS_REPORT).exists())
NOT_BEGUN_OF = select(*COLUMNS).where(*WITHOUT_REPORT, persons.c.id > AFTER).order_by(persons.c.id).limit(MOST)
HOW_MANY_NOT_BEGUN = select(func.count()).select_from(persons).where(*WITHOUT_REPORT)
REPORT_COUNTS = (
    select(quarter_reports.c.state, func.count())
    .select_from(persons)
    .join(quarter_reports, ITS_REPORT)
    .where(*IN_UNIT)
    .group_by(quarter_reports.c.state)
)


def _chosen(quarter: str) -> Any:
    """Finds the choice that counts in a quarter, the last one, by an index of its person."""
    return (
        select(func.max(person_groups.c.id))
        .where(person_groups.c.person_id == persons.c.id, person_groups.c.quarter == bindparam(quarter))
        .correlate(persons)
        .scalar_subquery()
    )


NOW, BEFORE = person_groups.alias("now"), person_groups.alias("before")
IN_GROUPS = (*IN_UNIT, persons.c.case_type.in_(bindparam("case_types", expanding=True)))
# in the statement, not beside it: PostgreSQL groups by an expression only where it is the same to the letter
LETTER = func.coalesce(NOW.c.letter, literal_column(f"'{NOT_CHOSEN}'"))
WITH_CHOICE = persons.outerjoin(NOW, NOW.c.id == _chosen("quarter"))
GROUPS = (
    select(*COLUMNS, NOW.c.letter, BEFORE.c.letter, NOW.c.why, NOW.c.id)
    .select_from(WITH_CHOICE.outerjoin(BEFORE, BEFORE.c.id == _chosen("previous")))
    .where(*IN_GROUPS, bindparam("letter") == LETTER, persons.c.id > AFTER)
    .order_by(persons.c.id)
    .limit(MOST)
)
GROUP_COUNTS = select(LETTER, func.count()).select_from(WITH_CHOICE).where(*IN_GROUPS).group_by(LETTER)

ITS_ROLL_CALL = and_(roll_calls.c.person_id == persons.c.id, roll_calls.c.month == bindparam("month"))
ROLL_CALL_PARTS = tuple(roll_calls.c[name] for name in ("id", "person_id", "month", "state", "way", "at", "by"))
STATE = func.coalesce(roll_calls.c.state, literal_column(f"'{MISSING}'"))
# who came home after the days of a month's roll-call owes none for it
OWED_OR_THERE = or_(roll_calls.c.id.is_not(None), persons.c.came_home_on <= bindparam("last_day"))
# those still missing first
LATER = case((roll_calls.c.id.is_(None), 0), else_=1)
ROLL_CALLS = (
    select(*COLUMNS, *ROLL_CALL_PARTS, roll_calls.c.place, roll_calls.c.why)
    .outerjoin(roll_calls, ITS_ROLL_CALL)
    .where(
        *IN_GROUPS,
        OWED_OR_THERE,
        STATE.in_(bindparam("states", expanding=True)),
        or_(bindparam("later") < LATER, and_(bindparam("later") == LATER, persons.c.id > AFTER)),
    )
    .order_by(LATER, persons.c.id)
    .limit(MOST)
)
ROLL_CALL_COUNTS = (
    select(STATE, func.count())
    .select_from(persons.outerjoin(roll_calls, ITS_ROLL_CALL))
    .where(*IN_GROUPS, OWED_OR_THERE)
    .group_by(STATE)
)


def reports(
    db: Db, unit: str, quarter: str, state: str, *, last: date, most: int, after: Place = START
) -> list[ReportLine]:
    """Lists reports of a state, those sent first on top; `not_begun`: who was home by the `last` day and has none."""
    keys = {"unit": unit, "quarter": quarter, "after": after.person_id, "most": most}
    if state == NOT_BEGUN:
        return [
            ReportLine(Person(*row), None, state, 0, None, None)
            for row in db.execute(NOT_BEGUN_OF, {**keys, "last": last})
        ]
    rows = db.execute(REPORTS, {**keys, "state": state, "sent_after": after.at})
    return [ReportLine(Person(*row[:PERSONS]), *row[PERSONS:]) for row in rows]


def report_counts(db: Db, unit: str, quarter: str, last: date) -> Mapping[str, int]:
    """Counts a quarter's reports by state, and as `not_begun` whoever was home by its last day and has none."""
    keys = {"unit": unit, "quarter": quarter}
    counted: Counter[str] = Counter({row[0]: row[1] for row in db.execute(REPORT_COUNTS, keys)})
    counted[NOT_BEGUN] = int(db.execute(HOW_MANY_NOT_BEGUN, {**keys, "last": last}).scalar_one())
    return counted


def groups(
    db: Db,
    unit: str,
    case_types: Collection[str],
    quarters: tuple[str, str],
    letter: str,
    *,
    most: int,
    after: int = 0,
) -> list[GroupLine]:
    """Lists those with this letter, or `none`, in the first of two `quarters`, beside their letter in the second."""
    keys = _of_types(unit, case_types) | {"quarter": quarters[0], "previous": quarters[1], "letter": letter}
    rows = db.execute(GROUPS, {**keys, "after": after, "most": most})
    return [
        GroupLine(Person(*row[:PERSONS]), now or "", before or "", why, choice_id or 0)
        for *row, now, before, why, choice_id in rows
    ]


def group_counts(db: Db, unit: str, case_types: Collection[str], quarter: str) -> Mapping[str, int]:
    """Counts by letter, and as `none` whoever has none yet."""
    rows = db.execute(GROUP_COUNTS, _of_types(unit, case_types) | {"quarter": quarter})
    return Counter({row[0]: row[1] for row in rows})


def roll_call(
    db: Db,
    unit: str,
    case_types: Collection[str],
    month: str,
    states: Sequence[str],
    *,
    most: int,
    after: tuple[bool, int] = (False, 0),
) -> list[tuple[Person, RollCall | None]]:
    """Lists who owed a roll-call in a month, with it in these states (`missing`: none); the missing come first.

    `after`: whether the last line of the page before had one, and whose it was.
    """
    keys = _of_types(unit, case_types) | _of_month(month) | {"states": list(states), "later": int(after[0])}
    rows = db.execute(ROLL_CALLS, {**keys, "after": after[1], "most": most})
    return [(Person(*row[:PERSONS]), RollCall(*row[PERSONS:]) if row[PERSONS] else None) for row in rows]


def roll_call_counts(db: Db, unit: str, case_types: Collection[str], month: str) -> Mapping[str, int]:
    """Counts the month's roll-calls by state, and as `missing` those that are not there."""
    rows = db.execute(ROLL_CALL_COUNTS, _of_types(unit, case_types) | _of_month(month))
    return Counter({row[0]: row[1] for row in rows})


def _of_types(unit: str, case_types: Collection[str]) -> dict[str, Any]:
    return {"unit": unit, "case_types": list(case_types)}


def _of_month(month: str) -> dict[str, Any]:
    return {"month": month, "last_day": date.fromisoformat(f"{month}-{LAST_DAY:02}")}
