"""Filing a visit report and correcting it; each moves the person's next visit."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict

from sqlalchemy import Date, bindparam, func, select, update

from rules.visits import can_correct, met
from storage.accounts import Account
from storage.columns import seal, seal_json
from storage.database import Db
from storage.persons import persons
from storage.prepared import Prepared
from storage.units import next_number
from storage.visits.records import BY_ID, COLUMNS, Visit
from storage.visits.tables import visit_versions, visits

BY_FILING = Prepared(select(*COLUMNS).where(visits.c.filing == bindparam("filing")))
LAST_MET = select(func.max(visits.c.visited_on)).where(
    visits.c.person_id == bindparam("person_id"), visits.c.outcome == "met"
)
PERSON = Prepared(
    select(persons.c.unit, persons.c.last_met_on).where(persons.c.id == bindparam("person_id")).with_for_update()
)
FILE = Prepared(visits.insert())
VISITED = Prepared(
    update(persons)
    .where(persons.c.id == bindparam("person"))
    .values(
        last_met_on=bindparam("met_on"),
        next_visit_on=func.coalesce(bindparam("next_on", type_=Date), persons.c.next_visit_on),
    )
)


class Filed(TypedDict):
    """A report as `add` and `correct` take it."""

    visited_on: date
    kind: str
    outcome: str
    answers: dict[str, Any]


# what says of whom a report is, and which report it is
HEADS = ("person", "visit")


def as_filed(said: Mapping[str, Any]) -> Filed:
    """Splits the answers of the form: those with a column of their own, and all the others together."""
    others = {key: value for key, value in said.items() if key not in (*HEADS, "visited_on", "kind", "outcome")}
    visited_on = date.fromisoformat(said["visited_on"])
    return Filed(visited_on=visited_on, kind=said["kind"], outcome=said["outcome"], answers=others)


class TooLateToCorrect(ValueError):
    """A report is corrected within a day of its filing. After that file a new one."""


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
    if filing is not None and (filed := BY_FILING.rows(db, {"filing": filing})):
        return Visit(*filed[0])
    [(unit, last_met_on)] = PERSON.rows(db, {"person_id": person_id})
    visit_id = db.new_id()
    row: dict[str, Any] = {
        "id": visit_id,
        "unit": unit,
        "number": next_number(db, unit, "visit"),
        "person_id": person_id,
        "guardian_id": guardian.id,
        "visited_on": visited_on,
        "kind": kind,
        "outcome": outcome,
        "filed_at": db.now,
        "version": 1,
    }
    sealed = seal_json(visit_id, dict(answers))
    FILE.run(db, [{**row, "filing": filing, "answers": sealed}])
    met_on = visited_on if met(outcome) else None
    _move(db, person_id, visited_on, max(filter(None, (last_met_on, met_on)), default=None), next_visit_on)
    db.audit(unit, guardian.id, "visit.filed", person_id, f"visit {visit_id}")
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
    """Puts the report right and keeps how it read before; raises TooLateToCorrect a day after it was filed."""
    earlier = Visit(*db.execute(BY_ID.with_for_update(), {"id": visit_id}).one())
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
    return Visit(*db.execute(BY_ID, {"id": visit_id}).one())


def _move(db: Db, person_id: int, visited_on: date, met_on: date | None, next_on: date | None) -> None:
    """Sets when they last met and the next visit; a report of an older day leaves what a later one has set."""
    late = met_on is not None and met_on > visited_on
    VISITED.run(db, [{"person": person_id, "met_on": met_on, "next_on": None if late else next_on}])


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
