"""Complaints have a table of their own, read by the unit above."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "complaints",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("about", sa.String(8), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("take_by", sa.Date(), nullable=False),
        sa.Column("taken_by", sa.BigInteger()),
        sa.Column("taken_at", sa.BigInteger()),
        sa.Column("answer_by", sa.Date()),
        sa.Column("answered_by", sa.BigInteger()),
        sa.Column("answered_at", sa.BigInteger()),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("longer_why", sa.LargeBinary()),
        sa.Column("answer", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name="pk_complaints"),
        sa.UniqueConstraint("unit", "number", name="uq_complaints_unit_number"),
    )
    op.create_index("ix_complaints_sender", "complaints", ["asked_by", "sent_at"])
    op.create_index("ix_complaints_state", "complaints", ["unit", "state", "sent_at"])
