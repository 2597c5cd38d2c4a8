"""Whose roll-call was missing is found with what else did not come, for trying alert rules on it."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"

IS_SILENCE = sa.text(
    "kind IN ('visit_overdue_officer', 'check_in_missing', 'roll_call_missing', 'unreachable', 'worry_unanswered')"
)


def upgrade() -> None:
    op.drop_index("ix_due_silence", "due")
    op.create_index("ix_due_silence", "due", ["unit", "done_at"], sqlite_where=IS_SILENCE, postgresql_where=IS_SILENCE)
