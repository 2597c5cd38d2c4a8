"""Family members who help, and what was filed in somebody's name."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IS_OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "helpers",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("account_id", sa.BigInteger, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("relation", sa.String(8), nullable=False),
        sa.Column("items", sa.String, nullable=False),
        sa.Column("said_yes_on", sa.Date, nullable=False),
        sa.Column("how", sa.String(8), nullable=False),
        sa.Column("noted_by", sa.BigInteger, nullable=False),
        sa.Column("noted_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("ended_by", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_helpers"),
    )
    op.create_index("ix_helpers_person", "helpers", ["person_id"])
    op.create_index(
        "uq_helpers_open",
        "helpers",
        ["account_id", "person_id"],
        unique=True,
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )
    op.add_column("checkins", sa.Column("filed_by", sa.BigInteger))
    op.add_column("needs", sa.Column("named_by", sa.BigInteger))
