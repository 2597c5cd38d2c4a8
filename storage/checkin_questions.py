"""What else somebody is asked at their check-ins, who chose it, and what they took out; it says something of health."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Table, bindparam, delete, select, update

from storage.columns import Id, Instant, Sealed, SealedCell, seal
from storage.database import Db, metadata
from storage.persons import Person, persons

checkin_questions = Table(
    "checkin_questions",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("question", Sealed("checkin_questions.question"), nullable=False),
    Column("chosen_by", BigInteger, nullable=False),
    Column("is_own", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    Column("out_at", Instant),
    Index("ix_checkin_questions_person", "person_id"),
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A question (a code of rules/checkins.py) that a person is asked; `is_own`: they chose it themself."""

    id: int
    person_id: int
    chosen_by: int
    is_own: bool
    at: datetime
    sealed_question: SealedCell

    @property
    def question(self) -> str:
        return self.sealed_question.open(self.id)


ALL_OF_PERSON = (
    select(
        checkin_questions.c.id,
        checkin_questions.c.person_id,
        checkin_questions.c.chosen_by,
        checkin_questions.c.is_own,
        checkin_questions.c.at,
        checkin_questions.c.question,
    )
    .where(checkin_questions.c.person_id == bindparam("person_id"))
    .order_by(checkin_questions.c.id)
)
OF_PERSON = ALL_OF_PERSON.where(checkin_questions.c.out_at.is_(None))
TAKEN_OUT = ALL_OF_PERSON.where(checkin_questions.c.out_at.is_not(None))
LOCK_PERSON = select(persons.c.id).where(persons.c.id == bindparam("person_id")).with_for_update()


def of_person(db: Db, person_id: int, *, lock: bool = False) -> list[Chosen]:
    """Lists what the person is asked, the first chosen first; `lock`: others who would choose wait for this one."""
    if lock:
        db.execute(LOCK_PERSON, {"person_id": person_id})
    return [Chosen(*row) for row in db.execute(OF_PERSON, {"person_id": person_id})]


def taken_out(db: Db, person_id: int) -> list[Chosen]:
    """Lists what the person took out and has not chosen since: nobody else proposes it again."""
    return [Chosen(*row) for row in db.execute(TAKEN_OUT, {"person_id": person_id})]


def choose(db: Db, person: Person, questions: Sequence[str], *, by: int, is_own: bool) -> None:
    """Adds questions; the caller has locked what is there and counted. What was taken out before, is not any more."""
    for gone in taken_out(db, person.id):
        if gone.question in questions:
            db.execute(delete(checkin_questions).where(checkin_questions.c.id == gone.id))
    for question in questions:
        chosen_id = db.new_id()
        row: dict[str, Any] = {"id": chosen_id, "person_id": person.id, "question": seal(chosen_id, question)}
        db.execute(checkin_questions.insert(), {**row, "chosen_by": by, "is_own": is_own, "at": db.now})
        # the audit is read by others: it does not say which
        db.audit(person.unit, by, "checkin.question_chosen", person.id, f"question {chosen_id}")


def take_out(db: Db, person: Person, questions: Collection[str], *, by: int) -> None:
    """Asks no more those of the person's questions that are among these; that they were taken out is kept."""
    for chosen in of_person(db, person.id):
        if chosen.question in questions:
            gone = update(checkin_questions).where(checkin_questions.c.id == chosen.id)
            db.execute(gone.values(out_at=db.now))
            db.audit(person.unit, by, "checkin.question_taken_out", person.id, f"question {chosen.id}")
