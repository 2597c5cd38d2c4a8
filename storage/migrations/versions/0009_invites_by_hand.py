"""Whether a link code goes through others' hands: then a name is asked for where the record has no year of birth."""

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("invites", sa.Column("by_hand", sa.Boolean(), server_default=sa.false(), nullable=False))
