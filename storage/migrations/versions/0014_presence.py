"""Groups, roll-calls, absences and appointments."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "person_groups",
        *_of_person(),
        sa.Column("quarter", sa.String(7), nullable=False),
        sa.Column("letter", sa.String(1), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.BigInteger),
        sa.Column("why", sa.LargeBinary, nullable=False),
        *_keys("person_groups"),
    )
    op.create_index("ix_person_groups_person", "person_groups", ["person_id", "id"])
    op.create_table(
        "roll_calls",
        *_of_person(),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.BigInteger),
        sa.Column("place", sa.LargeBinary),
        sa.Column("why", sa.LargeBinary),
        *_keys("roll_calls"),
        sa.UniqueConstraint("person_id", "month", name="uq_roll_calls_person_id_month"),
    )
    _absences()
    _appointments()


def _absences() -> None:
    op.create_table(
        "absences",
        *_of_person(),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("asked_by", sa.BigInteger, nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("from_on", sa.Date, nullable=False),
        sa.Column("until_on", sa.Date, nullable=False),
        sa.Column("told", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("decided_by", sa.BigInteger),
        sa.Column("decided_at", sa.BigInteger),
        sa.Column("why", sa.LargeBinary),
        sa.Column("back_on", sa.Date),
        *_keys("absences"),
        sa.UniqueConstraint("unit", "number", name="uq_absences_unit_number"),
    )
    op.create_index("ix_absences_person", "absences", ["person_id", "from_on"])
    op.create_index("ix_absences_state", "absences", ["unit", "state"])


def _appointments() -> None:
    op.create_table(
        "appointments",
        *_of_person(),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("officer_id", sa.BigInteger, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("at", sa.BigInteger),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("offered", sa.LargeBinary, nullable=False),
        sa.Column("about", sa.LargeBinary, nullable=False),
        sa.Column("place", sa.LargeBinary, nullable=False),
        sa.Column("remark", sa.LargeBinary),
        *_keys("appointments"),
        sa.ForeignKeyConstraint(["officer_id"], ["accounts.id"]),
        sa.UniqueConstraint("unit", "number", name="uq_appointments_unit_number"),
    )
    op.create_index("ix_appointments_person", "appointments", ["person_id", "id"])
    op.create_index("ix_appointments_state", "appointments", ["unit", "state", "at"])


def _of_person() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("person_id", sa.BigInteger, nullable=False),
    )


def _keys(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"]),
    )
