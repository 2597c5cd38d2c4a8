"""What waits in the outbox and is not to leave as it stands: its chat closed, or it has been answered already."""

from collections.abc import Iterable

from sqlalchemy import bindparam, update

from storage.chats import Chat
from storage.database import Db
from storage.outbox import QUEUED, outbox

OF_CHAT = update(outbox).where(outbox.c.chat_id == bindparam("chat"), QUEUED)
MOVE = OF_CHAT.values(chat_id=bindparam("other"), channel=bindparam("other_channel"))
DROP = OF_CHAT.values(state="dropped", failure=bindparam("why"))


def move(db: Db, chat_id: int, other: Chat) -> int:
    """Through another chat of the same account; says how many."""
    return db.execute(MOVE, {"chat": chat_id, "other": other.id, "other_channel": other.channel}).rowcount


def drop(db: Db, chat_id: int, why: str) -> int:
    return db.execute(DROP, {"chat": chat_id, "why": why}).rowcount


WITHDRAW = (
    update(outbox)
    .where(
        QUEUED,
        outbox.c.subject_id == bindparam("about"),
        outbox.c.kind.in_(bindparam("kinds", expanding=True)),
    )
    .values(state="dropped", failure="answered")
)


def withdraw(db: Db, subject_id: int, kinds: Iterable[str]) -> int:
    """What has been answered before it left need not be said any more."""
    return db.execute(WITHDRAW, {"about": subject_id, "kinds": list(kinds)}).rowcount
