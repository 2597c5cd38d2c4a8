"""Messages to many: what was written for whom, how far it has gone, and to whom it was put on its way."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    bindparam,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from storage.columns import Id, Instant, Sealed, SealedCell, seal, seal_json
from storage.database import Db, metadata
from storage.units import hold_numbers, next_number

GOING = text("state IN ('draft', 'running', 'stopped')")

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("number", Integer, nullable=False),
    Column("by_account", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("text", Sealed("broadcasts.text"), nullable=False),
    Column("attachment_id", BigInteger),
    Column("audience", String(12), nullable=False),
    Column("whom", Sealed("broadcasts.whom")),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("state", String(8), nullable=False),
    Column("why", String(12)),
    Column("total", Integer, nullable=False),
    Column("foreseen", Integer, nullable=False),
    Column("put", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("to_call", Integer, nullable=False),
    Column("reached_up_to", BigInteger, nullable=False),
    Column("all_put", Boolean, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("began_at", Instant),
    Column("expires_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("shown_id", BigInteger),
    Column("told_id", BigInteger),
    Column("told_at", Instant),
    Column("told", Integer, nullable=False),
    Index("ix_broadcasts_going", "next_at", sqlite_where=GOING, postgresql_where=GOING),
    Index("ix_broadcasts_unit", "unit", "number", unique=True),
    Index("ix_broadcasts_fingerprint", "fingerprint", "created_at"),
    Index("ix_broadcasts_attachment", "attachment_id"),
)
broadcast_readers = Table(
    "broadcast_readers",
    metadata,
    Column("broadcast_id", BigInteger, nullable=False),
    Column("account_id", BigInteger, nullable=False),
    Column("way", String(8), nullable=False),
    PrimaryKeyConstraint("broadcast_id", "account_id"),
)


@dataclass(frozen=True, slots=True)
class Broadcast:
    """`audience` is a role, hamlet, families (a hamlet with its guardians) or list; `whom` names hamlets or accounts.

    `total` and `foreseen` (seconds) come from the dry run; `put` messages, `refused` and `to_call` people so far.
    `shown_id` is the message in the officer's chat that shows how far it is, `told_id` the last
    change of it, `told` how many had gone by then.
    """

    id: int
    unit: str
    number: int
    by_account: int
    chat_id: int
    attachment_id: int | None
    audience: str
    state: str
    why: str | None
    total: int
    foreseen: int
    put: int
    refused: int
    to_call: int
    reached_up_to: int
    all_put: bool
    next_at: datetime
    created_at: datetime
    began_at: datetime | None
    expires_at: datetime
    ended_at: datetime | None
    shown_id: int | None
    told_id: int | None
    told_at: datetime | None
    told: int
    sealed_text: SealedCell
    sealed_whom: SealedCell | None

    @property
    def text(self) -> str:
        return self.sealed_text.open(self.id)

    @property
    def whom(self) -> list[Any]:
        found: list[Any] = self.sealed_whom.open_json(self.id) if self.sealed_whom else []
        return found


COLUMNS = tuple(broadcasts.c[name.removeprefix("sealed_")] for name in Broadcast.__slots__)
ONE = select(*COLUMNS).where(broadcasts.c.id == bindparam("id"))
LOCKED = ONE.with_for_update()
BY_NUMBER = select(*COLUMNS).where(broadcasts.c.unit == bindparam("unit"), broadcasts.c.number == bindparam("number"))
LAST = (
    select(*COLUMNS)
    .where(broadcasts.c.unit == bindparam("unit"))
    .order_by(broadcasts.c.number.desc())
    .limit(bindparam("most"))
)
DUE = (
    select(*COLUMNS)
    .where(GOING, broadcasts.c.next_at <= bindparam("now", type_=Instant))
    .order_by(broadcasts.c.next_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
NEXT = select(func.min(broadcasts.c.next_at)).where(GOING)
SAME = (
    select(*COLUMNS)
    .where(
        broadcasts.c.fingerprint == bindparam("fingerprint"),
        broadcasts.c.created_at > bindparam("since", type_=Instant),
        broadcasts.c.why.is_distinct_from("photo"),  # nothing of it has left: it may be written again
    )
    .order_by(broadcasts.c.created_at.desc())
    .limit(1)
)


def _read(row: Sequence[Any]) -> Broadcast:
    return Broadcast(*row)


@dataclass(frozen=True, slots=True)
class Written:
    """What an officer wrote for whom; `total`, `foreseen` and `not_before` come from the dry run.

    `waits`: its photo is still to be fetched.
    """

    unit: str
    by_account: int
    chat_id: int
    text: str
    attachment_id: int | None
    audience: str
    whom: tuple[Any, ...]
    total: int
    foreseen: timedelta
    not_before: datetime
    waits: bool = False


def add(db: Db, new: Written, *, lasts: timedelta, same_within: timedelta) -> tuple[Broadcast, bool]:
    """The broadcast and whether it is new: the same words to the same people, just now, are one, whoever pressed."""
    hold_numbers(db, new.unit, "broadcast")  # of two who press at once the second comes after the first
    shown = "with a photo" if new.attachment_id else ""
    meant = "\n".join([new.unit, new.audience, *map(str, new.whom), shown, new.text])
    fingerprint = db.blind("broadcasts.text", meant)
    earlier = db.execute(SAME, {"fingerprint": fingerprint, "since": db.now - same_within}).first()
    if earlier is not None:
        return _read(earlier), False
    row = _row(db, new) | {"fingerprint": fingerprint, "expires_at": new.not_before + lasts}
    db.execute(broadcasts.insert(), row)
    made = get(db, row["id"])
    assert made is not None
    return made, True


def _row(db: Db, new: Written) -> dict[str, Any]:
    broadcast_id = db.new_id()
    none_yet = dict.fromkeys(("put", "refused", "to_call", "told", "reached_up_to"), 0)
    return {
        **none_yet,
        "id": broadcast_id,
        "unit": new.unit,
        "number": next_number(db, new.unit, "broadcast"),
        "by_account": new.by_account,
        "chat_id": new.chat_id,
        "text": seal(broadcast_id, new.text),
        "attachment_id": new.attachment_id,
        "audience": new.audience,
        "whom": seal_json(broadcast_id, new.whom) if new.whom else None,
        "state": "draft" if new.waits else "running",
        "total": new.total,
        "foreseen": int(new.foreseen.total_seconds()),
        "all_put": False,
        "next_at": db.now if new.waits else new.not_before,
        "created_at": db.now,
    }


def get(db: Db, broadcast_id: int, *, lock: bool = False) -> Broadcast | None:
    row = db.execute(LOCKED if lock else ONE, {"id": broadcast_id}).first()
    return _read(row) if row else None


def by_number(db: Db, unit: str, number: int) -> Broadcast | None:
    row = db.execute(BY_NUMBER, {"unit": unit, "number": number}).first()
    return _read(row) if row else None


def last_of(db: Db, unit: str, most: int) -> list[Broadcast]:
    """The newest first."""
    return [_read(row) for row in db.execute(LAST, {"unit": unit, "most": most})]


def due(db: Db, most: int) -> list[Broadcast]:
    """Those that have something to do now, held for this transaction."""
    return [_read(row) for row in db.execute(DUE, {"now": db.now, "most": most})]


def next_at(db: Db) -> datetime | None:
    found: datetime | None = db.execute(NEXT).scalar()
    return found


def change(db: Db, broadcast_id: int, **values: str | int | bool | datetime | None) -> None:
    db.execute(update(broadcasts).where(broadcasts.c.id == broadcast_id).values(**values))


def move(db: Db, broadcast_id: int, before: Collection[str], state: str, **values: str | datetime | None) -> bool:
    """False if it was not in one of the states `before`: of two who press, one moves it."""
    here = broadcasts.c.id == broadcast_id, broadcasts.c.state.in_(list(before))
    return db.execute(update(broadcasts).where(*here).values(state=state, **values)).rowcount == 1


NEW_READER = insert(broadcast_readers).on_conflict_do_nothing().returning(broadcast_readers.c.account_id)


def add_readers(db: Db, broadcast_id: int, ways: dict[int, str]) -> set[int]:
    """Those of the accounts that were not yet among its readers: nobody gets it twice."""
    if not ways:
        return set()
    rows = [{"broadcast_id": broadcast_id, "account_id": one, "way": way} for one, way in ways.items()]
    return set(db.execute(NEW_READER, rows).scalars())


SHOWN_TO = (
    select(broadcast_readers.c.account_id)
    .join(broadcasts, broadcasts.c.id == broadcast_readers.c.broadcast_id)
    .where(
        broadcasts.c.attachment_id == bindparam("attachment"),
        broadcast_readers.c.account_id == bindparam("account"),
        broadcast_readers.c.way == "put",
    )
    .limit(1)
)


def shown_to(db: Db, attachment_id: int, account_id: int) -> bool:
    """Whether it came with a broadcast that was put on its way to this account."""
    return db.execute(SHOWN_TO, {"attachment": attachment_id, "account": account_id}).first() is not None
