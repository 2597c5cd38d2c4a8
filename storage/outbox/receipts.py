"""What platforms tell of messages that left: that one reached the phone, that it was seen. The earliest word stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ColumnElement, bindparam, case, func, literal_column, or_, select, text, update

from storage.columns import Instant
from storage.database import Db
from storage.outbox.table import UNCONFIRMED, outbox

NOTED = "unconfirmed"
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
    """Notes an arrival by the platform's ids; says how many are known: fewer when one is not marked as sent yet."""
    return db.execute(DELIVERED, {"platform_ids": list(platform_ids), "at": at}).rowcount


def delivered_ours(db: Db, outbox_id: int, at: datetime) -> int:
    """Notes an arrival by our own id, which the platform brings back; says how many are known."""
    return db.execute(DELIVERED_OURS, {"message": outbox_id, "at": at}).rowcount


def seen(db: Db, platform_ids: Iterable[str], at: datetime) -> int:
    """Notes by the platform's ids that messages were seen, and so had arrived; says how many are known."""
    return db.execute(WERE_SEEN, {"platform_ids": list(platform_ids), "at": at}).rowcount


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A form of approved words that the platform took and of which nothing more was heard."""

    id: int
    account_id: int
    kind: str


NOT_HEARD_OF = (
    select(outbox.c.id, outbox.c.account_id, outbox.c.kind)
    .where(
        text(UNCONFIRMED),
        outbox.c.sent_at > bindparam("since", type_=Instant),
        outbox.c.sent_at <= bindparam("until", type_=Instant),
        outbox.c.failure.is_distinct_from(NOTED),
        outbox.c.account_id.isnot(None),
    )
    .order_by(outbox.c.sent_at, outbox.c.id)
    .limit(bindparam("most"))
)
NOTE = update(outbox).where(outbox.c.id == bindparam("message")).values(failure=NOTED)


def take_unconfirmed(db: Db, since: datetime, until: datetime, most: int) -> list[Unconfirmed]:
    """Takes those that left in this time and of which nothing was heard, each once."""
    unconfirmed = [
        Unconfirmed(*row) for row in db.execute(NOT_HEARD_OF, {"since": since, "until": until, "most": most})
    ]
    if unconfirmed:
        db.execute(NOTE, [{"message": message.id} for message in unconfirmed])
    return unconfirmed
