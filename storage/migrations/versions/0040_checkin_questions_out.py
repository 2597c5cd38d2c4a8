"""What somebody took out of their check-ins stays known, so that it is not proposed again."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    op.add_column("checkin_questions", sa.Column("out_at", sa.BigInteger))
