"""Puts messages in the outbox, in the transaction of the fact that they tell of."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from storage.chats import Chat
from storage.columns import Instant, seal_json
from storage.database import Db
from storage.outbox.table import REMINDER, REPLY, outbox
from storage.prepared import Prepared
from storage.signals import outbox_of


def put(
    db: Db,
    chat: Chat,
    body: dict[str, Any],
    *,
    lane: int,
    kind: str,
    expires_at: datetime,
    not_before: datetime | None = None,
    subject_id: int | None = None,
    tried: Iterable[int] = (),
) -> int:
    """Adds a message and gives its id; it is written when the transaction ends, and leaves after.

    `body` is an Outgoing as JSON; `tried` are the chats that it was put in before, so that it never goes in a circle.
    """
    message_id = db.new_id()
    db.outgoing.append(
        {
            "id": message_id,
            "chat_id": chat.id,
            "channel": chat.channel,
            "account_id": chat.account_id,
            "lane": lane,
            "kind": kind,
            "subject_id": subject_id,
            "body": body,
            "tried": sorted(tried) or None,
            "not_before": not_before or db.now,
            "expires_at": expires_at,
            "address": chat.address,
        }
    )
    return message_id


WRITE = Prepared(outbox.insert())


def write(db: Db) -> None:
    """Writes the transaction's messages. Those that this process sends at once are `sending` from the start."""
    if not db.outgoing:
        return
    rows = []
    for message in db.outgoing:
        at_once = message["lane"] <= REPLY and message["not_before"] <= db.now and db.store.sends(message["channel"])
        message["at_once"] = at_once
        if not at_once:
            db.signal(outbox_of(message["channel"]))
        row = {key: value for key, value in message.items() if key not in ("address", "at_once")}
        row["body"] = seal_json(message["id"], message["body"])
        row["state"] = "sending" if at_once else "queued"
        row["attempts"] = 1 if at_once else 0
        row["resent"] = False
        row["created_at"] = db.now
        rows.append(row)
    WRITE.note(db, rows, at_end=True)


def unsent_reminder(db: Db, account_id: int) -> dict[str, Any] | None:
    """Finds the reminder that this transaction has put for the account and not written yet, for more to be said in it.

    Its `body` may be changed. None if there is none.
    """
    mine = (message for message in db.outgoing if message["account_id"] == account_id and message["lane"] == REMINDER)
    return next(mine, None)


LATELY = (
    select(outbox.c.id)
    .where(
        outbox.c.chat_id == bindparam("chat"),
        outbox.c.kind == bindparam("kind"),
        outbox.c.created_at > bindparam("since", type_=Instant),
    )
    .limit(1)
)


def was_put(db: Db, chat_id: int, kind: str, since: datetime) -> bool:
    """Tells whether a message of this kind was put for the chat since then."""
    return db.execute(LATELY, {"chat": chat_id, "since": since, "kind": kind}).first() is not None


TOLD = select(outbox.c.chat_id).where(
    outbox.c.chat_id.in_(bindparam("chats", expanding=True)),
    outbox.c.kind.in_(bindparam("kinds", expanding=True)),
    outbox.c.created_at > bindparam("since", type_=Instant),
    outbox.c.state.not_in(("dead", "dropped")),
)


def recently_put(db: Db, chat_ids: Sequence[int], kinds: Sequence[str], since: datetime) -> set[int]:
    """Gives the chats for which a message of these kinds has left since then, or is going to."""
    keys = {"chats": list(chat_ids), "kinds": list(kinds), "since": since}
    return set(db.execute(TOLD, keys).scalars()) if chat_ids else set()
