"""How each channel stands by its messages: what waits and since when, what left last, what was lost lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from storage.columns import Instant
from storage.database import Db
from storage.ids import Ids
from storage.outbox.message_history import IN_STATE
from storage.outbox.table import HELD, QUEUED, outbox

LATELY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ChannelMessages:
    """`waiting` could leave now, `held` waits for its reader; `lost`: given up within a day."""

    channel: str
    waiting: int = 0
    oldest: datetime | None = None
    held: int = 0
    lost: int = 0


WAITING = (
    select(outbox.c.channel, func.count(), func.min(outbox.c.not_before))
    .where(QUEUED, outbox.c.not_before <= bindparam("now", type_=Instant))
    .group_by(outbox.c.channel)
)
HELD_BACK = select(outbox.c.channel, func.count()).where(HELD).group_by(outbox.c.channel)
LOST = (
    select(outbox.c.channel, func.count())
    .where(IN_STATE["dead"], outbox.c.id > bindparam("after"))
    .group_by(outbox.c.channel)
)


def of_each(db: Db, channels: list[str]) -> list[ChannelMessages]:
    """Reads how these channels stand, in their order."""
    waiting = {row[0]: (row[1], row[2]) for row in db.execute(WAITING, {"now": db.now})}
    held = {row[0]: row[1] for row in db.execute(HELD_BACK)}
    lost = {row[0]: row[1] for row in db.execute(LOST, {"after": Ids.at(db.now - LATELY)})}
    return [
        ChannelMessages(name, *waiting.get(name, (0, None)), held=held.get(name, 0), lost=lost.get(name, 0))
        for name in channels
    ]
