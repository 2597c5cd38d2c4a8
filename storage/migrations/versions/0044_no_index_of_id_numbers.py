"""Nobody is looked up by the number of an identity card, so nothing is kept to look it up by."""

from alembic import op

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    op.drop_index("ix_person_details_id", "person_details")
    op.drop_column("person_details", "id_index")
