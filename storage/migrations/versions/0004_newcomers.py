"""Chats that nobody is linked to yet, waiting for an officer."""

import sqlalchemy as sa
from alembic import op

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "newcomers",
        sa.Column("chat_id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("number", sa.Integer),
        sa.Column("language", sa.String(2)),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("first_at", sa.BigInteger, nullable=False),
        sa.Column("asked_at", sa.BigInteger),
        sa.Column("taken_at", sa.BigInteger),
        sa.Column("taken_by", sa.BigInteger),
        sa.Column("phone", sa.LargeBinary),
        sa.Column("about", sa.LargeBinary),
        sa.PrimaryKeyConstraint("chat_id", name="pk_newcomers"),
    )
    op.create_index("ix_newcomers_number", "newcomers", ["unit", "number"], unique=True)
    op.create_index("ix_newcomers_asked", "newcomers", ["unit", "asked_at"])
    op.create_index("ix_newcomers_waiting", "newcomers", ["unit", "state", "asked_at"])
