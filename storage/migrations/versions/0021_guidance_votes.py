"""How often a reviewed answer was called useful, by month."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "guidance_votes",
        sa.Column("entry", sa.String(48), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("useful", sa.Boolean, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("entry", "month", "useful", name="pk_guidance_votes"),
    )
    op.create_index("ix_guidance_votes_month", "guidance_votes", ["month"])
