"""Complaints: what somebody writes to the unit above about an officer, a guardian or a partner, and the answer.

`unit` is the unit above, which deals with it. Nothing of it is kept under the unit of whom it is about.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    select,
    update,
)

from rules import record_letters
from rules.complaints import ANSWERED, OPEN_STATES, TAKEN, WAITING
from storage.columns import Id, Instant, Sealed, SealedCell, opened, seal, seal_json
from storage.database import Db, metadata
from storage.units import next_number

complaints = Table(
    "complaints",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("number", Integer, nullable=False),
    Column("asked_by", BigInteger, nullable=False),
    Column("about", String(8), nullable=False),
    Column("state", String(8), nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("take_by", Date, nullable=False),
    Column("taken_by", BigInteger),
    Column("taken_at", Instant),
    Column("answer_by", Date),
    Column("answered_by", BigInteger),
    Column("answered_at", Instant),
    Column("told", Sealed("complaints.told"), nullable=False),
    Column("longer_why", Sealed("complaints.longer_why")),
    Column("answer", Sealed("complaints.answer")),
    UniqueConstraint("unit", "number"),
    Index("ix_complaints_sender", "asked_by", "sent_at"),
    Index("ix_complaints_state", "unit", "state", "sent_at"),
)


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint. `told` holds the form's answers; `about` and `state` are codes of `rules.complaints`."""

    id: int
    unit: str
    number: int
    asked_by: int
    about: str
    state: str
    sent_at: datetime
    take_by: date
    taken_by: int | None
    taken_at: datetime | None
    answer_by: date | None
    answered_by: int | None
    answered_at: datetime | None
    sealed_told: SealedCell
    sealed_longer_why: SealedCell | None
    sealed_answer: SealedCell | None

    @property
    def code(self) -> str:
        """Gives the number as people read it."""
        return record_letters.written("complaint", self.number)

    @property
    def told(self) -> dict[str, Any]:
        answers: dict[str, Any] = self.sealed_told.open_json(self.id)
        return answers

    @property
    def longer_why(self) -> str:
        return opened(self.sealed_longer_why, self.id) or ""

    @property
    def answer(self) -> str:
        return opened(self.sealed_answer, self.id) or ""

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def due_on(self) -> date:
        """Gives the last day of what comes next: to be taken, or to be answered."""
        return self.answer_by or self.take_by


COLUMNS = tuple(complaints.c[name.removeprefix("sealed_")] for name in Complaint.__slots__)
ONE = select(*COLUMNS).where(complaints.c.id == bindparam("id"))
SEVERAL = select(*COLUMNS).where(complaints.c.id.in_(bindparam("ids", expanding=True)))
BY_NUMBER = select(*COLUMNS).where(complaints.c.unit == bindparam("unit"), complaints.c.number == bindparam("number"))
OF_SENDER = (
    select(*COLUMNS)
    .where(complaints.c.asked_by == bindparam("asked_by"))
    .order_by(complaints.c.sent_at.desc(), complaints.c.id.desc())
    .limit(bindparam("most"))
)
OPEN = (
    select(*COLUMNS)
    .where(complaints.c.unit == bindparam("unit"), complaints.c.state.in_(bindparam("states", expanding=True)))
    .order_by(complaints.c.sent_at, complaints.c.id)
    .limit(bindparam("most"))
)
MOST_OPEN = 200


def send(db: Db, *, unit: str, asked_by: int, about: str, told: Mapping[str, Any], take_by: date) -> Complaint:
    """Writes a complaint down for the unit above, in whose audit alone it stands."""
    complaint_id = db.new_id()
    row = {
        "id": complaint_id,
        "unit": unit,
        "number": next_number(db, unit, "complaint"),
        "asked_by": asked_by,
        "about": about,
        "state": WAITING,
        "sent_at": db.now,
        "take_by": take_by,
        "told": seal_json(complaint_id, dict(told)),
    }
    db.execute(complaints.insert(), row)
    db.audit(unit, asked_by, "complaint.sent", complaint_id)
    return _reread(db, complaint_id)


def take(db: Db, complaint: Complaint, by: int, answer_by: date) -> bool:
    """Writes down who has taken it, and until when it is answered; False where somebody has before."""
    values = {"state": TAKEN, "taken_by": by, "taken_at": db.now, "answer_by": answer_by}
    return _set(db, complaint, (WAITING,), values, by, "complaint.taken")


def lengthen(db: Db, complaint: Complaint, by: int, answer_by: date, why: str) -> bool:
    """Sets a later day for the answer, with the reason; False where it is not being dealt with."""
    values = {"answer_by": answer_by, "longer_why": seal(complaint.id, why)}
    return _set(db, complaint, (TAKEN,), values, by, "complaint.longer")


def answer(db: Db, complaint: Complaint, by: int, words: str) -> bool:
    """Writes the answer down, with which it ends; False where it has one."""
    values = {"state": ANSWERED, "answered_by": by, "answered_at": db.now, "answer": seal(complaint.id, words)}
    return _set(db, complaint, OPEN_STATES, values, by, "complaint.answered")


def _set(
    db: Db, complaint: Complaint, states: tuple[str, ...], values: Mapping[str, Any], by: int, action: str
) -> bool:
    which = update(complaints).where(complaints.c.id == complaint.id, complaints.c.state.in_(states))
    if not db.execute(which.values(**values)).rowcount:
        return False
    db.audit(complaint.unit, by, action, complaint.id)
    return True


def get(db: Db, complaint_id: int) -> Complaint | None:
    """Reads a complaint; None if there is none of this id."""
    row = db.execute(ONE, {"id": complaint_id}).first()
    return Complaint(*row) if row else None


def several(db: Db, ids: Collection[int]) -> dict[int, Complaint]:
    """Reads complaints by id; whatever is not there is left out."""
    return {row.id: Complaint(*row) for row in db.execute(SEVERAL, {"ids": list(ids)})}


def by_number(db: Db, unit: str, number: int) -> Complaint | None:
    """Reads the complaint of this number with the unit that deals with it; None if there is none."""
    row = db.execute(BY_NUMBER, {"unit": unit, "number": number}).first()
    return Complaint(*row) if row else None


def of_sender(db: Db, account_id: int, most: int = MOST_OPEN) -> list[Complaint]:
    """Lists what somebody has sent, the latest first."""
    return [Complaint(*row) for row in db.execute(OF_SENDER, {"asked_by": account_id, "most": most})]


def open_of(db: Db, unit: str) -> list[Complaint]:
    """Lists what a unit has to take or to answer, the oldest first."""
    rows = db.execute(OPEN, {"unit": unit, "states": list(OPEN_STATES), "most": MOST_OPEN})
    return [Complaint(*row) for row in rows]


def _reread(db: Db, complaint_id: int) -> Complaint:
    complaint = get(db, complaint_id)
    assert complaint is not None
    return complaint
