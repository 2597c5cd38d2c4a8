"""To whom a message to many was put on its way."""

from sqlalchemy import bindparam, select

from storage.broadcasts.tables import broadcast_readers, broadcasts
from storage.database import Db
from storage.upsert import insert

NEW_READER = insert(broadcast_readers).on_conflict_do_nothing().returning(broadcast_readers.c.account_id)


def add_readers(db: Db, broadcast_id: int, ways: dict[int, str]) -> set[int]:
    """Adds accounts (id → way) to the readers and gives those that are new: nobody gets a message twice."""
    if not ways:
        return set()
    rows = [{"broadcast_id": broadcast_id, "account_id": account_id, "way": way} for account_id, way in ways.items()]
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
    """Tells whether the attachment came with a message to many that was put on its way to this account."""
    return db.execute(SHOWN_TO, {"attachment": attachment_id, "account": account_id}).first() is not None
