"""A tip and its messages as they are read."""

import base64
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from rules import record_letters
from storage.columns import SealedCell
from storage.database import Db
from storage.tips.tables import tip_messages, tip_pictures, tips


@dataclass(frozen=True, slots=True)
class Tip:
    """A tip; `unit` reads it, `about` is the commune it is about. `state` is one of rules/tips.py."""

    id: int
    unit: str
    about: str
    number: int | None
    state: str
    day: date
    handed_at: datetime | None
    taken_at: datetime | None
    taken_by: int | None
    closed_at: datetime | None
    outcome: str | None

    @property
    def code(self) -> str:
        return record_letters.written("tip", self.number)


@dataclass(frozen=True, slots=True)
class Message:
    """What the sender wrote, or `by` an officer; its place among the tip's messages is its order."""

    id: int
    tip_id: int
    place: int
    by: int | None
    day: date
    sealed_text: SealedCell

    @property
    def text(self) -> str:
        return self.sealed_text.open(self.id)


COLUMNS = tuple(tips.c[name] for name in Tip.__slots__)
TIP = select(*COLUMNS).where(tips.c.id == bindparam("id"))
SEVERAL = select(*COLUMNS).where(tips.c.id.in_(bindparam("ids", expanding=True)))
BY_PROOF = select(*COLUMNS).where(tips.c.proof == bindparam("proof"))
BY_NUMBER = select(*COLUMNS).where(tips.c.unit == bindparam("unit"), tips.c.number == bindparam("number"))
STILL_OPEN = tips.c.state.in_(("open", "taken"))
PAGE_OF = (
    select(*COLUMNS)
    .where(tips.c.unit == bindparam("unit"), STILL_OPEN)
    .order_by(tips.c.state, tips.c.handed_at, tips.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("skipped"))
)
HOW_MANY = select(func.count()).select_from(tips).where(tips.c.unit == bindparam("unit"), STILL_OPEN)
MESSAGES = (
    select(*(tip_messages.c["text" if name == "sealed_text" else name] for name in Message.__slots__))
    .where(tip_messages.c.tip_id == bindparam("tip"))
    .order_by(tip_messages.c.place)
)
PICTURES = (
    select(tip_pictures.c.id, tip_pictures.c.message_id)
    .where(tip_pictures.c.tip_id == bindparam("tip"))
    .order_by(tip_pictures.c.id)
)
PICTURE = select(tip_pictures.c.tip_id, tip_pictures.c.content).where(tip_pictures.c.id == bindparam("id"))


def _read(row: Sequence[Any] | None) -> Tip | None:
    return Tip(*row) if row else None


def get(db: Db, tip_id: int) -> Tip | None:
    """Reads a tip; None if there is none of this id."""
    return _read(db.execute(TIP, {"id": tip_id}).first())


def several(db: Db, ids: Collection[int]) -> dict[int, Tip]:
    """Reads tips by id; whatever is not there is left out."""
    return {row.id: Tip(*row) for row in db.execute(SEVERAL, {"ids": list(ids)})}


def by_proof(db: Db, proof: bytes) -> Tip | None:
    """Finds a tip by what was made of its words."""
    return _read(db.execute(BY_PROOF, {"proof": proof}).first())


def by_number(db: Db, unit: str, number: int) -> Tip | None:
    """Finds a tip by the number that the unit's officers see."""
    return _read(db.execute(BY_NUMBER, {"unit": unit, "number": number}).first())


def page_of(db: Db, unit: str, *, most: int, skipped: int = 0) -> list[Tip]:
    """Lists a page of those not closed, first those nobody has taken, the longest waiting first."""
    return [Tip(*row) for row in db.execute(PAGE_OF, {"unit": unit, "most": most, "skipped": skipped})]


def how_many(db: Db, unit: str) -> int:
    """Counts what `page_of` lists."""
    return int(db.execute(HOW_MANY, {"unit": unit}).scalar_one())


def how_many_open(db: Db, unit: str) -> int:
    """Counts those that nobody has taken."""
    return int(db.execute(HOW_MANY.where(tips.c.state == "open"), {"unit": unit}).scalar_one())


def messages_of(db: Db, tip_id: int) -> list[Message]:
    """Lists what was written, in its order."""
    return [Message(*row) for row in db.execute(MESSAGES, {"tip": tip_id})]


def pictures_of(db: Db, tip_id: int) -> list[tuple[int, int]]:
    """Lists the ids of a tip's pictures, each with that of its message."""
    return [(row[0], row[1]) for row in db.execute(PICTURES, {"tip": tip_id})]


def picture(db: Db, picture_id: int) -> tuple[int, bytes] | None:
    """Gives the tip's id and the picture as JPEG; None if there is none of this id."""
    row = db.execute(PICTURE, {"id": picture_id}).first()
    return (row.tip_id, base64.b64decode(row.content.open(picture_id))) if row else None
