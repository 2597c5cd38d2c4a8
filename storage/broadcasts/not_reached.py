"""Who did not get a message to many, and why: by the outbox, or because no way led to them in the first place."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from storage.broadcasts.tables import broadcast_readers
from storage.broadcasts.tallies import BEST, OF_BROADCAST, RANKS
from storage.database import Db
from storage.outbox.table import outbox


@dataclass(frozen=True, slots=True)
class NotReached:
    """An account that got nothing; `why` is a failure as the outbox notes it, or call or refused."""

    account_id: int
    why: str


LOST = (
    select(outbox.c.account_id, func.max(outbox.c.failure))
    .where(OF_BROADCAST, outbox.c.account_id > bindparam("after"))
    .group_by(outbox.c.account_id)
    .having(RANKS.index("held") > BEST)
    .order_by(outbox.c.account_id)
    .limit(bindparam("most"))
)
WITHOUT_WAY = (
    select(broadcast_readers.c.account_id, broadcast_readers.c.way)
    .where(
        broadcast_readers.c.broadcast_id == bindparam("broadcast"),
        broadcast_readers.c.account_id > bindparam("after"),
        broadcast_readers.c.way != "put",
    )
    .order_by(broadcast_readers.c.account_id)
    .limit(bindparam("most"))
)


def page(db: Db, broadcast_id: int, *, after: int = 0, most: int) -> list[NotReached]:
    """Lists the next of them, in the order their accounts were made."""
    asked = {"broadcast": broadcast_id, "after": after, "most": most}
    by_account = {row[0]: str(row[1] or "") for row in db.execute(LOST, asked)}
    by_account |= {row[0]: row[1] for row in db.execute(WITHOUT_WAY, asked)}
    return [NotReached(account_id, by_account[account_id]) for account_id in sorted(by_account)[:most]]
