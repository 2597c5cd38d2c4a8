"""Whatever leaves the service: a row a message, written with the fact it tells of, and how its sending went."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
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
    or_,
    select,
    update,
)

from storage.chats import Chat, chats
from storage.columns import Instant, Sealed, SealedCell, seal_json
from storage.conversations import conversations
from storage.database import Db, metadata

ALERT, REPLY, REMINDER, BROADCAST = range(4)

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("channel", String(12), nullable=False),
    Column("account_id", BigInteger),
    Column("lane", Integer, nullable=False),
    Column("kind", String(24), nullable=False),
    Column("subject_id", BigInteger),
    Column("body", Sealed("outbox.body"), nullable=False),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("resent", Boolean, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("platform_id", String(64)),
    Column("failure", String(80)),
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
)


@dataclass(frozen=True, slots=True)
class Sending:
    """A row on its way out. `body` is the Outgoing as JSON."""

    id: int
    chat_id: int
    account_id: int | None
    channel: str
    address: str
    lane: int
    kind: str
    subject_id: int | None
    body: dict[str, Any]
    attempts: int
    expires_at: datetime
    left_over: bool = False


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
) -> int:
    """Adds a message; it is written when the transaction ends, and leaves after."""
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


def to_send_at_once(db: Db) -> list[Sending]:
    """After the commit: what this process has to send now."""
    return [
        Sending(
            message["id"],
            message["chat_id"],
            message["account_id"],
            message["channel"],
            message["address"],
            message["lane"],
            message["kind"],
            message["subject_id"],
            message["body"],
            1,
            message["expires_at"],
        )
        for message in db.outgoing
        if message["at_once"]
    ]


SENDING_COLUMNS = (
    outbox.c.id,
    outbox.c.chat_id,
    outbox.c.account_id,
    outbox.c.channel,
    chats.c.address,
    outbox.c.lane,
    outbox.c.kind,
    outbox.c.subject_id,
    outbox.c.body,
    outbox.c.attempts,
    outbox.c.expires_at,
)
WITH_ADDRESS = select(*SENDING_COLUMNS).join_from(outbox, chats, chats.c.id == outbox.c.chat_id)
NEXT = (
    WITH_ADDRESS.where(
        outbox.c.state == "queued", outbox.c.channel == bindparam("channel"), outbox.c.lane == bindparam("lane")
    )
    .where(outbox.c.not_before <= bindparam("now"))
    .order_by(outbox.c.not_before, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(of=outbox, skip_locked=True)
)
LEFT_SENDING = (
    WITH_ADDRESS.add_columns(outbox.c.resent)
    .where(outbox.c.state == "sending", outbox.c.channel == bindparam("channel"), outbox.c.id < bindparam("before"))
    .order_by(outbox.c.id)
)
CLAIM = (
    update(outbox).where(outbox.c.id == bindparam("message")).values(state="sending", attempts=outbox.c.attempts + 1)
)
SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("message"))
    .values(state="sent", platform_id=bindparam("platform"), sent_at=bindparam("at"))
)
RELEASE = (
    update(outbox)
    .where(outbox.c.id == bindparam("message"), outbox.c.state == "sending")
    .values(state="queued", not_before=bindparam("at"), failure=bindparam("why"))
)
END = update(outbox).where(outbox.c.id == bindparam("message")).values(state=bindparam("end"), failure=bindparam("why"))


TALKING = timedelta(minutes=15)
IN_A_DIALOGUE = (
    select(conversations.c.party_id)
    .where(
        conversations.c.party_id == chats.c.party_id,
        conversations.c.form.isnot(None),
        chats.c.last_in_at > bindparam("lately", type_=Instant),
    )
    .exists()
)
NEXT_UNASKED = NEXT.where(~IN_A_DIALOGUE)


def take(db: Db, channel: str, lane: int, most: int) -> list[Sending]:
    """Claims waiting messages of a lane for this process, oldest first. A reminder never breaks into a dialogue."""
    asked = {"channel": channel, "lane": lane, "now": db.now, "most": most}
    if lane < REMINDER:
        rows = db.execute(NEXT, asked).all()
    else:
        rows = db.execute(NEXT_UNASKED, {**asked, "lately": db.now - TALKING}).all()
    claim(db, [row.id for row in rows])
    return [_sending(row, attempts=row.attempts + 1) for row in rows]


def claim(db: Db, ids: list[int]) -> None:
    if ids:
        db.execute(CLAIM, [{"message": message_id} for message_id in ids])


def left_sending(db: Db, channel: str, before: int) -> tuple[list[Sending], list[int]]:
    """What an earlier process claimed and did not finish, ids below `before`: to be sent again; and those that were."""
    rows = db.execute(LEFT_SENDING, {"channel": channel, "before": before}).all()
    again = [replace(_sending(row, row.attempts), left_over=True) for row in rows if not row.resent]
    return again, [row.id for row in rows if row.resent]


RESENT = update(outbox).where(outbox.c.id == bindparam("message")).values(resent=True)


def resend(db: Db, message_id: int) -> None:
    """Noted before a message is sent a second time after a crash; there is no third."""
    db.execute(RESENT, {"message": message_id})


def _sending(row: Sequence[Any], attempts: int) -> Sending:
    body: SealedCell = row[8]
    message_id, chat_id, account_id, channel, address, lane, kind, subject_id = row[:8]
    content = body.open_json(message_id)
    return Sending(
        message_id, chat_id, account_id, channel, address, lane, kind, subject_id, content, attempts, row[10]
    )


def sent(db: Db, marks: Iterable[tuple[int, str, datetime]]) -> None:
    """(id, the platform's id, when) of each message that left: one statement for all."""
    rows = [{"message": message, "platform": platform, "at": at} for message, platform, at in marks]
    if rows:
        db.execute(SENT, rows)


def release(db: Db, message_id: int, at: datetime, why: str) -> None:
    """Back in the queue, not before `at`."""
    db.execute(RELEASE, {"message": message_id, "at": at, "why": why})


def release_all(db: Db, ids: list[int], at: datetime, why: str) -> None:
    if ids:
        db.execute(RELEASE, [{"message": message_id, "at": at, "why": why} for message_id in ids])


def end(db: Db, message_id: int, state: str, why: str) -> None:
    """`dead` (could not be sent) or `dropped` (too late to be of use)."""
    db.execute(END, {"message": message_id, "end": state, "why": why[:80]})


SENT_TO = (
    select(outbox.c.id, outbox.c.created_at, outbox.c.body)
    .where(
        outbox.c.chat_id == bindparam("chat"),
        outbox.c.id > bindparam("after"),
        or_(outbox.c.state == "sent", and_(outbox.c.state == "sending", outbox.c.channel == "web")),
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


def counts(db: Db) -> dict[str, int]:
    query = (
        select(outbox.c.state, func.count()).where(outbox.c.state.in_(["queued", "sending"])).group_by(outbox.c.state)
    )
    return {str(state): int(count) for state, count in db.execute(query).all()}


def oldest_waiting(db: Db, channel: str) -> datetime | None:
    query = select(func.min(outbox.c.not_before)).where(
        outbox.c.state == "queued", outbox.c.channel == channel, outbox.c.not_before <= db.now
    )
    moment: datetime | None = db.execute(query).scalar()
    return moment


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
