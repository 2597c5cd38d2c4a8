"""What is remembered of a reader's window: messages that a platform lets through only after the reader writes again.

`chats.held` says that something waits so, `chats.last_in_at` when the reader wrote last.
"""

from sqlalchemy import bindparam, update

from storage.chats import chats
from storage.columns import Instant
from storage.database import Db
from storage.outbox.holds import BY_HAND
from storage.outbox.table import HELD, outbox
from storage.signals import OUTBOX

MARK_CHAT = update(chats).where(chats.c.id == bindparam("chat")).values(held=bindparam("is_held"))
KEEP_BACK = update(outbox).where(outbox.c.id == bindparam("message")).values(state="held", failure=bindparam("why"))
LET_THROUGH = (
    update(outbox)
    .where(HELD, ~BY_HAND, outbox.c.chat_id == bindparam("chat"), outbox.c.expires_at > bindparam("now", type_=Instant))
    .values(state="queued", not_before=bindparam("now", type_=Instant), attempts=0, failure=None)
)
STALE = (
    update(outbox)
    .where(HELD, outbox.c.expires_at <= bindparam("now", type_=Instant))
    .values(state="dropped", failure="too_late")
)


def keep_back(db: Db, message_id: int, chat_id: int, why: str) -> None:
    """Holds a message until its reader writes, for the platform lets nothing through before; `why` is the failure."""
    db.execute(KEEP_BACK, {"message": message_id, "why": why[:80]})
    db.execute(MARK_CHAT, {"chat": chat_id, "is_held": True})


def reader_wrote(db: Db, chat_id: int) -> int:
    """Queues what was kept back for this chat, but for what an officer has stopped; says how many."""
    db.execute(MARK_CHAT, {"chat": chat_id, "is_held": False})
    db.signal(OUTBOX)
    return db.execute(LET_THROUGH, {"chat": chat_id, "now": db.now}).rowcount


def drop_stale(db: Db) -> int:
    """Drops what was kept back for longer than it made sense; says how many."""
    return db.execute(STALE, {"now": db.now}).rowcount
