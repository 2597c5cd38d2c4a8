"""Further chats that wait to be linked."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "link_requests",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("account_id", sa.BigInteger, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("answers", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("ended_by", sa.BigInteger),
        sa.Column("figures_proof", sa.LargeBinary),
        sa.Column("figures_by", sa.BigInteger),
        sa.Column("figures_until", sa.BigInteger),
        sa.Column("figures_tries", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_link_requests"),
    )
    _one_that_waits("uq_link_requests_account", "account_id")
    _one_that_waits("uq_link_requests_chat", "chat_id")
    op.create_index("ix_link_requests_account", "link_requests", ["account_id"])
    op.create_index("ix_link_requests_expiry", "link_requests", ["expires_at"])


def _one_that_waits(name: str, column: str) -> None:
    waiting = sa.text("state = 'waiting'")
    op.create_index(name, "link_requests", [column], unique=True, sqlite_where=waiting, postgresql_where=waiting)
