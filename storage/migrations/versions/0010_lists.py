"""Lists that were taken in, and what unusual headings mean in them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "list_imports",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.BigInteger),
        sa.Column("written", sa.LargeBinary),
        sa.Column("undone_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_list_imports"),
    )
    op.create_index("ix_list_imports_unit", "list_imports", ["unit", "id"])
    op.create_table(
        "list_headings",
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("heading", sa.String(80), nullable=False),
        sa.Column("meaning", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("unit", "heading", name="pk_list_headings"),
    )
