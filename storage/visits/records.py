"""Visit reports as they stand, and how they read before they were corrected."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from rules.visits import CORRECTION_TIME
from storage.columns import Cell, SealedCell
from storage.database import Db
from storage.prepared import Prepared
from storage.visits.tables import visit_versions, visits


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit report as it stands.

    `answers` holds what the report says besides: work, mood, concerns, needs, reason, note, place.
    """

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
        """Names the report as its guardian hears it: TH-0042."""
        return f"TH-{self.number:04}"

    @property
    def answers(self) -> dict[str, Any]:
        content: dict[str, Any] = self.sealed_answers.open_json(self.id)
        return content

    def said(self) -> dict[str, Any]:
        """Gives the whole report as the form has its answers; `as_filed` is the way back."""
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
BY_ID = select(*COLUMNS).where(visits.c.id == bindparam("id"))
SEVERAL = (
    select(*COLUMNS).where(visits.c.id.in_(bindparam("ids", expanding=True))).order_by(visits.c.visited_on, visits.c.id)
)
BY_NUMBER = select(*COLUMNS).where(visits.c.unit == bindparam("unit"), visits.c.number == bindparam("number"))
LATEST = Prepared(
    select(*COLUMNS)
    .where(visits.c.person_id == bindparam("person_id"))
    .order_by(visits.c.visited_on.desc(), visits.c.id.desc())
    .limit(bindparam("most"))
)
FILED_SINCE = (
    select(*COLUMNS)
    .where(visits.c.guardian_id == bindparam("guardian_id"), visits.c.filed_at > bindparam("since"))
    .order_by(visits.c.filed_at.desc(), visits.c.id.desc())
)
OF_GUARDIAN = (
    select(*COLUMNS)
    .where(
        visits.c.guardian_id == bindparam("guardian_id"),
        visits.c.person_id.in_(bindparam("person_ids", expanding=True)),
    )
    .order_by(visits.c.filed_at.desc(), visits.c.id.desc())
    .limit(bindparam("most"))
)
BETWEEN = (
    select(*COLUMNS)
    .where(visits.c.unit == bindparam("unit"), visits.c.visited_on.between(bindparam("first"), bindparam("last")))
    .order_by(visits.c.visited_on, visits.c.id)
)
BEFORE = (
    select(*COLUMNS)
    .where(
        visits.c.person_id.in_(bindparam("people", expanding=True)),
        visits.c.visited_on.between(bindparam("first"), bindparam("last")),
    )
    .order_by(visits.c.person_id, visits.c.visited_on.desc(), visits.c.id.desc())
)
LATEST_OF_UNIT = (
    select(*COLUMNS)
    .where(visits.c.unit == bindparam("unit"), visits.c.visited_on.between(bindparam("first"), bindparam("last")))
    .order_by(visits.c.visited_on.desc(), visits.c.id.desc())
    .limit(bindparam("most"))
)
VERSIONS = (
    select(visit_versions).where(visit_versions.c.visit_id == bindparam("visit_id")).order_by(visit_versions.c.version)
)


def get(db: Db, visit_id: int) -> Visit | None:
    """Reads a visit; None if there is none of this id."""
    row = db.execute(BY_ID, {"id": visit_id}).first()
    return Visit(*row) if row else None


def several(db: Db, ids: Collection[int]) -> list[Visit]:
    """Reads visits by their ids, the earliest first; what is not there is left out."""
    return [Visit(*row) for row in db.execute(SEVERAL, {"ids": list(ids)})]


def by_number(db: Db, unit: str, number: int) -> Visit | None:
    """Reads the visit with this receipt number in the commune; None if there is none."""
    row = db.execute(BY_NUMBER, {"unit": unit, "number": number}).first()
    return Visit(*row) if row else None


def latest(db: Db, person_id: int, most: int = 10) -> list[Visit]:
    """Lists the person's visits, the last one first."""
    return [Visit(*row) for row in LATEST.rows(db, {"person_id": person_id, "most": most})]


def correctable(db: Db, guardian_id: int) -> list[Visit]:
    """Lists what the guardian has filed and may still correct, the last first."""
    since = db.now - CORRECTION_TIME
    return [Visit(*row) for row in db.execute(FILED_SINCE, {"guardian_id": guardian_id, "since": since})]


def of_guardian(db: Db, guardian_id: int, person_ids: Collection[int], most: int = 10) -> list[Visit]:
    """Lists what the guardian has reported of these people, the last filed first."""
    wanted = {"guardian_id": guardian_id, "person_ids": list(person_ids), "most": most}
    return [Visit(*row) for row in db.execute(OF_GUARDIAN, wanted)]


def how_many_of_guardian(db: Db, guardian_id: int) -> int:
    """Counts what the guardian has ever reported and is still kept."""
    of_guardian = visits.c.guardian_id == guardian_id
    return int(db.execute(select(func.count()).select_from(visits).where(of_guardian)).scalar_one())


def between(db: Db, unit: str, first: date, last: date) -> list[Visit]:
    """Lists the visits of the commune on these days, both included."""
    return [Visit(*row) for row in db.execute(BETWEEN, {"unit": unit, "first": first, "last": last})]


def latest_between(db: Db, unit: str, first: date, last: date, most: int) -> list[Visit]:
    """Lists the latest visits of the commune on these days, both included, the latest first."""
    asked = {"unit": unit, "first": first, "last": last, "most": most}
    return [Visit(*row) for row in db.execute(LATEST_OF_UNIT, asked)]


def of_people(db: Db, people: Collection[int], first: date, last: date) -> dict[int, list[Visit]]:
    """Maps person → their visits on these days, the latest first."""
    by_person: dict[int, list[Visit]] = {}
    for row in db.execute(BEFORE, {"people": list(people), "first": first, "last": last}):
        visit = Visit(*row)
        by_person.setdefault(visit.person_id, []).append(visit)
    return by_person


def versions(db: Db, visit_id: int) -> list[Version]:
    """Lists how the report read before each correction, the oldest first."""
    return [
        Version(row.version, row.visited_on, row.kind, row.outcome, row.at, row.by, row.answers.open_json(row.id))
        for row in db.execute(VERSIONS, {"visit_id": visit_id})
    ]
