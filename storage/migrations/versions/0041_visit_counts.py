"""What is counted at night of a commune with many visits."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    op.create_table(
        "visit_counts",
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("last", sa.Date, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("made", "met", "on_time", "late", "overdue")),
        sa.Column("counted_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("unit", "kind", "first", name="pk_visit_counts"),
    )
