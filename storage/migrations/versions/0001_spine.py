"""The spine: communes, accounts and their chats, and the messages in and out."""

import sqlalchemy as sa
from alembic import op

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0001"
down_revision = None


def upgrade() -> None:
    units()
    organisations()
    counters()
    accounts()
    chats()
    conversations()
    inbox()
    outbox()
    attachments()
    audit()
    audit_heads()


def units() -> None:
    op.create_table(
        "units",
        sa.Column("code", sa.String(5), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("parent", sa.String(5)),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
        sa.Column("settings", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_units"),
    )
    op.create_index("ix_units_parent", "units", ["parent"])


def organisations() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("phone", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
    )
    op.create_index("ix_organisations_unit", "organisations", ["unit", "kind"])


def counters() -> None:
    op.create_table(
        "counters",
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("unit", "kind", name="pk_counters"),
    )


def accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("organisation_id", sa.BigInteger),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("phone", sa.LargeBinary),
        sa.Column("phone_index", sa.LargeBinary),
        sa.Column("born", sa.LargeBinary),
        sa.Column("pronoun", sa.String(12), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("roles", sa.String, nullable=False),
        sa.Column("on_duty", sa.Boolean, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("phone_index", name="uq_accounts_phone_index"),
    )
    op.create_index("ix_accounts_unit", "accounts", ["unit"])
    op.create_index(
        "ix_accounts_roster",
        "accounts",
        ["unit"],
        sqlite_where=sa.text("on_duty = 1"),
        postgresql_where=sa.text("on_duty"),
    )


def chats() -> None:
    op.create_table(
        "chats",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("address", sa.String(128), nullable=False),
        sa.Column("account_id", sa.BigInteger),
        sa.Column("party_id", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("welcomed_at", sa.BigInteger),
        sa.Column("last_in_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
    )
    op.create_index("ix_chats_account", "chats", ["account_id"])
    op.create_index("ix_chats_address", "chats", ["channel", "address"], unique=True)


def conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("party_id", ID, autoincrement=False, nullable=False),
        sa.Column("form", sa.String(40)),
        sa.Column("state", sa.LargeBinary),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("chat_id", sa.BigInteger),
        sa.Column("expires_at", sa.BigInteger),
        sa.Column("nudge_at", sa.BigInteger),
        sa.Column("minute", sa.Integer, nullable=False),
        sa.Column("minute_count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("party_id", name="pk_conversations"),
    )
    op.create_index("ix_conversations_expiry", "conversations", ["expires_at"])
    op.create_index("ix_conversations_nudge", "conversations", ["nudge_at"])


def inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("external_id", sa.String(128), nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("failure", sa.String(80)),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
    )
    op.create_index("ix_inbox_chat", "inbox", ["chat_id", "id"])
    op.create_index(
        "ix_inbox_chat_waiting",
        "inbox",
        ["chat_id"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("ix_inbox_once", "inbox", ["channel", "external_id"], unique=True)
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["id"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )


def outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("account_id", sa.BigInteger),
        sa.Column("lane", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("subject_id", sa.BigInteger),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("resent", sa.Boolean, nullable=False),
        sa.Column("not_before", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("sent_at", sa.BigInteger),
        sa.Column("platform_id", sa.String(64)),
        sa.Column("failure", sa.String(80)),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_chat", "outbox", ["chat_id", "id"])
    op.create_index(
        "ix_outbox_subject",
        "outbox",
        ["subject_id"],
        sqlite_where=sa.text("state = 'queued' AND subject_id IS NOT NULL"),
        postgresql_where=sa.text("state = 'queued' AND subject_id IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_next",
        "outbox",
        ["channel", "lane", "not_before", "id"],
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_index(
        "ix_outbox_sending",
        "outbox",
        ["channel", "id"],
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )


def attachments() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("ref", sa.LargeBinary, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(40)),
        sa.Column("type", sa.String(60)),
        sa.Column("size", sa.Integer),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("fetched_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
    )
    op.create_index("ix_attachments_state", "attachments", ["state", "created_at"])


def audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.BigInteger),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.BigInteger),
        sa.Column("detail", sa.String(200), nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_chain", "audit", ["unit", "seq"], unique=True)
    op.create_index("ix_audit_subject", "audit", ["subject", "at"])


def audit_heads() -> None:
    op.create_table(
        "audit_heads",
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("unit", name="pk_audit_heads"),
    )
