"""Writing a message to many, and moving it from state to state."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update

from storage.broadcasts.records import COLUMNS, Broadcast, get
from storage.broadcasts.tables import broadcasts
from storage.columns import Instant, seal, seal_json
from storage.database import Db
from storage.signals import CLOCK
from storage.units import hold_numbers, next_number

SAME = (
    select(*COLUMNS)
    .where(
        broadcasts.c.fingerprint == bindparam("fingerprint"),
        broadcasts.c.created_at > bindparam("since", type_=Instant),
        broadcasts.c.why.is_distinct_from("photo"),  # nothing of it has left: it may be written again
    )
    .order_by(broadcasts.c.created_at.desc(), broadcasts.c.id.desc())
    .limit(1)
)


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
    """Adds what was written and tells with True that it is new: the same words to the same people, just now, are one.

    So two officers who press at once, or one who presses twice, get the same one back.
    """
    hold_numbers(db, new.unit, "broadcast")  # of two who press at once the second comes after the first
    shown = "with a photo" if new.attachment_id else ""
    meant = "\n".join([new.unit, new.audience, *map(str, new.whom), shown, new.text])
    fingerprint = db.blind("broadcasts.text", meant)
    earlier = db.execute(SAME, {"fingerprint": fingerprint, "since": db.now - same_within}).first()
    if earlier is not None:
        return Broadcast(*earlier), False
    row = _row(db, new) | {"fingerprint": fingerprint, "expires_at": new.not_before + lasts}
    db.execute(broadcasts.insert(), row)
    db.signal(CLOCK)
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


def change(db: Db, broadcast_id: int, **values: str | int | bool | datetime | None) -> None:
    """Sets columns of a message to many, whatever state it is in."""
    db.execute(update(broadcasts).where(broadcasts.c.id == broadcast_id).values(**values))


def move(db: Db, broadcast_id: int, before: Collection[str], state: str, **values: str | datetime | None) -> bool:
    """Moves it to a state; False if it was in none of the states `before`: of two who press, one moves it."""
    db.signal(CLOCK)
    conditions = broadcasts.c.id == broadcast_id, broadcasts.c.state.in_(list(before))
    return db.execute(update(broadcasts).where(*conditions).values(state=state, **values)).rowcount == 1
