"""Web sessions, and chats that were cut off from their account."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    web_sessions()
    cuts()


def web_sessions() -> None:
    op.create_table(
        "web_sessions",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("proof", sa.LargeBinary, nullable=False),
        sa.Column("address", sa.String(128), nullable=False),
        sa.Column("standing", sa.String(160), nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("used_at", sa.BigInteger, nullable=False),
        sa.Column("next_proof", sa.LargeBinary),
        sa.Column("next_key", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_web_sessions"),
        sa.UniqueConstraint("proof", name="uq_web_sessions_proof"),
        sa.UniqueConstraint("next_proof", name="uq_web_sessions_next_proof"),
    )
    op.create_index("ix_web_sessions_address", "web_sessions", ["address"])
    op.create_index("ix_web_sessions_used", "web_sessions", ["used_at"])


def cuts() -> None:
    op.create_table(
        "cuts",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("account_id", sa.BigInteger, nullable=False),
        sa.Column("by", sa.BigInteger),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cuts"),
    )
    op.create_index("ix_cuts_account", "cuts", ["account_id"])
    op.create_index("ix_cuts_chat", "cuts", ["chat_id"])
