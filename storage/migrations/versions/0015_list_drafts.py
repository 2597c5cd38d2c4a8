"""Lists that officers send in chat."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "list_drafts",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("account_id", sa.BigInteger, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("attachment_id", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("wants", sa.String(8)),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_list_drafts"),
    )
    op.create_index("ix_list_drafts_account", "list_drafts", ["account_id", "id"])
    op.create_index("ix_list_drafts_wants", "list_drafts", ["wants", "id"])
