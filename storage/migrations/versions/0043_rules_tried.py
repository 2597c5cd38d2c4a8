"""What was said and what did not come in a month of a commune, for trying alert rules on it."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"

IS_SILENCE = sa.text("kind IN ('visit_overdue_officer', 'check_in_missing', 'unreachable', 'worry_unanswered')")


def upgrade() -> None:
    op.create_index("ix_checkins_unit", "checkins", ["unit", "at"])
    op.create_index("ix_due_silence", "due", ["unit", "done_at"], sqlite_where=IS_SILENCE, postgresql_where=IS_SILENCE)
