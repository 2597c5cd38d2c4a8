"""What strangers have sent, counted; and when an officer first answered a newcomer."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "uploads",
        sa.Column("of", sa.String(24), nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("of", name="pk_uploads"),
    )
    op.create_index("ix_uploads_at", "uploads", ["at"])
    op.add_column("newcomers", sa.Column("answered_at", sa.BigInteger))
