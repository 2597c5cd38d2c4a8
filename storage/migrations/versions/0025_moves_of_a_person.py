"""Somebody's moves are read by index."""

from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_index("ix_transfers_person", "transfers", ["person_id", "proposed_at"])
