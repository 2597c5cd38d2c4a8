"""Whom an officer is to call, because no message gets through or somebody asked to be called."""

from collections.abc import Iterable, Sequence
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
    bindparam,
    func,
    select,
    text,
    tuple_,
    update,
)

from storage.columns import Id, Instant
from storage.database import Db, metadata
from storage.signals import of_change
from storage.upsert import insert

IS_OPEN = text("state = 'open'")

call_list = Table(
    "call_list",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("account_id", BigInteger, ForeignKey("accounts.id"), nullable=False),
    Column("reason", String(24), nullable=False),
    Column("state", String(12), nullable=False),
    Column("times", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("done_by", BigInteger),
    Index("uq_call_list_open", "account_id", "reason", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    Index("ix_call_list_unit", "unit", "state", "at"),
    Index("ix_call_list_account", "account_id"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody who is to be called, and why.

    `state` is open, done, no_answer, wrong_number, or ended with the account; `times` is how often it came up while
    open.
    """

    id: int
    unit: str
    account_id: int
    reason: str
    state: str
    times: int
    at: datetime
    done_at: datetime | None
    done_by: int | None


ONE = select(call_list).where(call_list.c.id == bindparam("id"))
OPEN_OF = (
    select(call_list)
    .where(call_list.c.unit == bindparam("unit"), call_list.c.state == "open")
    .order_by(call_list.c.at, call_list.c.id)
)
IS_WAITING = (call_list.c.unit == bindparam("unit"), call_list.c.state == "open")
PLACE = tuple_(call_list.c.at, call_list.c.id)
LAST = tuple_(bindparam("last_at", type_=Instant), bindparam("last_id", type_=BigInteger))
FIRST_OF = OPEN_OF.limit(1)
NEXT_OF = FIRST_OF.where(PLACE > LAST)
PAGE_OF = OPEN_OF.limit(bindparam("most"))
PAGE_AFTER = PAGE_OF.where(PLACE > LAST)
HOW_MANY = select(func.count()).select_from(call_list).where(*IS_WAITING)
BEFORE = HOW_MANY.where(PLACE <= LAST)
PUT = insert(call_list).on_conflict_do_update(
    index_elements=["account_id", "reason"], index_where=IS_OPEN, set_={"times": call_list.c.times + 1}
)
SINCE = select(call_list.c.at).where(
    call_list.c.account_id == bindparam("account_id"), call_list.c.reason == bindparam("reason"), IS_OPEN
)
SETTLE = (
    update(call_list)
    .where(call_list.c.id == bindparam("entry"), call_list.c.state == "open")
    .values(state=bindparam("ending"), done_at=bindparam("now"), done_by=bindparam("by"))
)


def _read(row: Sequence[Any]) -> Entry:
    return Entry(*row)


def get(db: Db, entry_id: int) -> Entry | None:
    """Reads an entry; None if there is none of this id."""
    row = db.execute(ONE, {"id": entry_id}).first()
    return _read(row) if row else None


def open_of(db: Db, unit: str) -> list[Entry]:
    """Lists who of the commune is to be called, the longest waiting first."""
    return [_read(row) for row in db.execute(OPEN_OF, {"unit": unit})]


def how_many(db: Db, unit: str) -> int:
    """Counts who of the commune is to be called."""
    return int(db.execute(HOW_MANY, {"unit": unit}).scalar_one())


def after(db: Db, unit: str, last: Entry | None) -> tuple[Entry | None, int]:
    """Finds who is to be called after `last`, or first of all, and their place among those who wait."""
    if last is None:
        row, before = db.execute(FIRST_OF, {"unit": unit}).first(), 0
    else:
        keys = {"unit": unit, "last_at": last.at, "last_id": last.id}
        row, before = db.execute(NEXT_OF, keys).first(), int(db.execute(BEFORE, keys).scalar_one())
    return (_read(row) if row else None), before + 1


def page_of(db: Db, unit: str, after_id: int, most: int) -> list[Entry]:
    """Lists the next to call after the entry of this id, the longest waiting first; the first ones if there is none."""
    last, asked = get(db, after_id) if after_id else None, {"unit": unit, "most": most}
    if last is not None:
        rows = db.execute(PAGE_AFTER, {**asked, "last_at": last.at, "last_id": last.id})
    else:
        rows = db.execute(PAGE_OF, asked)
    return [_read(row) for row in rows]


def put(db: Db, *, unit: str, account_id: int, reason: str) -> bool:
    """Puts the account on the list. True if it was not yet there for this reason; else it is counted once more."""
    db.signal(of_change(unit, "call.put"))
    return int(db.execute(PUT.returning(call_list.c.times), _fresh(db, unit, account_id, reason)).scalar_one()) == 1


def put_all(db: Db, wanted: Iterable[tuple[str, int]], *, reason: str) -> None:
    """Puts (unit, account) on the list; whoever is on it for this reason keeps the place."""
    rows = [_fresh(db, unit, account_id, reason) for unit, account_id in wanted]
    if rows:
        db.execute(PUT, rows)


def _fresh(db: Db, unit: str, account_id: int, reason: str) -> dict[str, object]:
    return {
        "id": db.new_id(),
        "unit": unit,
        "account_id": account_id,
        "reason": reason,
        "state": "open",
        "times": 1,
        "at": db.now,
    }


def end_for(db: Db, account_id: int, by: int | None, *, but: Iterable[str] = ()) -> int:
    """Ends what an account was to be called for, `but` for these reasons; says how many entries."""
    ending = update(call_list).where(
        call_list.c.account_id == account_id, IS_OPEN, call_list.c.reason.not_in(list(but))
    )
    return db.execute(ending.values(state="ended", done_at=db.now, done_by=by)).rowcount


def open_for(db: Db, account_id: int) -> list[str]:
    """Lists the reasons for which an account is still to be called."""
    reasons = select(call_list.c.reason).where(call_list.c.account_id == account_id, IS_OPEN)
    return list(db.execute(reasons).scalars())


def waits_since(db: Db, account_id: int, reason: str) -> datetime | None:
    """Tells since when an account is to be called for this reason; None if it is not."""
    keys = {"account_id": account_id, "reason": reason}
    moment: datetime | None = db.execute(SINCE, keys).scalar()
    return moment


def settle(db: Db, entry_id: int, ending: str, by: int) -> bool:
    """Ends the entry: done, no_answer or wrong_number; False if somebody was quicker."""
    return db.execute(SETTLE, {"entry": entry_id, "ending": ending, "now": db.now, "by": by}).rowcount == 1
