"""Alerts that have ended are read by when they ended, page after page."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
ENDED = sa.text("closed_at IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_alerts_ended", "alerts", ["unit", "closed_at", "id"], sqlite_where=ENDED, postgresql_where=ENDED
    )
