"""Messages to many and their readers; an index for how far each has come, one for an account's place in its commune."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
GOING = sa.text("state IN ('draft', 'running', 'stopped')")
OF_BROADCASTS = sa.text("kind = 'broadcast'")


def upgrade() -> None:
    _broadcasts()
    op.create_table(
        "broadcast_readers",
        sa.Column("broadcast_id", sa.BigInteger, nullable=False),
        sa.Column("account_id", sa.BigInteger, nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("broadcast_id", "account_id", name="pk_broadcast_readers"),
    )
    op.create_index(
        "ix_outbox_broadcast",
        "outbox",
        ["subject_id", "account_id", "state"],
        sqlite_where=OF_BROADCASTS,
        postgresql_where=OF_BROADCASTS,
    )
    op.create_index("ix_accounts_page", "accounts", ["unit", "id"])


def _broadcasts() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", Id, primary_key=True, autoincrement=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("by_account", sa.BigInteger, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("attachment_id", sa.BigInteger),
        sa.Column("audience", sa.String(12), nullable=False),
        sa.Column("whom", sa.LargeBinary),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("why", sa.String(12)),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("foreseen", sa.Integer, nullable=False),
        sa.Column("put", sa.Integer, nullable=False),
        sa.Column("refused", sa.Integer, nullable=False),
        sa.Column("to_call", sa.Integer, nullable=False),
        sa.Column("reached_up_to", sa.BigInteger, nullable=False),
        sa.Column("all_put", sa.Boolean, nullable=False),
        sa.Column("next_at", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("began_at", sa.BigInteger),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("shown_id", sa.BigInteger),
        sa.Column("told_id", sa.BigInteger),
        sa.Column("told_at", sa.BigInteger),
        sa.Column("told", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
    )
    op.create_index("ix_broadcasts_going", "broadcasts", ["next_at"], sqlite_where=GOING, postgresql_where=GOING)
    op.create_index("ix_broadcasts_unit", "broadcasts", ["unit", "number"], unique=True)
    op.create_index("ix_broadcasts_fingerprint", "broadcasts", ["fingerprint", "created_at"])
    op.create_index("ix_broadcasts_attachment", "broadcasts", ["attachment_id"])
