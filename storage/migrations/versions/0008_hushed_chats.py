"""Until when a human writes in a chat by hand, and the bot is silent there."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("chats", sa.Column("hushed_until", sa.BigInteger))
