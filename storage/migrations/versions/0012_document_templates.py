"""The Word templates that an office uses instead of ours, and room for the name of the kind of file that they make."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "document_templates",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("form", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.BigInteger),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_document_templates"),
    )
    op.create_index("ix_document_templates_unit", "document_templates", ["unit", "form", "state"])
    with op.batch_alter_table("attachments") as attachments:
        attachments.alter_column("type", existing_type=sa.String(60), type_=sa.String(100))
