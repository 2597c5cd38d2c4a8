"""What waits in the outbox and is not to leave as it stands: its chat closed, it was answered, it is held back."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, literal_column, select, update

from storage.chats import Chat, chats
from storage.columns import Instant, SealedCell
from storage.database import Db
from storage.outbox.table import HELD, QUEUED, REMINDER, outbox
from storage.prepared import Prepared
from storage.signals import OUTBOX, outbox_of

OF_CHAT = update(outbox).where(outbox.c.chat_id == bindparam("chat"), QUEUED)
MOVE = OF_CHAT.values(chat_id=bindparam("other"), channel=bindparam("other_channel"))
DROP = OF_CHAT.values(state="dropped", failure=bindparam("why"))


def move(db: Db, chat_id: int, other: Chat) -> int:
    """Sends what waits for a chat through another chat of the same account; says how many."""
    db.signal(outbox_of(other.channel))
    return db.execute(MOVE, {"chat": chat_id, "other": other.id, "other_channel": other.channel}).rowcount


def drop(db: Db, chat_id: int, why: str) -> int:
    """Drops what waits for a chat, with the reason; says how many."""
    return db.execute(DROP, {"chat": chat_id, "why": why}).rowcount


def move_all(db: Db, chat_id: int, other: Chat) -> int:
    """Sends through the other chat what waits for its reader, too; what an officer has stopped stays stopped there."""
    keys = {"chat": chat_id, "other": other.id, "other_channel": other.channel}
    return move(db, chat_id, other) + sum(
        db.execute(statement, keys).rowcount for statement in (MOVE_HELD, MOVE_STOPPED)
    )


def drop_all(db: Db, chat_id: int, why: str) -> int:
    """Drops what waits for its reader or was stopped, too; says how many."""
    return drop(db, chat_id, why) + db.execute(DROP_HELD, {"chat": chat_id, "why": why}).rowcount


CALLED_OFF = (outbox.c.subject_id == bindparam("about")) & outbox.c.kind.in_(bindparam("kinds", expanding=True))
# a statement for each state, so that each has its own index
WITHDRAW, WITHDRAW_FROM = (
    [
        Prepared(
            update(outbox).where(state, CALLED_OFF, *whose).values(state="dropped", failure="answered"),
            lists=("kinds",),
        )
        for state in (QUEUED, HELD)
    ]
    for whose in ((), (outbox.c.account_id == bindparam("reader"),))
)


def withdraw(db: Db, subject_id: int, kinds: Iterable[str], reader_id: int | None = None) -> int:
    """Drops what waits about the subject, held back or not: it was answered before it left. Says how many.

    With `reader_id`, only what is this reader's.
    """
    keys = {"about": subject_id, "kinds": list(kinds)}
    if reader_id is None:
        return sum(statement.run(db, [keys]) for statement in WITHDRAW)
    return sum(statement.run(db, [{**keys, "reader": reader_id}]) for statement in WITHDRAW_FROM)


WAITING_TO_JOIN = (
    select(outbox.c.id, outbox.c.account_id, outbox.c.body)
    .where(
        QUEUED,
        outbox.c.channel.in_(bindparam("channels", expanding=True)),
        outbox.c.lane == literal_column(str(REMINDER)),
        outbox.c.not_before > bindparam("now", type_=Instant),
        outbox.c.not_before <= bindparam("until", type_=Instant),
        outbox.c.chat_id.in_(bindparam("chats", expanding=True)),
        outbox.c.kind.in_(bindparam("kinds", expanding=True)),
    )
    .order_by(outbox.c.id)
)
JOINED = update(outbox).where(outbox.c.id.in_(bindparam("ids", expanding=True)), QUEUED)


def waiting_to_join(
    db: Db, own_chats: Sequence[Chat], kinds: Sequence[str], until: datetime
) -> list[tuple[int, int, dict[str, Any]]]:
    """Lists what is to leave in these chats by then and may be said in another message: id, account, Outgoing as JSON.

    Lists the oldest first.
    """
    keys = {
        "channels": sorted({chat.channel for chat in own_chats}),
        "chats": [chat.id for chat in own_chats],
        "kinds": list(kinds),
        "now": db.now,
        "until": until,
    }
    rows: list[tuple[int, int, SealedCell]] = [(row[0], row[1], row[2]) for row in db.execute(WAITING_TO_JOIN, keys)]
    return [(message_id, account_id, body.open_json(message_id)) for message_id, account_id, body in rows]


def drop_joined(db: Db, message_ids: Collection[int]) -> None:
    """Drops what another message says."""
    if message_ids:
        db.execute(JOINED.values(state="dropped", failure="joined"), {"ids": list(message_ids)})


OF_READER = (
    outbox.c.chat_id.in_(bindparam("chats", expanding=True)),
    outbox.c.account_id == bindparam("reader"),
)
DROP_FOR = tuple(
    update(outbox).where(state, *OF_READER).values(state="dropped", failure=bindparam("why"))
    for state in (QUEUED, HELD)
)


def drop_for(db: Db, reader_id: int, chat_ids: Iterable[int], why: str, kinds: Iterable[str] | None = None) -> int:
    """Drops what waits in these chats for this reader, held back or not, of these kinds or all; says how many."""
    keys = {"chats": list(chat_ids), "reader": reader_id, "why": why}
    of_kinds = () if kinds is None else (outbox.c.kind.in_(list(kinds)),)
    return sum(db.execute(statement.where(*of_kinds), keys).rowcount for statement in DROP_FOR)


# held by an officer who stopped a broadcast, and not because its platform waits for the reader
BY_HAND = outbox.c.failure.in_([literal_column("'stopped'"), literal_column("'stopped_closed'")])
# by both: whoever has not written meanwhile is waited for, and asked by no other way a second time
BY_BOTH = outbox.c.failure == literal_column("'stopped_closed'")
IS_WAITED_FOR = select(chats.c.id).where(chats.c.id == outbox.c.chat_id, chats.c.held).exists()
HELD_FOR_CHAT = update(outbox).where(outbox.c.chat_id == bindparam("chat"), HELD)
MOVE_STOPPED = HELD_FOR_CHAT.where(BY_HAND).values(chat_id=bindparam("other"), channel=bindparam("other_channel"))
MOVE_HELD = HELD_FOR_CHAT.where(~BY_HAND).values(
    chat_id=bindparam("other"), channel=bindparam("other_channel"), state="queued", failure=None
)
DROP_HELD = HELD_FOR_CHAT.values(state="dropped", failure=bindparam("why"))
ABOUT = (outbox.c.subject_id == bindparam("about"), outbox.c.kind == bindparam("of_kind"))
HOLD = update(outbox).where(QUEUED, *ABOUT).values(state="held", failure=bindparam("why"))
HOLD_CLOSED = update(outbox).where(HELD, ~BY_HAND, *ABOUT).values(failure="stopped_closed")
WAIT_ON = update(outbox).where(HELD, BY_BOTH, *ABOUT, IS_WAITED_FOR).values(failure="closed")
LET_GO = update(outbox).where(HELD, BY_HAND, *ABOUT).values(state="queued", failure=None)


def hold(db: Db, subject_id: int, kind: str, why: str) -> int:
    """Holds back what waits of a matter until it is let go, and what waits for its reader too; says how many waited."""
    db.execute(HOLD_CLOSED, {"about": subject_id, "of_kind": kind})
    return db.execute(HOLD, {"about": subject_id, "of_kind": kind, "why": why}).rowcount


def let_go(db: Db, subject_id: int, kind: str) -> int:
    """Queues again what was `stopped`, and says how many; what waits for its reader goes on waiting."""
    db.signal(OUTBOX)
    db.execute(WAIT_ON, {"about": subject_id, "of_kind": kind})
    return db.execute(LET_GO, {"about": subject_id, "of_kind": kind}).rowcount
