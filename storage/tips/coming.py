"""What a sender without a name writes is kept, once for each form, until officers are told of it."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select, update

from rules.tips import MOST_WAITING
from storage.columns import seal
from storage.database import Db
from storage.tips.records import COLUMNS, Tip, get
from storage.tips.tables import NOT_HANDED, tip_messages, tip_pictures, tips
from storage.units import next_number


class Full(Exception):
    """Officers have so much still to be told of that no more is taken for now."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a sender has sent: words, pictures as JPEG, and the mark of the form, which is taken once."""

    text: str
    pictures: Sequence[bytes]
    form: bytes


LAST_PLACE = select(func.coalesce(func.max(tip_messages.c.place), 0)).where(tip_messages.c.tip_id == bindparam("tip"))
OF_FORM = select(tip_messages.c.handed).where(tip_messages.c.form == bindparam("form"))
HOW_MANY_WAIT = select(func.count()).select_from(tip_messages).where(NOT_HANDED)
WAIT = (
    select(tip_messages.c.id, *COLUMNS)
    .join(tips, tips.c.id == tip_messages.c.tip_id)
    .where(NOT_HANDED)
    .order_by(tip_messages.c.id)
)


def drawn_id() -> int:
    """Draws an id: one that grows would tell the moment."""
    return secrets.randbelow(2**62) + 1


def add(db: Db, *, unit: str, about: str, proof: bytes, written: Written) -> None:
    """Keeps a tip that has come, for the officers of `unit`. Raises Full."""
    tip_id = drawn_id()
    row = {"id": tip_id, "unit": unit, "about": about, "state": "waiting", "proof": proof, "day": db.today}
    db.execute(tips.insert(), row)
    add_more(db, tip_id, written)


def add_more(db: Db, tip_id: int, written: Written) -> None:
    """Keeps what the sender writes. Raises Full."""
    if db.execute(HOW_MANY_WAIT).scalar_one() >= MOST_WAITING:
        raise Full
    message_id = _write(db, tip_id, written.text, by=None, handed=False, form=written.form)
    for picture in written.pictures:
        picture_id = drawn_id()
        content = seal(picture_id, base64.b64encode(picture).decode())
        row = {"id": picture_id, "tip_id": tip_id, "message_id": message_id, "content": content}
        db.execute(tip_pictures.insert(), row)


def _write(db: Db, tip_id: int, words: str, *, by: int | None, handed: bool, form: bytes | None = None) -> int:
    message_id = drawn_id()
    row = {
        "id": message_id,
        "tip_id": tip_id,
        "place": db.execute(LAST_PLACE, {"tip": tip_id}).scalar_one() + 1,
        "by": by,
        "text": seal(message_id, words),
        "day": db.today,
        "handed": handed,
        "form": form,
    }
    db.execute(tip_messages.insert(), row)
    return message_id


def was_sent(db: Db, form: bytes) -> bool:
    """Says whether what came with this form is here already."""
    return db.execute(OF_FORM, {"form": form}).first() is not None


def is_handed(db: Db, form: bytes) -> bool:
    """Says whether officers have been told of what came with this form."""
    return bool(db.execute(OF_FORM, {"form": form}).scalar())


def waiting(db: Db) -> list[tuple[int, Tip]]:
    """Lists the messages that officers are to be told of, with their tips, in an order drawn by lot."""
    return [(row[0], Tip(*row[1:])) for row in db.execute(WAIT)]


def hand_out(db: Db, tip: Tip, message_ids: Sequence[int]) -> Tip:
    """Notes that officers hear of these messages; a closed tip is open again. Gives the tip as it is now."""
    told = update(tip_messages).where(tip_messages.c.id.in_(message_ids))
    db.execute(told.values(handed=True))
    number = tip.number or next_number(db, tip.unit, "tip")
    values: dict[str, Any] = {"number": number, "handed_at": tip.handed_at or db.now}
    if tip.state != "taken":
        values |= {"state": "open", "closed_at": None, "outcome": None, "taken_by": None}
    db.execute(update(tips).where(tips.c.id == tip.id).values(**values))
    handed = get(db, tip.id)
    assert handed is not None
    return handed


def forget_forms(db: Db) -> int:
    """Lets go of the marks of forms that are not valid any more."""
    old = update(tip_messages).where(
        tip_messages.c.form.is_not(None), tip_messages.c.day < db.today, tip_messages.c.handed
    )
    return db.execute(old.values(form=None)).rowcount


def answer(db: Db, tip: Tip, words: str, by: int) -> None:
    """Keeps an officer's answer for when the sender comes back."""
    _write(db, tip.id, words, by=by, handed=True)
