"""What ten thousand people are listed, counted and filtered by is read from indexes, without their records."""

from alembic import op

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    op.create_index("ix_persons_page", "persons", ["unit", "status", "id"])
    op.create_index("ix_persons_known", "persons", ["unit", "status", "case_type", "came_home_on", "hamlet", "id"])
    op.create_index("ix_accounts_role", "accounts", ["unit", "status", "roles", "id"])
    op.drop_index("ix_accounts_unit", "accounts")
