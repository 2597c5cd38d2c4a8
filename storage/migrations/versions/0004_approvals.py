"""Adds what waits for a second person's yes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IS_WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.create_table(
        "approvals",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("what", sa.String(8), nullable=False),
        sa.Column("account_id", sa.BigInteger),
        sa.Column("asked_by", sa.BigInteger, nullable=False),
        sa.Column("wanted", sa.LargeBinary),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("decided_by", sa.BigInteger),
        sa.Column("decided_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_approvals"),
    )
    op.create_index("ix_approvals_number", "approvals", ["unit", "number"], unique=True)
    op.create_index(
        "ix_approvals_waiting", "approvals", ["unit", "id"], sqlite_where=IS_WAITING, postgresql_where=IS_WAITING
    )
    op.create_index("ix_approvals_account", "approvals", ["account_id"])
    op.create_index("ix_approvals_asker", "approvals", ["asked_by"])
