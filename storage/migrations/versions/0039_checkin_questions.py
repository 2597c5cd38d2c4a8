"""What else somebody is asked at their check-ins."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    op.create_table(
        "checkin_questions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("question", sa.LargeBinary, nullable=False),
        sa.Column("chosen_by", sa.BigInteger, nullable=False),
        sa.Column("is_own", sa.Boolean, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_checkin_questions"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"]),
    )
    op.create_index("ix_checkin_questions_person", "checkin_questions", ["person_id"])
