"""What somebody has told of their work for a CV: one for each person, theirs to change and to delete."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, bindparam, delete, select

from storage.columns import Instant, Sealed, SealedCell, seal_json
from storage.database import Db, metadata
from storage.upsert import insert

work_profiles = Table(
    "work_profiles",
    metadata,
    Column("person_id", BigInteger, ForeignKey("persons.id"), primary_key=True, autoincrement=False),
    Column("answers", Sealed("work_profiles.answers"), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_work_profiles_at", "at"),
)
ONE = select(work_profiles).where(work_profiles.c.person_id == bindparam("person"))
KEEP = insert(work_profiles)
KEEP = KEEP.on_conflict_do_update(
    index_elements=["person_id"], set_={"answers": KEEP.excluded.answers, "at": KEEP.excluded.at}
)


@dataclass(frozen=True, slots=True)
class WorkProfile:
    """The answers of the form `cv`, as it asked for them."""

    person_id: int
    sealed_answers: SealedCell
    at: datetime

    @property
    def answers(self) -> dict[str, Any]:
        return dict(self.sealed_answers.open_json(self.person_id))


def get(db: Db, person_id: int) -> WorkProfile | None:
    """Reads what somebody has told; None if they have told nothing."""
    row = db.execute(ONE, {"person": person_id}).first()
    return WorkProfile(*row) if row else None


def keep(db: Db, person_id: int, answers: Mapping[str, Any]) -> None:
    """Writes down what somebody tells, in place of what they told before."""
    row = {"person_id": person_id, "answers": seal_json(person_id, dict(answers)), "at": db.now}
    db.execute(KEEP, row)


def forget(db: Db, person_id: int) -> bool:
    """Deletes it; False if there was nothing."""
    return db.execute(delete(work_profiles).where(work_profiles.c.person_id == person_id)).rowcount == 1
