"""Steps of taking people in charge, what they tell of their situation, and the goals of their plan."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "charge_steps",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("step", sa.String(12), nullable=False),
        sa.Column("done_on", sa.Date, nullable=False),
        sa.Column("guardian_id", sa.BigInteger),
        sa.Column("decided_by", sa.LargeBinary),
        sa.Column("by", sa.BigInteger),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_charge_steps"),
    )
    op.create_index("ix_charge_steps_person", "charge_steps", ["person_id", "step"])
    op.create_table(
        "intakes",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.BigInteger),
        sa.Column("filing", sa.String(80)),
        sa.Column("answers", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_intakes"),
        sa.UniqueConstraint("filing", name="uq_intakes_filing"),
    )
    op.create_index("ix_intakes_person", "intakes", ["person_id", "at"])
    op.create_table(
        "goals",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("what", sa.LargeBinary, nullable=False),
        sa.Column("helper", sa.String(8), nullable=False),
        sa.Column("helper_named", sa.LargeBinary),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("proposed_by", sa.BigInteger),
        sa.Column("agreed_at", sa.BigInteger),
        sa.Column("ticked_by_person", sa.BigInteger),
        sa.Column("ticked_by_helper", sa.BigInteger),
        sa.Column("ended_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_goals"),
    )
    op.create_index("uq_goals_number", "goals", ["person_id", "number"], unique=True)
    op.create_table(
        "goal_events",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("goal_id", sa.BigInteger, sa.ForeignKey("goals.id"), nullable=False),
        sa.Column("what", sa.String(12), nullable=False),
        sa.Column("by", sa.BigInteger),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("words", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_goal_events"),
    )
    op.create_index("ix_goal_events_goal", "goal_events", ["goal_id", "at"])
