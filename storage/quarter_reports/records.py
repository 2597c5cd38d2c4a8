"""Reports of a quarter as they stand: of a person, of a commune, and those that a guardian has yet to send."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import and_, bindparam, func, select

from rules.quarter import OPEN_STATES
from storage.assignments import assignments, now_in_care
from storage.columns import SealedCell, opened
from storage.covers import RUNS, covers
from storage.database import Db
from storage.persons import persons
from storage.planning import Page
from storage.quarter_reports.tables import quarter_report_steps, quarter_reports

State = Literal["waiting", "sent", "returned", "accepted"]


@dataclass(frozen=True, slots=True)
class QuarterReport:
    """A report; `version` counts how often it was sent, `guardian_id` sent it last. `quarter`: `2026-4`."""

    id: int
    person_id: int
    quarter: str
    state: State
    version: int
    guardian_id: int | None
    sent_at: datetime | None
    decided_at: datetime | None
    decided_by: int | None
    sealed_content: SealedCell | None
    sealed_question: SealedCell | None

    @property
    def content(self) -> dict[str, Any]:
        """Opens what was sent last; empty before."""
        content: dict[str, Any] = self.sealed_content.open_json(self.id) if self.sealed_content else {}
        return content

    @property
    def question(self) -> str:
        """Opens why it was returned."""
        return opened(self.sealed_question, self.id) or ""


@dataclass(frozen=True, slots=True)
class Step:
    """A state that a report went into; `words` are the content that was sent, or the officer's question."""

    version: int
    state: State
    at: datetime
    by: int | None
    words: str


COLUMNS = tuple(quarter_reports.c)
ONE = select(*COLUMNS).where(quarter_reports.c.id == bindparam("id"))
OF_PERSON = (
    select(*COLUMNS)
    .where(quarter_reports.c.person_id == bindparam("person_id"))
    .order_by(quarter_reports.c.quarter.desc())
    .limit(bindparam("most"))
)
IN_STATE = (
    select(*COLUMNS)
    .join(persons, persons.c.id == quarter_reports.c.person_id)
    .where(
        persons.c.unit == bindparam("unit"),
        persons.c.status == "managed",
        quarter_reports.c.quarter == bindparam("quarter"),
        quarter_reports.c.state.in_(bindparam("states", expanding=True)),
    )
    .order_by(quarter_reports.c.sent_at, quarter_reports.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("skipped"))
)
COUNTS = (
    select(quarter_reports.c.state, func.count())
    .join(persons, persons.c.id == quarter_reports.c.person_id)
    .where(
        persons.c.unit == bindparam("unit"),
        persons.c.status == "managed",
        quarter_reports.c.quarter == bindparam("quarter"),
    )
    .group_by(quarter_reports.c.state)
)
SENT_AT = (
    select(quarter_reports.c.sent_at)
    .join(persons, persons.c.id == quarter_reports.c.person_id)
    .where(persons.c.unit == bindparam("unit"), persons.c.status == "managed", quarter_reports.c.state == "sent")
)
# of these guardians' own, as the care stands now; of those in whose stead they act today
TO_SEND = (
    select(assignments.c.guardian_id, *COLUMNS)
    .join(quarter_reports, quarter_reports.c.person_id == assignments.c.person_id)
    .join(persons, persons.c.id == assignments.c.person_id)
    .where(
        assignments.c.guardian_id.in_(bindparam("guardians", expanding=True)),
        now_in_care,
        persons.c.status == "managed",
        quarter_reports.c.state.in_(OPEN_STATES),
    )
    .order_by(quarter_reports.c.quarter, quarter_reports.c.id)
)
TO_SEND_INSTEAD = (
    select(covers.c.stand_in_id, *COLUMNS)
    .join(assignments, assignments.c.guardian_id == covers.c.guardian_id)
    .join(quarter_reports, quarter_reports.c.person_id == assignments.c.person_id)
    .join(persons, persons.c.id == assignments.c.person_id)
    .where(
        covers.c.stand_in_id.in_(bindparam("guardians", expanding=True)),
        RUNS,
        now_in_care,
        persons.c.status == "managed",
        quarter_reports.c.state.in_(OPEN_STATES),
    )
    .order_by(quarter_reports.c.quarter, quarter_reports.c.id)
)
TO_REMIND = (
    select(func.coalesce(covers.c.stand_in_id, assignments.c.guardian_id), persons.c.unit)
    .join(persons, persons.c.id == assignments.c.person_id)
    .join(quarter_reports, quarter_reports.c.person_id == persons.c.id)
    .outerjoin(covers, and_(covers.c.guardian_id == assignments.c.guardian_id, RUNS))
    .where(
        persons.c.id.between(bindparam("start"), bindparam("end")),
        persons.c.status == "managed",
        now_in_care,
        quarter_reports.c.quarter == bindparam("quarter"),
        quarter_reports.c.state.in_(OPEN_STATES),
    )
    .distinct()
)
STEPS = (
    select(quarter_report_steps)
    .where(quarter_report_steps.c.report_id == bindparam("report_id"))
    .order_by(quarter_report_steps.c.id)
)


