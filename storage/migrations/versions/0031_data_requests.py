"""What people ask of their own data has a table of its own, with both last days."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "data_requests",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger()),
        sa.Column("relay_id", sa.BigInteger()),
        sa.Column("wish", sa.String(8), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("act_by", sa.Date(), nullable=False),
        sa.Column("answered_by", sa.BigInteger()),
        sa.Column("answered_at", sa.BigInteger()),
        sa.Column("ended_by", sa.BigInteger()),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("said", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name="pk_data_requests"),
        sa.UniqueConstraint("unit", "number", name="uq_data_requests_unit_number"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"]),
    )
    op.create_index("ix_data_requests_sender", "data_requests", ["asked_by", "asked_at"])
    op.create_index("ix_data_requests_state", "data_requests", ["unit", "state", "act_by"])
    op.create_index("ix_data_requests_person", "data_requests", ["person_id"])
