"""What people chose where their words were not understood for certain: the words without identity, and the choice.

A row is one sentence with one choice, however often it came: its number is a keyed hash of both, so it tells neither
who wrote nor when, but for the last day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Column, Date, Index, Integer, String, Table, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import Id, Sealed, seal
from storage.database import Db, metadata

MOST = 5_000

unsure_choices = Table(
    "unsure_choices",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("words", Sealed("unsure_choices.words"), nullable=False),
    Column("chosen", String(24), nullable=False),
    Column("count", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Index("ix_unsure_choices_day", "day"),
)
AGAIN = (
    update(unsure_choices)
    .where(unsure_choices.c.id == bindparam("number"))
    .values(count=unsure_choices.c.count + 1, day=bindparam("today"))
)
HOW_MANY = select(func.count()).select_from(unsure_choices)
ALL = select(unsure_choices).order_by(unsure_choices.c.day.desc(), unsure_choices.c.count.desc(), unsure_choices.c.id)


@dataclass(frozen=True, slots=True)
class UnsureChoice:
    """`day` is the last on which it was chosen."""

    words: str
    chosen: str
    count: int
    day: date


def note(db: Db, words: str, chosen: str) -> None:
    """Notes that somebody who wrote `words` pressed `chosen`; beyond `MOST` sentences only known ones are counted."""
    number = int.from_bytes(db.blind("unsure_choices.id", f"{chosen}\0{words}")[:7])
    if db.execute(AGAIN, {"number": number, "today": db.today}).rowcount:
        return
    if int(db.execute(HOW_MANY).scalar_one()) >= MOST:
        return
    insert = sqlite.insert if db.store.sqlite else postgresql.insert
    row = {"id": number, "words": seal(number, words), "chosen": chosen, "count": 1, "day": db.today}
    db.execute(insert(unsure_choices).on_conflict_do_nothing(), row)


def every(db: Db) -> Sequence[UnsureChoice]:
    """Lists all, the latest day and the most frequent first."""
    return [UnsureChoice(words.open(id), chosen, count, day) for id, words, chosen, count, day in db.execute(ALL)]
