"""How far a message to many has come, counted from the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, case, func, literal_column, select, update

from storage.database import Db
from storage.outbox.table import HELD, outbox


@dataclass(frozen=True, slots=True)
class Tally:
    """People, each counted once, by the best that has become of what was written for them."""

    sent: int = 0
    leaving: int = 0
    waiting: int = 0
    held: int = 0
    dropped: int = 0
    dead: int = 0

    @property
    def gone(self) -> int:
        return self.sent + self.leaving

    @property
    def failed(self) -> int:
        return self.dropped + self.dead


# constants, not parameters: only so can a database use the index of broadcasts
OF_BROADCAST = and_(outbox.c.kind == literal_column("'broadcast'"), outbox.c.subject_id == bindparam("broadcast"))
RANKS = ("dead", "dropped", "held", "queued", "sending", "sent")
BEST = func.max(case({state: rank for rank, state in enumerate(RANKS)}, value=outbox.c.state, else_=0))
OF_EACH = select(BEST.label("best")).where(OF_BROADCAST).group_by(outbox.c.account_id).subquery()
TALLY = select(OF_EACH.c.best, func.count()).group_by(OF_EACH.c.best)
WAITING = select(func.count()).where(OF_BROADCAST, outbox.c.state == literal_column("'queued'"))
LOST = (
    select(func.max(outbox.c.failure).label("why"))
    .where(OF_BROADCAST)
    .group_by(outbox.c.account_id)
    .having(RANKS.index("held") > BEST)
    .subquery()
)
WHY_LOST = select(LOST.c.why, func.count()).group_by(LOST.c.why)
RECEIPTS = select(
    func.count().filter(outbox.c.delivered_at.is_not(None)),
    func.count().filter(outbox.c.seen_at.is_not(None)),
).where(OF_BROADCAST)
GIVE_UP = update(outbox).where(HELD, OF_BROADCAST).values(state="dropped", failure="too_late")


def tally(db: Db, broadcast_id: int) -> Tally:
    """Counts people, each once, by the best that has become of what was written for them."""
    rows: Sequence[Any] = db.execute(TALLY, {"broadcast": broadcast_id}).all()
    count = {RANKS[best]: people for best, people in rows}
    return Tally(
        count.get("sent", 0),
        count.get("sending", 0),
        count.get("queued", 0),
        count.get("held", 0),
        count.get("dropped", 0),
        count.get("dead", 0),
    )


def waiting(db: Db, broadcast_id: int) -> int:
    """Counts the messages of it that wait in the outbox."""
    return int(db.execute(WAITING, {"broadcast": broadcast_id}).scalar_one())


def why_lost(db: Db, broadcast_id: int) -> dict[str, int]:
    """Maps cause → people who got none of what was written for them."""
    return {str(why or ""): people for why, people in db.execute(WHY_LOST, {"broadcast": broadcast_id})}


def receipts(db: Db, broadcast_id: int) -> tuple[int, int]:
    """Counts the messages known to have arrived, and to have been seen, where the platform says so."""
    delivered, seen = db.execute(RECEIPTS, {"broadcast": broadcast_id}).one()
    return int(delivered), int(seen)


def give_up_held(db: Db, broadcast_id: int) -> int:
    """Drops what was held back for too long; says how many messages."""
    return db.execute(GIVE_UP, {"broadcast": broadcast_id}).rowcount
