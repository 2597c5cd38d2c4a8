"""How people say they live when they come home and 3, 6 and 12 months later, one answer for each stage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    select,
)

from storage.columns import Id, Instant, Sealed, SealedCell, seal_json
from storage.database import Db, metadata
from storage.upsert import insert

outcomes = Table(
    "outcomes",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("stage", Integer, nullable=False),
    Column("answers", Sealed("outcomes.answers"), nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("person_id", "stage"),
    Index("ix_outcomes_unit", "unit", "stage"),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What somebody answered at a stage, a number of months after coming home."""

    id: int
    person_id: int
    stage: int
    at: datetime
    sealed_answers: SealedCell

    @property
    def answers(self) -> dict[str, Any]:
        content: dict[str, Any] = self.sealed_answers.open_json(self.id)
        return content


COLUMNS = tuple(outcomes.c["answers" if name == "sealed_answers" else name] for name in Outcome.__slots__)
OF_PERSON = select(*COLUMNS).where(outcomes.c.person_id == bindparam("person")).order_by(outcomes.c.stage)
OF_UNIT = select(*COLUMNS).where(outcomes.c.unit == bindparam("unit"))
KEEP = insert(outcomes)
# the row's id is part of what its answers are sealed with
KEEP = KEEP.on_conflict_do_update(
    index_elements=["person_id", "stage"],
    set_={"id": KEEP.excluded.id, "answers": KEEP.excluded.answers, "at": KEEP.excluded.at},
)


def keep(db: Db, *, unit: str, person_id: int, stage: int, answers: Mapping[str, Any], by: int) -> None:
    """Keeps the answers of a stage; those given again take the place of the earlier ones."""
    outcome_id = db.new_id()
    sealed = seal_json(outcome_id, dict(answers))
    row = {"id": outcome_id, "unit": unit, "person_id": person_id, "stage": stage, "answers": sealed, "at": db.now}
    db.execute(KEEP, row)
    db.audit(unit, by, "outcome.told", person_id, f"stage {stage}")


def of_person(db: Db, person_id: int) -> list[Outcome]:
    """Lists somebody's answers, the first stage first."""
    return [Outcome(*row) for row in db.execute(OF_PERSON, {"person": person_id})]


def of_unit(db: Db, unit: str) -> dict[int, dict[int, Outcome]]:
    """Maps person → stage → what was answered, for the whole commune."""
    told: dict[int, dict[int, Outcome]] = {}
    for row in db.execute(OF_UNIT, {"unit": unit}):
        told.setdefault(row.person_id, {})[row.stage] = Outcome(*row)
    return told
