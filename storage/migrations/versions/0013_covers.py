"""Stand-ins for guardians on leave."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "covers",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("guardian_id", sa.BigInteger, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("stand_in_id", sa.BigInteger, sa.ForeignKey("accounts.id")),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("decided_at", sa.BigInteger),
        sa.Column("decided_by", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_covers"),
    )
    op.create_index("ix_covers_guardian", "covers", ["guardian_id", "last_day"])
    op.create_index("ix_covers_stand_in", "covers", ["stand_in_id", "last_day"])
    op.create_index("ix_covers_unit", "covers", ["unit", "last_day"])
