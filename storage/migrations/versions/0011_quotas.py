"""What a platform says of its daily quota."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "quotas",
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("what", sa.String(12), nullable=False),
        sa.Column("most", sa.Integer),
        sa.Column("remaining", sa.Integer),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("told", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("channel", "what", name="pk_quotas"),
    )
