"""What people have told of their situation when they were taken in charge; told again, the latest counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, bindparam, delete, select

from storage.columns import Id, Instant, Sealed, SealedCell, seal_json
from storage.database import Db, metadata
from storage.persons import Person

intakes = Table(
    "intakes",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", BigInteger),
    Column("filing", String(80), unique=True),
    Column("answers", Sealed("intakes.answers"), nullable=False),
    Index("ix_intakes_person", "person_id", "at"),
)


@dataclass(frozen=True, slots=True)
class Intake:
    """A situation as it was told; `by`: the account that wrote it down, the person's own where they did."""

    id: int
    person_id: int
    at: datetime
    by: int | None
    sealed_answers: SealedCell

    @property
    def answers(self) -> dict[str, Any]:
        content: dict[str, Any] = self.sealed_answers.open_json(self.id)
        return content


BY_FILING = select(intakes.c.id).where(intakes.c.filing == bindparam("filing"))
LATEST = (
    select(intakes.c.id, intakes.c.person_id, intakes.c.at, intakes.c.by, intakes.c.answers)
    .where(intakes.c.person_id == bindparam("person_id"))
    .order_by(intakes.c.at.desc(), intakes.c.id.desc())
    .limit(1)
)


def add(db: Db, person: Person, answers: Mapping[str, Any], *, by: int, filing: str | None = None) -> None:
    """Files what was told, the same `filing` never twice."""
    if filing is not None and db.execute(BY_FILING, {"filing": filing}).first():
        return
    intake_id = db.new_id()
    db.execute(
        intakes.insert(),
        {
            "id": intake_id,
            "person_id": person.id,
            "at": db.now,
            "by": by,
            "filing": filing,
            "answers": seal_json(intake_id, dict(answers)),
        },
    )
    db.audit(person.unit, by, "intake.filed", person.id, f"intake {intake_id}")


def latest(db: Db, person_id: int) -> Intake | None:
    """Reads what was told last; None if nothing was."""
    row = db.execute(LATEST, {"person_id": person_id}).first()
    return Intake(*row) if row else None


def forget(db: Db, person: Person, by: int) -> int:
    """Deletes all that the person has told, because they take their consent back; says how many records."""
    gone = db.execute(delete(intakes).where(intakes.c.person_id == person.id)).rowcount
    if gone:
        db.audit(person.unit, by, "intake.forgotten", person.id, str(gone))
    return gone
