"""The tables of messages to many and of those whom each was put on its way to."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    text,
)

from storage.columns import Id, Instant, Sealed
from storage.database import metadata

GOING = text("state IN ('draft', 'running', 'stopped')")

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("number", Integer, nullable=False),
    Column("by_account", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("text", Sealed("broadcasts.text"), nullable=False),
    Column("attachment_id", BigInteger),
    Column("audience", String(12), nullable=False),
    Column("whom", Sealed("broadcasts.whom")),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("state", String(8), nullable=False),
    Column("why", String(12)),
    Column("total", Integer, nullable=False),
    Column("foreseen", Integer, nullable=False),
    Column("put", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("to_call", Integer, nullable=False),
    Column("reached_up_to", BigInteger, nullable=False),
    Column("all_put", Boolean, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("began_at", Instant),
    Column("expires_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("shown_id", BigInteger),
    Column("told_id", BigInteger),
    Column("told_at", Instant),
    Column("told", Integer, nullable=False),
    Index("ix_broadcasts_going", "next_at", sqlite_where=GOING, postgresql_where=GOING),
    Index("ix_broadcasts_unit", "unit", "number", unique=True),
    Index("ix_broadcasts_fingerprint", "fingerprint", "created_at"),
    Index("ix_broadcasts_attachment", "attachment_id"),
)
broadcast_readers = Table(
    "broadcast_readers",
    metadata,
    Column("broadcast_id", BigInteger, nullable=False),
    Column("account_id", BigInteger, nullable=False),
    Column("way", String(8), nullable=False),
    PrimaryKeyConstraint("broadcast_id", "account_id"),
)
