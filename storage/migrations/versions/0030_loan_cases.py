"""Loans from the wish to the last payment, and each of their steps."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IS_OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "loan_cases",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("shared", sa.Boolean, nullable=False),
        sa.Column("list_month", sa.String(7)),
        sa.Column("group_id", sa.BigInteger),
        sa.Column("back_to", sa.String(12)),
        sa.Column("paid_out_on", sa.Date),
        sa.Column("paid", sa.Integer, nullable=False),
        sa.Column("reason", sa.String(12)),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("wish", sa.LargeBinary, nullable=False),
        sa.Column("terms", sa.LargeBinary),
        sa.Column("why", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_loan_cases"),
        sa.UniqueConstraint("unit", "number", name="uq_loan_cases_unit_number"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"]),
    )
    op.create_index(
        "uq_loan_cases_open",
        "loan_cases",
        ["person_id"],
        unique=True,
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )
    op.create_index("ix_loan_cases_person", "loan_cases", ["person_id", "asked_at"])
    op.create_index("ix_loan_cases_state", "loan_cases", ["unit", "state", "due_on"])
    op.create_index("ix_loan_cases_list", "loan_cases", ["unit", "list_month"])
    op.create_table(
        "loan_case_steps",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("by", sa.BigInteger),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_loan_case_steps"),
        sa.ForeignKeyConstraint(["case_id"], ["loan_cases.id"]),
    )
    op.create_index("ix_loan_case_steps_case", "loan_case_steps", ["case_id", "at"])
