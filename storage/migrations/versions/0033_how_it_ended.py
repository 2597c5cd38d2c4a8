"""A record says how the commune's part ended, which the figures count; of those that ended before it is not known."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.add_column("persons", sa.Column("ended_as", sa.String(12)))
