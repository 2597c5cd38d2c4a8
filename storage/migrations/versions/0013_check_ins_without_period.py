"""Nobody asks for the check-ins of a commune's month any more."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.drop_index("ix_checkins_period", "checkins")
