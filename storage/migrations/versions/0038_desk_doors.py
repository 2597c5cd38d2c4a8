"""How officers come to their desk in a browser: one-time tickets and passkeys."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.create_table(
        "desk_tickets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("account_id", sa.BigInteger),
        sa.Column("proof", sa.LargeBinary, nullable=False),
        sa.Column("browser", sa.LargeBinary),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_tickets"),
        sa.UniqueConstraint("proof", name="uq_desk_tickets_proof"),
    )
    op.create_index("ix_desk_tickets_account", "desk_tickets", ["account_id", "made_at"])
    op.create_table(
        "passkeys",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger, nullable=False),
        sa.Column("proof", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("sign_count", sa.BigInteger, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("used_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_passkeys"),
        sa.UniqueConstraint("proof", name="uq_passkeys_proof"),
    )
    op.create_index("ix_passkeys_account", "passkeys", ["account_id"])
