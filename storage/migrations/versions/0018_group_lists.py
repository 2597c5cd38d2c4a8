"""Lists by group that were made, and the numbers under which they were signed for."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "group_lists",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("quarter", sa.String(7), nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("made_by", sa.BigInteger, nullable=False),
        sa.Column("receipt", sa.String(60)),
        sa.Column("receipt_at", sa.BigInteger),
        sa.Column("receipt_by", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_group_lists"),
        sa.UniqueConstraint("unit", "number", name="uq_group_lists_unit_number"),
    )
