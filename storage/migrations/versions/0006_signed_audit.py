"""Which key signed a row of the audit; which data keys are published, and which process holds them.

Rows of before keep their plain hash and are covered by the first signed one (docs/decisions/0027).
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("audit", sa.Column("key_number", sa.Integer))
    op.create_table(
        "published_keys",
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.String(12), nullable=False),
        sa.Column("published_at", sa.BigInteger, nullable=False),
        sa.Column("sealing_since", sa.BigInteger),
        sa.PrimaryKeyConstraint("number", name="pk_published_keys"),
    )
    op.create_table(
        "key_holders",
        sa.Column("process", sa.String(120), nullable=False),
        sa.Column("host", sa.String(64), nullable=False),
        sa.Column("keys", sa.String(400), nullable=False),
        sa.Column("seals", sa.Integer, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("process", name="pk_key_holders"),
    )
