"""What becomes of an interest: what the partner may see, the meeting, the start, and how it lasts."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    for column in (
        sa.Column("meets_at", sa.BigInteger),
        sa.Column("starts_on", sa.Date),
        sa.Column("hired_at", sa.BigInteger),
        sa.Column("reason", sa.String(12)),
        sa.Column("person_at_30", sa.String(8)),
        sa.Column("partner_at_30", sa.String(8)),
        sa.Column("person_at_90", sa.String(8)),
        sa.Column("partner_at_90", sa.String(8)),
        sa.Column("shown", sa.LargeBinary),
        sa.Column("meeting", sa.LargeBinary),
    ):
        op.add_column("interests", column)
    op.create_index("ix_interests_state", "interests", ["state", "changed_at"])
    interests = sa.table("interests", sa.column("state"), sa.column("changed_at"), sa.column("hired_at"))
    hired = sa.update(interests).where(interests.c.state == "taken_on")
    op.execute(hired.values(hired_at=interests.c.changed_at))
    op.create_table(
        "work_profiles",
        sa.Column("person_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("answers", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_work_profiles"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"]),
    )
    op.create_index("ix_work_profiles_at", "work_profiles", ["at"])
