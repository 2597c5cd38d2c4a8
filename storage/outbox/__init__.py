"""Whatever leaves the service: a row a message, written with the fact it tells of, and how its sending went."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    String,
    Table,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    text,
    union_all,
)

from storage.chats import Chat
from storage.columns import Id, Instant, Sealed, SealedCell, seal_json
from storage.database import Db, metadata

ALERT, REPLY, REMINDER, BROADCAST = range(4)
# of these the platform tells when they arrive
UNCONFIRMED = "channel = 'zbs' AND state = 'sent' AND delivered_at IS NULL"

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("channel", String(12), nullable=False),
    Column("account_id", BigInteger),
    Column("lane", Integer, nullable=False),
    Column("kind", String(24), nullable=False),
    Column("subject_id", BigInteger),
    Column("body", Sealed("outbox.body"), nullable=False),
    Column("tried", JSON(none_as_null=True)),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("resent", Boolean, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("platform_id", String(64)),
    Column("failure", String(80)),
    Column("delivered_at", Instant),
    Column("seen_at", Instant),
    Index(
        "ix_outbox_next",
        "channel",
        "lane",
        "not_before",
        "id",
        sqlite_where=Column("state") == "queued",
        postgresql_where=Column("state") == "queued",
    ),
    Index(
        "ix_outbox_sending",
        "channel",
        "id",
        sqlite_where=Column("state") == "sending",
        postgresql_where=Column("state") == "sending",
    ),
    Index("ix_outbox_chat", "chat_id", "id"),
    Index(
        "ix_outbox_held",
        "chat_id",
        "expires_at",
        sqlite_where=text("state = 'held'"),
        postgresql_where=text("state = 'held'"),
    ),
    Index(
        "ix_outbox_platform",
        "platform_id",
        sqlite_where=text("channel IN ('zalo_oa', 'zbs') AND platform_id IS NOT NULL"),
        postgresql_where=text("channel IN ('zalo_oa', 'zbs') AND platform_id IS NOT NULL"),
    ),
    Index(
        "ix_outbox_subject",
        "subject_id",
        sqlite_where=text("state = 'queued' AND subject_id IS NOT NULL"),
        postgresql_where=text("state = 'queued' AND subject_id IS NOT NULL"),
    ),
    Index(
        "ix_outbox_broadcast",
        "subject_id",
        "account_id",
        "state",
        sqlite_where=text("kind = 'broadcast'"),
        postgresql_where=text("kind = 'broadcast'"),
    ),
    Index("ix_outbox_unconfirmed", "sent_at", sqlite_where=text(UNCONFIRMED), postgresql_where=text(UNCONFIRMED)),
    Index(
        "ix_outbox_ended",
        "state",
        "id",
        sqlite_where=text("state IN ('dead', 'dropped')"),
        postgresql_where=text("state IN ('dead', 'dropped')"),
    ),
    Index(
        "ix_outbox_held_subject",
        "subject_id",
        sqlite_where=text("state = 'held' AND subject_id IS NOT NULL"),
        postgresql_where=text("state = 'held' AND subject_id IS NOT NULL"),
    ),
)

# constants, not parameters: only so can a database use the indexes of those that wait
QUEUED = outbox.c.state == literal_column("'queued'")
HELD = outbox.c.state == literal_column("'held'")
SENDING = outbox.c.state == literal_column("'sending'")


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
    """Adds a message; it is written when the transaction ends, and leaves after. Gives its id.

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


def write(db: Db) -> None:
    """Writes the transaction's messages. Those that this process sends at once are `sending` from the start."""
    if not db.outgoing:
        return
    rows = []
    for message in db.outgoing:
        at_once = message["lane"] <= REPLY and message["not_before"] <= db.now and db.store.sends(message["channel"])
        message["at_once"] = at_once
        row = {key: value for key, value in message.items() if key not in ("address", "at_once")}
        row["body"] = seal_json(message["id"], message["body"])
        row["state"] = "sending" if at_once else "queued"
        row["attempts"] = 1 if at_once else 0
        row["resent"] = False
        row["created_at"] = db.now
        rows.append(row)
    db.execute(outbox.insert(), rows)


SENT_TO = (
    select(outbox.c.id, outbox.c.created_at, outbox.c.body)
    .where(
        outbox.c.chat_id == bindparam("chat"),
        outbox.c.id > bindparam("after"),
        or_(outbox.c.state == "sent", and_(SENDING, outbox.c.channel == "web")),
    )
    .order_by(outbox.c.id.desc())
    .limit(bindparam("most"))
)


def sent_to(db: Db, chat_id: int, after: int, most: int) -> list[tuple[int, datetime, dict[str, Any]]]:
    """The last messages that left for a chat, oldest first: id, when, Outgoing."""
    rows: list[tuple[int, datetime, SealedCell]] = [
        (row[0], row[1], row[2]) for row in db.execute(SENT_TO, {"chat": chat_id, "after": after, "most": most})
    ]
    return [(message_id, at, body.open_json(message_id)) for message_id, at, body in reversed(rows)]


BROUGHT = (
    select(outbox.c.id)
    .where(
        outbox.c.chat_id == bindparam("chat"),
        outbox.c.subject_id == bindparam("attachment"),
        outbox.c.kind == "reply",
        or_(outbox.c.state == "sent", outbox.c.state == "sending"),
    )
    .limit(1)
)


def brought(db: Db, chat_id: int, attachment_id: int) -> bool:
    """Whether an answer in this chat has shown it."""
    return db.execute(BROUGHT, {"chat": chat_id, "attachment": attachment_id}).first() is not None


# a lane each, so that the index answers with its first entry however many wait
FIRST_OF_EACH_LANE = union_all(
    *(
        select(func.min(outbox.c.not_before).label("first")).where(
            QUEUED,
            outbox.c.channel == bindparam("channel"),
            outbox.c.lane == literal_column(str(lane)),
            outbox.c.not_before <= bindparam("now", type_=Instant),
        )
        for lane in (ALERT, REPLY, REMINDER, BROADCAST)
    )
)


def oldest_waiting(db: Db, channel: str) -> datetime | None:
    firsts = db.execute(FIRST_OF_EACH_LANE, {"channel": channel, "now": db.now}).scalars()
    return min((moment for moment in firsts if moment is not None), default=None)


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
    """Whether a message of this kind was put for the chat since then."""
    return db.execute(LATELY, {"chat": chat_id, "since": since, "kind": kind}).first() is not None


TOLD = select(outbox.c.chat_id).where(
    outbox.c.chat_id.in_(bindparam("chats", expanding=True)),
    outbox.c.kind == bindparam("kind"),
    outbox.c.created_at > bindparam("since", type_=Instant),
    outbox.c.state.not_in(("dead", "dropped")),
)


def told_lately(db: Db, chat_ids: Sequence[int], kind: str, since: datetime) -> set[int]:
    """The chats for which a message of this kind has left since then, or is going to."""
    return set(db.execute(TOLD, {"chats": chat_ids, "kind": kind, "since": since}).scalars()) if chat_ids else set()


WENT = select(outbox.c.state, outbox.c.platform_id).where(outbox.c.id == bindparam("message"))


def went(db: Db, message_id: int) -> tuple[str, str]:
    """What has become of a message, and the platform's name for it where it has one; empty if it is gone."""
    row = db.execute(WENT, {"message": message_id}).first()
    return (row.state, row.platform_id or "") if row else ("", "")