def guardians_to_remind(db: Db, quarter: str, page: Page) -> list[tuple[int, str]]:
    """Lists who acts for persons of the page whose report is not sent, each with the commune."""
    keys = {"start": page.start, "end": page.end, "quarter": quarter, "today": db.today}
    return [(row[0], row[1]) for row in db.execute(TO_REMIND, keys)]


def get(db: Db, report_id: int) -> QuarterReport | None:
    """Reads a report; None if there is none of this id."""
    row = db.execute(ONE, {"id": report_id}).first()
    return _read(row) if row else None


def _read(row: Sequence[Any]) -> QuarterReport:
    return QuarterReport(*row)


def of_person(db: Db, person_id: int, most: int = 8) -> list[QuarterReport]:
    """Lists the person's reports, the latest quarter first."""
    return [_read(row) for row in db.execute(OF_PERSON, {"person_id": person_id, "most": most})]


def in_states(
    db: Db, unit: str, quarter: str, states: Collection[str], *, most: int, skipped: int = 0
) -> list[QuarterReport]:
    """Lists a page of the commune's reports of a quarter in these states, those sent first on top."""
    keys = {"unit": unit, "quarter": quarter, "states": list(states), "most": most, "skipped": skipped}
    return [_read(row) for row in db.execute(IN_STATE, keys)]


def counts(db: Db, unit: str, quarter: str) -> Mapping[str, int]:
    """Counts the commune's reports of a quarter by state; nought for a state that none is in."""
    rows = db.execute(COUNTS, {"unit": unit, "quarter": quarter})
    return Counter({row[0]: row[1] for row in rows})


def sent_at(db: Db, unit: str) -> list[datetime]:
    """Lists when the reports came that an officer of the commune has yet to read."""
    return list(db.execute(SENT_AT, {"unit": unit}).scalars())


def to_send(db: Db, guardian_ids: Iterable[int]) -> dict[int, list[QuarterReport]]:
    """Maps guardian → reports that are not sent, on those whom they look after today, the oldest quarter first.

    Their own come first, then those of a guardian on leave in whose stead they act.
    """
    keys = {"guardians": list(guardian_ids)}
    waiting: dict[int, list[QuarterReport]] = {}
    for guardian_id, *row in (*db.execute(TO_SEND, keys), *db.execute(TO_SEND_INSTEAD, keys | {"today": db.today})):
        waiting.setdefault(guardian_id, []).append(_read(row))
    return waiting


def steps(db: Db, report_id: int) -> list[Step]:
    """Lists what has become of a report, the first step first."""
    return [
        Step(row.version, row.state, row.at, row.by, row.words.open(row.id))
        for row in db.execute(STEPS, {"report_id": report_id})
    ]
