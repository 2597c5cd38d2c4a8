"""How many bytes strangers have sent to the web chat: each session, and all of them together each day."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, String, Table, bindparam, func, select, update

from rules.local_time import local_day
from rules.uploads import MOST_OF_ALL, MOST_OF_SESSION
from storage.columns import Instant
from storage.database import Db, metadata
from storage.upsert import insert

uploads = Table(
    "uploads",
    metadata,
    # a chat's id, or the day of all strangers
    Column("of", String(24), primary_key=True),
    Column("bytes", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_uploads_at", "at"),
)
_NEW = insert(uploads)
# one statement, so that no two nodes fill the same place
TAKE = _NEW.on_conflict_do_update(
    index_elements=["of"],
    set_={"bytes": uploads.c.bytes + _NEW.excluded.bytes, "at": _NEW.excluded.at},
    where=uploads.c.bytes + _NEW.excluded.bytes <= bindparam("most"),
).returning(uploads.c.bytes)
GIVE_BACK = update(uploads).where(uploads.c.of == bindparam("whose")).values(bytes=uploads.c.bytes - bindparam("size"))
USED = select(func.coalesce(func.max(uploads.c.bytes), 0)).where(uploads.c.of == bindparam("whose"))


class TooMuch(Exception):
    """What is allowed is used up; `of` says of whom: `session` or `all`."""

    def __init__(self, of: str):
        super().__init__(of)
        self.of = of


def check(db: Db, chat_id: int, size: int) -> None:
    """Looks whether so many bytes may still come. Raises TooMuch."""
    for of, owner, most in _limits(chat_id, db.now):
        if used(db, owner) + size > most:
            raise TooMuch(of)


def take(db: Db, chat_id: int, size: int) -> None:
    """Counts bytes that have come; raises TooMuch for those that may not, and the transaction is to be rolled back."""
    for of, owner, most in _limits(chat_id, db.now):
        row = {"of": owner, "bytes": size, "at": db.now, "most": most}
        if size > most or db.execute(TAKE, row).first() is None:
            raise TooMuch(of)


def give_back(db: Db, chat_id: int, size: int, taken_at: datetime) -> None:
    """Takes bytes off the count that were not kept after all."""
    for _, owner, _ in _limits(chat_id, taken_at):
        db.execute(GIVE_BACK, {"whose": owner, "size": size})


def used(db: Db, owner: str) -> int:
    """Counts the bytes of a chat, by its id, or of all strangers on a day."""
    return int(db.execute(USED, {"whose": owner}).scalar_one())


def used_today(db: Db) -> int:
    """Counts what strangers have sent today, all together."""
    return used(db, _all(db.now))


def _limits(chat_id: int, moment: datetime) -> tuple[tuple[str, str, int], ...]:
    return ("session", str(chat_id), MOST_OF_SESSION), ("all", _all(moment), MOST_OF_ALL)


def _all(moment: datetime) -> str:
    return f"all {local_day(moment):%Y-%m-%d}"
