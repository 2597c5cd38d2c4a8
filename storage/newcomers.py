"""Chats nobody is linked to yet: who waits for help, and which officer has taken them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, bindparam, func, select, update

from rules import record_letters
from storage.columns import Id, Instant, Sealed, SealedCell, opened, seal
from storage.database import Db, metadata
from storage.units import next_number
from storage.upsert import insert

newcomers = Table(
    "newcomers",
    metadata,
    Column("chat_id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("number", Integer),
    Column("language", String(2)),
    Column("state", String(8), nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("asked_at", Instant),
    Column("taken_at", Instant),
    Column("taken_by", BigInteger),
    Column("phone", Sealed("newcomers.phone")),
    Column("about", Sealed("newcomers.about")),
    Column("answered_at", Instant),
    Index("ix_newcomers_number", "unit", "number", unique=True),
    Index("ix_newcomers_waiting", "unit", "state", "asked_at"),
    Index("ix_newcomers_asked", "unit", "asked_at"),
)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A chat that nobody is linked to.

    `state` is new (has only been welcomed), asked, taken or done; the number is given with the first asking.
    `answered_at`: when an officer first wrote to them.
    """

    chat_id: int
    unit: str
    number: int | None
    language: str | None
    state: str
    first_at: datetime
    asked_at: datetime | None
    taken_at: datetime | None
    taken_by: int | None
    sealed_phone: SealedCell | None
    sealed_about: SealedCell | None
    answered_at: datetime | None

    @property
    def code(self) -> str:
        """Gives the number as people read it."""
        return record_letters.written("newcomer", self.number)

    @property
    def phone(self) -> str | None:
        return opened(self.sealed_phone, self.chat_id)

    @property
    def about(self) -> str | None:
        return opened(self.sealed_about, self.chat_id)


ONE = select(newcomers).where(newcomers.c.chat_id == bindparam("chat_id"))
BY_NUMBER = select(newcomers).where(newcomers.c.unit == bindparam("unit"), newcomers.c.number == bindparam("number"))
WAITING = (
    select(newcomers)
    .where(newcomers.c.unit == bindparam("unit"), newcomers.c.state.in_(("asked", "taken")))
    .order_by(newcomers.c.state, newcomers.c.asked_at, newcomers.c.chat_id)
)
PAGE_OF = WAITING.limit(bindparam("most")).offset(bindparam("skipped"))
ALL_WAITING = (
    select(func.count())
    .select_from(newcomers)
    .where(newcomers.c.unit == bindparam("unit"), newcomers.c.state.in_(("asked", "taken")))
)
TAKEN_BY = WAITING.where(newcomers.c.state == "taken", newcomers.c.taken_by == bindparam("officer"))
HOW_MANY = select(func.count()).where(newcomers.c.unit == bindparam("unit"), newcomers.c.state == "asked")
ASKED_SINCE = select(func.count()).where(newcomers.c.unit == bindparam("unit"), newcomers.c.asked_at > bindparam("at"))
ARRIVE = insert(newcomers).on_conflict_do_nothing(index_elements=["chat_id"])
ASK = (
    update(newcomers)
    .where(newcomers.c.chat_id == bindparam("chat"), newcomers.c.state.in_(("new", "done")))
    .values(state="asked", asked_at=bindparam("now"), taken_at=None, taken_by=None)
)
TAKE = (
    update(newcomers)
    .where(
        newcomers.c.unit == bindparam("of_unit"),
        newcomers.c.number == bindparam("of_number"),
        newcomers.c.state == "asked",
    )
    .values(state="taken", taken_at=bindparam("now"), taken_by=bindparam("officer"))
)
ANSWERED = (
    update(newcomers)
    .where(newcomers.c.chat_id == bindparam("chat"), newcomers.c.answered_at.is_(None))
    .values(answered_at=bindparam("now", type_=Instant))
)
GIVE_BACK = (
    update(newcomers)
    .where(newcomers.c.state == "taken", newcomers.c.taken_by == bindparam("officer"))
    .values(state="asked", taken_at=None, taken_by=None)
)
DONE = update(newcomers).where(newcomers.c.chat_id == bindparam("chat")).values(state="done")


def _read(row: Sequence[Any]) -> Newcomer:
    return Newcomer(*row)


