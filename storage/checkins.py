"""Check-ins: how people say they are, month by month."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, bindparam, select

from storage.columns import Id, Instant, Sealed, SealedCell, seal_json
from storage.database import Db, metadata
from storage.persons import persons

checkins = Table(
    "checkins",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("period", String(10), nullable=False),
    Column("at", Instant, nullable=False),
    Column("filing", String(80), unique=True),
    Column("answers", Sealed("checkins.answers"), nullable=False),
    Column("filed_by", BigInteger),
    Index("ix_checkins_person", "person_id", "at"),
    Index("ix_checkins_unit", "unit", "at"),
)


@dataclass(frozen=True, slots=True)
class Checkin:
    """A check-in; `filed_by`: who told it in the person's name, None where they did themself."""

    id: int
    person_id: int
    period: str
    at: datetime
    sealed_answers: SealedCell
    filed_by: int | None

    @property
    def answers(self) -> dict[str, Any]:
        content: dict[str, Any] = self.sealed_answers.open_json(self.id)
        return content


COLUMNS = (
    checkins.c.id,
    checkins.c.person_id,
    checkins.c.period,
    checkins.c.at,
    checkins.c.answers,
    checkins.c.filed_by,
)
BY_FILING = select(checkins.c.id).where(checkins.c.filing == bindparam("filing"))
UNIT = select(persons.c.unit).where(persons.c.id == bindparam("person_id"))
LATEST = (
    select(*COLUMNS)
    .where(checkins.c.person_id == bindparam("person_id"))
    .order_by(checkins.c.at.desc(), checkins.c.id.desc())
    .limit(bindparam("most"))
)
LATEST_OF_UNIT = (
    select(*COLUMNS)
    .where(
        checkins.c.unit == bindparam("unit"),
        checkins.c.at >= bindparam("since"),
        checkins.c.at < bindparam("before"),
    )
    .order_by(checkins.c.at.desc(), checkins.c.id.desc())
    .limit(bindparam("most"))
)
OF_PEOPLE = (
    select(*COLUMNS)
    .where(
        checkins.c.person_id.in_(bindparam("people", expanding=True)),
        checkins.c.at >= bindparam("since"),
        checkins.c.at < bindparam("before"),
    )
    .order_by(checkins.c.at.desc(), checkins.c.id.desc())
)
WHICH_ANSWERED = select(checkins.c.person_id, checkins.c.period).where(
    checkins.c.person_id.in_(bindparam("ids", expanding=True)),
    checkins.c.period.in_(bindparam("periods", expanding=True)),
)


def add(
    db: Db,
    *,
    person_id: int,
    period: str,
    answers: Mapping[str, Any],
    by: int | None = None,
    filing: str | None = None,
    proxy: int | None = None,
) -> int:
    """Files a check-in, the same `filing` never twice; gives its id. `period` is the month asked about, `2026-11`.

    `proxy`: the account that tells it in the person's name.
    """
    if filing is not None and (filed := db.execute(BY_FILING, {"filing": filing}).scalar()):
        return int(filed)
    checkin_id = db.new_id()
    unit = db.execute(UNIT, {"person_id": person_id}).scalar_one()
    db.execute(
        checkins.insert(),
        {
            "id": checkin_id,
            "unit": unit,
            "person_id": person_id,
            "period": period,
            "at": db.now,
            "filing": filing,
            "filed_by": proxy,
            "answers": seal_json(checkin_id, dict(answers)),
        },
    )
    db.audit(unit, by, "checkin.filed", person_id, f"checkin {checkin_id}")
    return checkin_id


def latest(db: Db, person_id: int, most: int = 10) -> list[Checkin]:
    """Lists the person's check-ins, the last one first."""
    return [Checkin(*row) for row in db.execute(LATEST, {"person_id": person_id, "most": most})]


def latest_between(db: Db, unit: str, since: datetime, before: datetime, most: int) -> list[Checkin]:
    """Lists the commune's latest check-ins of a time, the latest first."""
    asked = {"unit": unit, "since": since, "before": before, "most": most}
    return [Checkin(*row) for row in db.execute(LATEST_OF_UNIT, asked)]


def of_people(db: Db, people: Iterable[int], since: datetime, before: datetime) -> dict[int, list[Checkin]]:
    """Maps person → their check-ins of a time, the latest first."""
    by_person: dict[int, list[Checkin]] = {}
    for row in db.execute(OF_PEOPLE, {"people": list(people), "since": since, "before": before}):
        by_person.setdefault(row.person_id, []).append(Checkin(*row))
    return by_person


def have_answered(db: Db, person_ids: Iterable[int], periods: Iterable[str]) -> set[tuple[int, str]]:
    """Gives the (person, period) of the check-ins that these have filed for these months."""
    rows = db.execute(WHICH_ANSWERED, {"ids": list(person_ids), "periods": list(periods)})
    return {(row.person_id, row.period) for row in rows}
