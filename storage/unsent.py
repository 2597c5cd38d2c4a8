"""What waits in the outbox for a chat that closes: it leaves through another one, or not at all."""

from sqlalchemy import bindparam, update

from storage.chats import Chat
from storage.database import Db
from storage.outbox import outbox

QUEUED = update(outbox).where(outbox.c.chat_id == bindparam("chat"), outbox.c.state == "queued")
MOVE = QUEUED.values(chat_id=bindparam("other"), channel=bindparam("other_channel"))
DROP = QUEUED.values(state="dropped", failure=bindparam("why"))


def move(db: Db, chat_id: int, other: Chat) -> int:
    """Through another chat of the same account; says how many."""
    return db.execute(MOVE, {"chat": chat_id, "other": other.id, "other_channel": other.channel}).rowcount


def drop(db: Db, chat_id: int, why: str) -> int:
    return db.execute(DROP, {"chat": chat_id, "why": why}).rowcount
