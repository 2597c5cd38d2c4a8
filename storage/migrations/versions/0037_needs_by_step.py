"""The officers' board of needs reads step by step, what is late first."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    is_open = sa.text("state = 'open'")
    op.create_index(
        "ix_needs_step", "needs", ["unit", "step", "due_at"], sqlite_where=is_open, postgresql_where=is_open
    )
