"""What lists say of somebody beside the record: day of birth, identity card, end, note."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "person_details",
        sa.Column("person_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("born_on", sa.LargeBinary),
        sa.Column("id_number", sa.LargeBinary),
        sa.Column("id_index", sa.LargeBinary),
        sa.Column("ends_on", sa.Date),
        sa.Column("note", sa.LargeBinary),
        sa.PrimaryKeyConstraint("person_id", name="pk_person_details"),
    )
    op.create_index("ix_person_details_id", "person_details", ["id_index"])
