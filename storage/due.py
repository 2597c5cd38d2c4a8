"""What falls due, when and for whom: one row for each (kind, subject, period), polled and taken in batches."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    and_,
    bindparam,
    func,
    or_,
    select,
    text,
    update,
)

from storage.columns import Id, Instant
from storage.database import Db, metadata
from storage.prepared import Prepared
from storage.signals import CLOCK
from storage.upsert import insert

RETRY = timedelta(minutes=5)
# the clock looks at least twice as often; it must be told of what falls due sooner
SOON = timedelta(minutes=1)
# spelt out, not bound: only so SQLite sees that the partial index fits
IS_WAITING = text("state = 'waiting'")

due = Table(
    "due",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("kind", String(24), nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("period", String(24), nullable=False),
    Column("recipient_id", BigInteger),
    Column("unit", String(5), nullable=False),
    Column("at", Instant, nullable=False),
    Column("try_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("state", String(8), nullable=False),
    Column("done_at", Instant),
    Column("reason", String(40)),
    UniqueConstraint("subject_id", "kind", "period"),
    Index("ix_due_waiting", "try_at", "recipient_id", sqlite_where=IS_WAITING, postgresql_where=IS_WAITING),
    Index("ix_due_recipient", "recipient_id", "try_at", sqlite_where=IS_WAITING, postgresql_where=IS_WAITING),
    Index("ix_due_done", "done_at"),
)


@dataclass(frozen=True, slots=True)
class Planned:
    kind: str
    subject_id: int
    period: str
    at: datetime
    unit: str
    recipient_id: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A row that falls due. `at` is when it was meant to be, which says how late it is; `attempts` counts this one."""

    id: int
    kind: str
    subject_id: int
    period: str
    recipient_id: int | None
    unit: str
    at: datetime
    attempts: int


