"""Why an alert was raised: its rule and the reports it rests on."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "alert_causes",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("alert_id", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("rule", sa.String(32), nullable=False),
        sa.Column("visit_id", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_alert_causes"),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"]),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"]),
    )
    op.create_index("ix_alert_causes_alert", "alert_causes", ["alert_id"])
    op.create_index("ix_alert_causes_visit", "alert_causes", ["visit_id"])
