"""Reports of a quarter (HCD-08), and the states that each went through."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "quarter_reports",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("quarter", sa.String(7), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("guardian_id", sa.BigInteger),
        sa.Column("sent_at", sa.BigInteger),
        sa.Column("decided_at", sa.BigInteger),
        sa.Column("decided_by", sa.BigInteger),
        sa.Column("content", sa.LargeBinary),
        sa.Column("question", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_quarter_reports"),
        sa.UniqueConstraint("person_id", "quarter", name="uq_quarter_reports_person_id_quarter"),
    )
    op.create_index("ix_quarter_reports_quarter", "quarter_reports", ["quarter", "state"])
    op.create_table(
        "quarter_report_steps",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("report_id", sa.BigInteger, sa.ForeignKey("quarter_reports.id"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.BigInteger),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quarter_report_steps"),
    )
    op.create_index("ix_quarter_report_steps_report", "quarter_report_steps", ["report_id", "id"])