COLUMNS = (
    due.c.id,
    due.c.kind,
    due.c.subject_id,
    due.c.period,
    due.c.recipient_id,
    due.c.unit,
    due.c.at,
    due.c.attempts,
)
OF_KINDS = due.c.kind.in_(bindparam("kinds", expanding=True))
STANDS = (
    select(due.c.subject_id, due.c.period, due.c.state, func.count())
    .where(due.c.subject_id.in_(bindparam("subjects", expanding=True)), OF_KINDS)
    .group_by(due.c.subject_id, due.c.period, due.c.state)
)
FRESH = insert(due)
MOVED = {name: FRESH.excluded[name] for name in ("at", "try_at", "recipient_id", "unit", "state", "done_at")}
# moving to the moment it already has would undo the pause after a failure
ELSEWHERE = or_(
    due.c.at != FRESH.excluded.at,
    due.c.recipient_id.is_distinct_from(FRESH.excluded.recipient_id),
    text("due.state = 'cleared'"),
)
KEY = ["subject_id", "kind", "period"]
UPSERT = partial(FRESH.on_conflict_do_update, index_elements=KEY, set_=MOVED)
PLAN = Prepared(UPSERT(where=and_(text("due.state = 'waiting'"), ELSEWHERE)))
PLAN_AGAIN = Prepared(UPSERT(where=and_(text("due.state IN ('waiting', 'cleared')"), ELSEWHERE)))
# chosen in a CTE, which PostgreSQL runs once: a plain sub-select may be run again and lock more than `limit`
TAKE_VALUES = {"attempts": due.c.attempts + 1, "try_at": bindparam("retry_at")}
RIPE = (
    select(due.c.id)
    .where(IS_WAITING, due.c.try_at <= bindparam("now"))
    .order_by(due.c.try_at, due.c.recipient_id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
RIPE_BUT = RIPE.where(due.c.kind.not_in(bindparam("kinds", expanding=True))).cte("ripe")
RIPE_ONLY = RIPE.where(OF_KINDS).cte("ripe")
RIPE_FOR = (
    select(due.c.id)
    .where(
        IS_WAITING,
        due.c.recipient_id.in_(bindparam("recipients", expanding=True)),
        due.c.try_at <= bindparam("until"),
        OF_KINDS,
    )
    .with_for_update(skip_locked=True)
    .cte("ripe")
)
TAKE_BUT = update(due).where(due.c.id.in_(select(RIPE_BUT.c.id))).values(TAKE_VALUES).returning(*COLUMNS)
TAKE_ONLY = update(due).where(due.c.id.in_(select(RIPE_ONLY.c.id))).values(TAKE_VALUES).returning(*COLUMNS)
TAKE_FOR = update(due).where(due.c.id.in_(select(RIPE_FOR.c.id))).values(TAKE_VALUES).returning(*COLUMNS)
NEXT_AT = select(func.min(due.c.try_at)).where(IS_WAITING)
THERE = select(due.c.id).where(
    due.c.subject_id == bindparam("subject"), due.c.kind == bindparam("kind"), due.c.period == bindparam("period")
)
SETTLE = (
    update(due)
    .where(due.c.id.in_(bindparam("ids", expanding=True)), IS_WAITING)
    .values(state=bindparam("ending"), done_at=bindparam("now"), reason=bindparam("why"))
)
OF_SUBJECT = update(due).where(due.c.subject_id == bindparam("subject"), OF_KINDS, IS_WAITING)
CLEAR = Prepared(
    OF_SUBJECT.values(state="cleared", done_at=bindparam("now"), reason=bindparam("why")), lists=("kinds",)
)
REDIRECT = (
    update(due)
    .where(due.c.subject_id == bindparam("subject"), due.c.recipient_id == bindparam("former"), IS_WAITING)
    .values(recipient_id=bindparam("recipient"))
)


def plan(
    db: Db, kind: str, subject_id: int, period: str, at: datetime, *, unit: str, recipient_id: int | None = None
) -> None:
    """Plans one item; like `plan_many` in everything else."""
    plan_many(db, [Planned(kind, subject_id, period, at, unit, recipient_id)])


def plan_many(db: Db, wanted: Sequence[Planned], *, again: bool = False) -> None:
    """Plans what is not planned yet and moves what still waits.

    What is done, dropped or cleared stays so; with `again`, what was cleared waits once more.
    """
    if not wanted:
        return
    rows = [
        {
            "id": db.new_id(),
            "kind": item.kind,
            "subject_id": item.subject_id,
            "period": item.period,
            "recipient_id": item.recipient_id,
            "unit": item.unit,
            "at": item.at,
            "try_at": item.at,
            "attempts": 0,
            "state": "waiting",
        }
        for item in sorted(wanted, key=lambda item: (item.subject_id, item.kind, item.period))
    ]
    if min(item.at for item in wanted) <= db.now + SOON:
        db.signal(CLOCK)
    (PLAN_AGAIN if again else PLAN).run(db, rows)


def _read(rows: Iterable[Sequence[Any]]) -> list[Due]:
    return sorted((Due(*row) for row in rows), key=lambda item: (item.at, item.recipient_id or 0, item.id))


def take(db: Db, now: datetime, limit: int = 500, *, only: Sequence[str] = (), but: Sequence[str] = ()) -> list[Due]:
    """Takes what is due, for this process alone: it comes up again in five minutes unless finished or dropped by then.

    `only` these kinds, or all `but` these.

    So an item that fails stays due, a crash loses nothing, and a loop over `take` ends.
    """
    keys = {"now": now, "most": limit, "retry_at": now + RETRY, "kinds": list(only or but)}
    return _read(db.execute(TAKE_ONLY if only else TAKE_BUT, keys))


def take_for(db: Db, recipient_ids: Iterable[int], kinds: Sequence[str], until: datetime) -> list[Due]:
    """Takes the rest of what these recipients have due by `until`, so that each hears of it in one message."""
    keys = {"recipients": list(recipient_ids), "kinds": list(kinds), "until": until, "retry_at": db.now + RETRY}
    return _read(db.execute(TAKE_FOR, keys))


def how_many(db: Db, subject_ids: Iterable[int], kinds: Sequence[str]) -> Counter[tuple[int, str, str]]:
    """Counts the items of these kinds by (subject, period, state)."""
    rows = db.execute(STANDS, {"subjects": list(subject_ids), "kinds": list(kinds)})
    return Counter({(subject_id, period, state): count for subject_id, period, state, count in rows})


WAITING = select(due.c.subject_id).where(
    due.c.subject_id.in_(bindparam("subjects", expanding=True)),
    due.c.kind == bindparam("kind"),
    due.c.period == bindparam("period"),
    IS_WAITING,
)
LAST_DONE = (
    select(due.c.subject_id, func.max(due.c.done_at))
    .where(
        due.c.subject_id.in_(bindparam("subjects", expanding=True)),
        due.c.kind == bindparam("kind"),
        due.c.state == "done",
    )
    .group_by(due.c.subject_id)
)


def waiting(db: Db, subject_ids: Iterable[int], kind: str, period: str) -> set[int]:
    """Finds those of the subjects for whom the item of this period has still to be done."""
    keys = {"subjects": list(subject_ids), "kind": kind, "period": period}
    return set(db.execute(WAITING, keys).scalars())


def last_done(db: Db, subject_ids: Iterable[int], kind: str) -> dict[int, datetime]:
    """Maps subject → when an item of the kind was last done, for those for whom one was."""
    rows = db.execute(LAST_DONE, {"subjects": list(subject_ids), "kind": kind})
    return {row[0]: row[1] for row in rows}


def finish(db: Db, ids: Iterable[int]) -> int:
    """Marks items as done; says how many still waited."""
    return _settle(db, ids, "done", None)


def drop(db: Db, ids: Iterable[int], reason: str) -> int:
    """Marks items as dropped, with the reason: too late, or nobody to tell. Says how many still waited."""
    return _settle(db, ids, "dropped", reason)


def _settle(db: Db, ids: Iterable[int], ending: str, why: str | None) -> int:
    return db.execute(SETTLE, {"ids": list(ids), "ending": ending, "now": db.now, "why": why}).rowcount


def clear(db: Db, subject_id: int, kinds: Sequence[str], by: str) -> int:
    """Calls off what waits for the subject, e.g. the reminders that a visit answers; `by` says what did it."""
    return CLEAR.run(db, [{"subject": subject_id, "kinds": list(kinds), "now": db.now, "why": by}])


def clear_for(db: Db, reader_id: int, kinds: Sequence[str], by: str) -> int:
    """Calls off what waits for this reader, or about their account; `by` says what did it."""
    clearing = update(due).where(due.c.kind.in_(list(kinds)), IS_WAITING)
    cleared = clearing.values(state="cleared", done_at=db.now, reason=by)
    # a statement for each column, so that each has its own index
    return sum(db.execute(cleared.where(of == reader_id)).rowcount for of in (due.c.recipient_id, due.c.subject_id))


def redirect(db: Db, subject_id: int, former_id: int, recipient_id: int) -> int:
    """Hands what waits for one recipient about the subject to another, e.g. to the new guardian; says how much."""
    keys = {"subject": subject_id, "former": former_id, "recipient": recipient_id}
    return db.execute(REDIRECT, keys).rowcount


def unaddress(db: Db, reader_id: int, kinds: Sequence[str]) -> int:
    """Leaves what waits for this reader to whoever is found when it is due; says how much."""
    theirs = update(due).where(due.c.recipient_id == reader_id, due.c.kind.in_(list(kinds)), IS_WAITING)
    return db.execute(theirs.values(recipient_id=None)).rowcount


def mark(db: Db, kind: str, subject_id: int, period: str, *, unit: str) -> None:
    """Notes that something of a period is done; the same again changes nothing."""
    db.execute(insert(due).on_conflict_do_nothing(index_elements=KEY), marked(db, kind, subject_id, period, unit))


def marked(db: Db, kind: str, subject_id: int, period: str, unit: str) -> dict[str, Any]:
    """Makes the row of what is done already, which nobody takes."""
    row = {"id": db.new_id(), "kind": kind, "subject_id": subject_id, "period": period, "unit": unit}
    return row | {"at": db.now, "try_at": db.now, "attempts": 0, "state": "done", "done_at": db.now}


def is_planned(db: Db, kind: str, subject_id: int, period: str) -> bool:
    """Tells whether it has been planned, whatever has become of it."""
    return db.execute(THERE, {"kind": kind, "subject": subject_id, "period": period}).first() is not None


def next_at(db: Db) -> datetime | None:
    """Tells when something falls due next; None if nothing is planned."""
    moment: datetime | None = db.execute(NEXT_AT).scalar()
    return moment
