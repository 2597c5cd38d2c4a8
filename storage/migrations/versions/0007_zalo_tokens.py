"""The tokens of a Zalo Official Account."""

import sqlalchemy as sa
from alembic import op

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "zalo_tokens",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("oa_id", sa.String(32), nullable=False),
        sa.Column("consent", sa.LargeBinary, nullable=False),
        sa.Column("access", sa.LargeBinary),
        sa.Column("refresh", sa.LargeBinary, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("renewed_at", sa.BigInteger),
        sa.Column("expires_at", sa.BigInteger),
        sa.Column("claimed_until", sa.BigInteger),
        sa.Column("lost_at", sa.BigInteger),
        sa.Column("failure", sa.String(40)),
        sa.Column("told_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_zalo_tokens"),
    )
    op.create_index("ix_zalo_tokens_consent", "zalo_tokens", ["consent"], unique=True)
    op.create_index("ix_zalo_tokens_oa_id", "zalo_tokens", ["oa_id", "id"])
