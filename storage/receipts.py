"""What platforms tell of messages that left: that one reached the phone, that it was seen. The earliest word stands."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Column, ColumnElement, bindparam, case, func, literal_column, or_, update

from storage.columns import Instant
from storage.database import Db
from storage.outbox import outbox

AT = bindparam("at", type_=Instant)
# spelt out, so that the index of the channels that tell of receipts is used
TELLING = outbox.c.channel.in_([literal_column("'zalo_oa'"), literal_column("'zbs'")])
BY_PLATFORM = update(outbox).where(TELLING, outbox.c.platform_id.in_(bindparam("platform_ids", expanding=True)))
BY_OURS = update(outbox).where(outbox.c.id == bindparam("message"))


def _earliest(column: Column[datetime | None]) -> ColumnElement[datetime]:
    return case((or_(column.is_(None), column > AT), AT), else_=column)


ARRIVED = {"delivered_at": _earliest(outbox.c.delivered_at)}
# what was seen had arrived; the platform may leave the earlier word out
SEEN = {"seen_at": _earliest(outbox.c.seen_at), "delivered_at": func.coalesce(outbox.c.delivered_at, AT)}
DELIVERED = BY_PLATFORM.values(ARRIVED)
DELIVERED_OURS = BY_OURS.values(ARRIVED)
WERE_SEEN = BY_PLATFORM.values(SEEN)


def delivered(db: Db, platform_ids: Iterable[str], at: datetime) -> int:
    """By the platform's ids; says how many are known here: fewer when one is not marked as sent yet."""
    return db.execute(DELIVERED, {"platform_ids": list(platform_ids), "at": at}).rowcount


def delivered_ours(db: Db, outbox_id: int, at: datetime) -> int:
    """By our own id, which the platform brings back."""
    return db.execute(DELIVERED_OURS, {"message": outbox_id, "at": at}).rowcount


def seen(db: Db, platform_ids: Iterable[str], at: datetime) -> int:
    return db.execute(WERE_SEEN, {"platform_ids": list(platform_ids), "at": at}).rowcount
