"""Photos, voice notes and files that people send: first a row that says what to fetch, then an encrypted file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, bindparam, select, update

from storage.columns import Instant, Sealed, SealedCell, seal
from storage.database import Db, metadata

attachments = Table(
    "attachments",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("channel", String(12), nullable=False),
    Column("ref", Sealed("attachments.ref"), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("state", String(8), nullable=False),
    Column("reason", String(40)),
    Column("type", String(60)),
    Column("size", Integer),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("fetched_at", Instant),
    Index("ix_attachments_state", "state", "created_at"),
)


@dataclass(frozen=True, slots=True)
class Attachment:
    id: int
    chat_id: int
    channel: str
    kind: str
    state: str
    type: str | None
    size: int | None
    attempts: int
    sealed_ref: SealedCell

    @property
    def ref(self) -> str:
        return self.sealed_ref.open(self.id)


COLUMNS = (
    attachments.c.id,
    attachments.c.chat_id,
    attachments.c.channel,
    attachments.c.kind,
    attachments.c.state,
    attachments.c.type,
    attachments.c.size,
    attachments.c.attempts,
    attachments.c.ref,
)
TO_FETCH = (
    select(*COLUMNS)
    .where(attachments.c.state == "to_fetch")
    .order_by(attachments.c.created_at)
    .limit(bindparam("most"))
)
ONE = select(*COLUMNS).where(attachments.c.id == bindparam("id"))


def _read(row: Sequence[Any]) -> Attachment:
    return Attachment(*row)


def expect(db: Db, *, chat_id: int, channel: str, kind: str, ref: str, size: int | None) -> int:
    """Notes that something is to be fetched: photo, voice or file, by the platform's own reference."""
    attachment_id = db.new_id()
    db.execute(
        attachments.insert(),
        {
            "id": attachment_id,
            "chat_id": chat_id,
            "channel": channel,
            "ref": seal(attachment_id, ref),
            "kind": kind,
            "state": "to_fetch",
            "size": size,
            "attempts": 0,
            "created_at": db.now,
        },
    )
    return attachment_id


def get(db: Db, attachment_id: int) -> Attachment | None:
    row = db.execute(ONE, {"id": attachment_id}).first()
    return _read(row) if row else None


def to_fetch(db: Db, most: int) -> list[Attachment]:
    return [_read(row) for row in db.execute(TO_FETCH, {"most": most})]


def stored(db: Db, attachment_id: int, *, media_type: str, size: int) -> None:
    _set(db, attachment_id, state="stored", type=media_type, size=size, fetched_at=db.now)


def refused(db: Db, attachment_id: int, reason: str) -> None:
    """It was too large, of a kind we do not keep, or not to be had."""
    _set(db, attachment_id, state="refused", reason=reason)


def tried(db: Db, attachment_id: int) -> None:
    _set(db, attachment_id, attempts=attachments.c.attempts + 1)


def _set(db: Db, attachment_id: int, **values: Any) -> None:
    db.execute(update(attachments).where(attachments.c.id == attachment_id).values(**values))
