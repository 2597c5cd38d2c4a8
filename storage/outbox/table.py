"""The table of messages that leave the service: a row each, with how its sending went."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, String, Table, literal_column, text

from rules.notice_kind import ALERT as ALERT
from rules.notice_kind import BROADCAST as BROADCAST
from rules.notice_kind import REMINDER as REMINDER
from rules.notice_kind import REPLY as REPLY
from storage.columns import Id, Instant, Sealed
from storage.database import metadata

# sent, on a channel whose platform will tell when it arrives
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
