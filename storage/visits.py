"""Visit reports: each with a receipt number in its commune, and the earlier versions of those that were corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict

from sqlalchemy import Date, bindparam, func, select, update

from rules.visits import CORRECTION_TIME, can_correct, met
from storage.accounts import Account
from storage.columns import Cell, SealedCell, seal, seal_json
from storage.database import Db
from storage.persons import persons
from storage.units import next_number
from storage.visit_tables import visit_versions, visits


class TooLateToCorrect(ValueError):
    """A report is corrected within a day of its filing. After that file a new one."""


@dataclass(frozen=True, slots=True)
class Visit:
    """`answers` holds what the report says besides: work, mood, concerns, needs, reason, note, place."""

    id: int
    unit: str
    number: int
    person_id: int
    guardian_id: int
    visited_on: date
    kind: str
    outcome: str
    filed_at: datetime
    version: int
    sealed_answers: SealedCell | Cell

    @property
    def receipt(self) -> str:
        return f"TH-{self.number:04}"

    @property
    def answers(self) -> dict[str, Any]:
        content: dict[str, Any] = self.sealed_answers.open_json(self.id)
        return content

    def said(self) -> dict[str, Any]:
        """The whole report as the form has its answers; `as_filed` is the way back."""
        columns = {"visited_on": self.visited_on.isoformat(), "kind": self.kind, "outcome": self.outcome}
        return {"person": str(self.person_id), **columns, **self.answers}


@dataclass(frozen=True, slots=True)
class Version:
    """A report as it stood before it was corrected at `at`."""

    version: int
    visited_on: date
    kind: str
    outcome: str
    at: datetime
    by: int
    answers: dict[str, Any]


class Filed(TypedDict):
    """A report as `add` and `correct` take it."""

    visited_on: date
    kind: str
    outcome: str
    answers: dict[str, Any]


# what says of whom a report is, and which report it is
HEADS = ("person", "visit")


def as_filed(said: Mapping[str, Any]) -> Filed:
    """The answers of the form: those with a column of their own, and all the others together."""
    others = {key: value for key, value in said.items() if key not in (*HEADS, "visited_on", "kind", "outcome")}
    visited_on = date.fromisoformat(said["visited_on"])
    return Filed(visited_on=visited_on, kind=said["kind"], outcome=said["outcome"], answers=others)


COLUMNS = (
    visits.c.id,
    visits.c.unit,
    visits.c.number,
    visits.c.person_id,
    visits.c.guardian_id,
    visits.c.visited_on,
    visits.c.kind,
    visits.c.outcome,
    visits.c.filed_at,
    visits.c.version,
    visits.c.answers,
)
ONE = select(*COLUMNS).where(visits.c.id == bindparam("id"))
BY_FILING = select(*COLUMNS).where(visits.c.filing == bindparam("filing"))
BY_NUMBER = select(*COLUMNS).where(visits.c.unit == bindparam("unit"), visits.c.number == bindparam("number"))
LATEST = (
    select(*COLUMNS)
    .where(visits.c.person_id == bindparam("person_id"))
    .order_by(visits.c.visited_on.desc(), visits.c.id.desc())
    .limit(bindparam("most"))
)
FILED_SINCE = (
    select(*COLUMNS)
    .where(visits.c.guardian_id == bindparam("guardian_id"), visits.c.filed_at > bindparam("since"))
    .order_by(visits.c.filed_at.desc())
)
BETWEEN = (
    select(*COLUMNS)
    .where(visits.c.unit == bindparam("unit"), visits.c.visited_on.between(bindparam("first"), bindparam("last")))
    .order_by(visits.c.visited_on, visits.c.id)
)
LAST_MET = select(func.max(visits.c.visited_on)).where(
    visits.c.person_id == bindparam("person_id"), visits.c.outcome == "met"
)
VERSIONS = (
    select(visit_versions).where(visit_versions.c.visit_id == bindparam("visit_id")).order_by(visit_versions.c.version)
)
PERSON = select(persons.c.unit, persons.c.last_met_on).where(persons.c.id == bindparam("person_id")).with_for_update()
VISITED = (
    update(persons)
    .where(persons.c.id == bindparam("person"))
    .values(
        last_met_on=bindparam("met_on"),
        next_visit_on=func.coalesce(bindparam("next_on", type_=Date), persons.c.next_visit_on),
    )
)


def _read(row: Sequence[Any]) -> Visit:
    return Visit(*row)


def get(db: Db, visit_id: int) -> Visit | None:
    row = db.execute(ONE, {"id": visit_id}).first()
    return _read(row) if row else None


def by_number(db: Db, unit: str, number: int) -> Visit | None:
    row = db.execute(BY_NUMBER, {"unit": unit, "number": number}).first()
    return _read(row) if row else None


def latest(db: Db, person_id: int, most: int = 10) -> list[Visit]:
    """The person's visits, the last one first."""
    return [_read(row) for row in db.execute(LATEST, {"person_id": person_id, "most": most})]


