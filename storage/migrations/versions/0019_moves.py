"""Pauses of management, and moves to other communes."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IS_RUNNING = sa.text("ended_at IS NULL")
IS_OPEN = sa.text("state IN ('proposed', 'asked_back')")


def upgrade() -> None:
    op.create_table(
        "pauses",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("reason", sa.String(12), nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("started_by", sa.BigInteger),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("ended_by", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_pauses"),
    )
    op.create_index("ix_pauses_person", "pauses", ["person_id", "started_at"])
    op.create_index(
        "uq_pauses_running", "pauses", ["person_id"], unique=True, sqlite_where=IS_RUNNING, postgresql_where=IS_RUNNING
    )
    op.create_table(
        "transfers",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("to_unit", sa.String(5)),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("moves_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("why", sa.LargeBinary),
        sa.Column("question", sa.LargeBinary),
        sa.Column("answer", sa.LargeBinary),
        sa.Column("place", sa.LargeBinary),
        sa.Column("papers", sa.String),
        sa.Column("proposed_at", sa.BigInteger, nullable=False),
        sa.Column("proposed_by", sa.BigInteger),
        sa.Column("decided_at", sa.BigInteger),
        sa.Column("decided_by", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_transfers"),
    )
    op.create_index(
        "uq_transfers_open", "transfers", ["person_id"], unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN
    )
    op.create_index("ix_transfers_from", "transfers", ["unit", "state"])
    op.create_index("ix_transfers_to", "transfers", ["to_unit", "state"])