def get(db: Db, chat_id: int) -> Newcomer | None:
    """Reads the newcomer in this chat; None if the chat is none."""
    row = db.execute(ONE, {"chat_id": chat_id}).first()
    return _read(row) if row else None


def by_number(db: Db, unit: str, number: int) -> Newcomer | None:
    """Reads the newcomer with this number of the commune: an officer never reaches another commune's."""
    row = db.execute(BY_NUMBER, {"unit": unit, "number": number}).first()
    return _read(row) if row else None


def waiting(db: Db, unit: str) -> list[Newcomer]:
    """Lists those whom nobody has taken, the longest waiting first; then those somebody talks with."""
    return [_read(row) for row in db.execute(WAITING, {"unit": unit})]


def page_of(db: Db, unit: str, *, most: int, skipped: int = 0) -> list[Newcomer]:
    """Lists a page of what `waiting` lists."""
    return [_read(row) for row in db.execute(PAGE_OF, {"unit": unit, "most": most, "skipped": skipped})]


def how_many_waiting(db: Db, unit: str) -> int:
    """Counts what `waiting` lists."""
    return int(db.execute(ALL_WAITING, {"unit": unit}).scalar_one())


def taken_by(db: Db, unit: str, officer_id: int) -> list[Newcomer]:
    """Lists those whom this officer talks with."""
    return [_read(row) for row in db.execute(TAKEN_BY, {"unit": unit, "officer": officer_id})]


def how_many(db: Db, unit: str) -> int:
    """Counts those who wait for somebody to take them."""
    return int(db.execute(HOW_MANY, {"unit": unit}).scalar_one())


def asked_since(db: Db, unit: str, moment: datetime) -> int:
    """Counts those who have asked for an officer since then."""
    return int(db.execute(ASKED_SINCE, {"unit": unit, "at": moment}).scalar_one())


def arrive(db: Db, chat_id: int, unit: str) -> None:
    """Notes a chat that writes for the first time; one that is known stays as it is."""
    db.execute(ARRIVE, {"chat_id": chat_id, "unit": unit, "state": "new", "first_at": db.now})


def ask(db: Db, chat_id: int, unit: str) -> bool:
    """Puts the chat among those who wait for an officer. False if it waits already, or somebody has taken it."""
    arrive(db, chat_id, unit)
    if db.execute(ASK, {"chat": chat_id, "now": db.now}).rowcount != 1:
        return False
    newcomer = get(db, chat_id)
    if newcomer is not None and newcomer.number is None:
        _set(db, chat_id, number=next_number(db, newcomer.unit, "newcomer"))
    return True


def take(db: Db, unit: str, number: int, officer_id: int) -> bool:
    """Gives the newcomer to this officer; False if somebody was quicker."""
    taken = db.execute(TAKE, {"of_unit": unit, "of_number": number, "officer": officer_id, "now": db.now})
    return taken.rowcount == 1


def answered(db: Db, chat_id: int) -> None:
    """Notes that an officer has written to them; the first time counts."""
    db.execute(ANSWERED, {"chat": chat_id, "now": db.now})


def give_back(db: Db, officer_id: int) -> int:
    """Puts those whom this officer has taken among those who wait again; says how many."""
    return db.execute(GIVE_BACK, {"officer": officer_id}).rowcount


def end_waiting(db: Db, chat_id: int) -> None:
    """Takes the chat out of those who wait; asking again puts it back."""
    db.execute(DONE, {"chat": chat_id})


def linked(db: Db, chat_id: int) -> None:
    """Takes the chat out of those who wait, with what was left for the officer: whoever asks here next is another."""
    db.execute(DONE.values(phone=None, about=None), {"chat": chat_id})


def leave_word(db: Db, chat_id: int, *, phone: str | None, about: str | None) -> None:
    """Keeps what the officer is to know; what was left before and is not said again stays. `phone` is E.164."""
    said = {"phone": phone, "about": about}
    _set(db, chat_id, **{name: seal(chat_id, value) for name, value in said.items() if value})


def speak(db: Db, chat_id: int, unit: str, language: str) -> None:
    """Notes the language (`vi` or `en`) in which the chat is to be answered."""
    arrive(db, chat_id, unit)
    _set(db, chat_id, language=language)


def _set(db: Db, chat_id: int, **values: Any) -> None:
    if values:
        db.execute(update(newcomers).where(newcomers.c.chat_id == chat_id).values(**values))