def correctable(db: Db, guardian_id: int) -> list[Visit]:
    """What the guardian has filed and may still correct, the last first."""
    found = db.execute(FILED_SINCE, {"guardian_id": guardian_id, "since": db.now - CORRECTION_TIME})
    return [_read(row) for row in found]


def between(db: Db, unit: str, first: date, last: date) -> list[Visit]:
    """The visits of the commune on these days, both included."""
    return [_read(row) for row in db.execute(BETWEEN, {"unit": unit, "first": first, "last": last})]


def versions(db: Db, visit_id: int) -> list[Version]:
    """How the report read before each correction, the oldest first."""
    return [
        Version(row.version, row.visited_on, row.kind, row.outcome, row.at, row.by, row.answers.open_json(row.id))
        for row in db.execute(VERSIONS, {"visit_id": visit_id})
    ]


def add(
    db: Db,
    *,
    guardian: Account,
    person_id: int,
    visited_on: date,
    kind: str,
    outcome: str,
    answers: Mapping[str, Any],
    next_visit_on: date | None = None,
    filing: str | None = None,
) -> Visit:
    """Files a report and moves the person's next visit.

    `filing` names the occasion, e.g. the inbox message: the same one never files twice, it gives the first report back.
    """
    if filing is not None and (known := db.execute(BY_FILING, {"filing": filing}).first()):
        return _read(known)
    person = db.execute(PERSON, {"person_id": person_id}).one()
    visit_id = db.new_id()
    row: dict[str, Any] = {
        "id": visit_id,
        "unit": person.unit,
        "number": next_number(db, person.unit, "visit"),
        "person_id": person_id,
        "guardian_id": guardian.id,
        "visited_on": visited_on,
        "kind": kind,
        "outcome": outcome,
        "filed_at": db.now,
        "version": 1,
    }
    sealed = seal_json(visit_id, dict(answers))
    db.execute(visits.insert(), {**row, "filing": filing, "answers": sealed})
    met_on = visited_on if met(outcome) else None
    _move(db, person_id, visited_on, max(filter(None, (person.last_met_on, met_on)), default=None), next_visit_on)
    db.audit(person.unit, guardian.id, "visit.filed", person_id, f"visit {visit_id}")
    return Visit(**row, sealed_answers=sealed)


def correct(
    db: Db,
    visit_id: int,
    *,
    by: int,
    visited_on: date,
    kind: str,
    outcome: str,
    answers: Mapping[str, Any],
    next_visit_on: date | None = None,
) -> Visit:
    """Puts the report right and keeps how it read before."""
    earlier = _read(db.execute(ONE.with_for_update(), {"id": visit_id}).one())
    if not can_correct(earlier.filed_at, db.now):
        raise TooLateToCorrect(f"visit {visit_id}")
    _keep_version(db, earlier, by)
    db.execute(
        update(visits).where(visits.c.id == visit_id),
        {
            "visited_on": visited_on,
            "kind": kind,
            "outcome": outcome,
            "version": earlier.version + 1,
            "answers": seal_json(visit_id, dict(answers)),
        },
    )
    last_met_on = db.execute(LAST_MET, {"person_id": earlier.person_id}).scalar()
    _move(db, earlier.person_id, visited_on, last_met_on, next_visit_on)
    db.audit(earlier.unit, by, "visit.corrected", earlier.person_id, f"visit {visit_id}")
    return _read(db.execute(ONE, {"id": visit_id}).one())


def _move(db: Db, person_id: int, visited_on: date, met_on: date | None, next_on: date | None) -> None:
    """A report of an older day, handed in late, does not call off what a later visit has set."""
    late = met_on is not None and met_on > visited_on
    db.execute(VISITED, {"person": person_id, "met_on": met_on, "next_on": None if late else next_on})


def _keep_version(db: Db, earlier: Visit, by: int) -> None:
    version_id = db.new_id()
    db.execute(
        visit_versions.insert(),
        {
            "id": version_id,
            "visit_id": earlier.id,
            "version": earlier.version,
            "visited_on": earlier.visited_on,
            "kind": earlier.kind,
            "outcome": earlier.outcome,
            "answers": seal(version_id, earlier.sealed_answers.open(earlier.id)),
            "at": db.now,
            "by": by,
        },
    )
