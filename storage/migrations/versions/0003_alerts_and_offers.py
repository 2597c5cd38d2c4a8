"""Alerts, calls, what falls due, and what partners offer."""

import sqlalchemy as sa
from alembic import op

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    alerts()
    alert_events()
    call_list()
    due()
    offers()
    interests()


def alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("level", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(24), nullable=False),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("persons.id")),
        sa.Column("about", sa.String(40)),
        sa.Column("raised_by", sa.BigInteger),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("last_at", sa.BigInteger, nullable=False),
        sa.Column("repeats", sa.Integer, nullable=False),
        sa.Column("climb_at", sa.BigInteger),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("seen_by", sa.BigInteger),
        sa.Column("seen_at", sa.BigInteger),
        sa.Column("taken_by", sa.BigInteger),
        sa.Column("taken_at", sa.BigInteger),
        sa.Column("closed_by", sa.BigInteger),
        sa.Column("closed_at", sa.BigInteger),
        sa.Column("outcome", sa.String(24)),
        sa.Column("hamlet", sa.String(60), nullable=False),
        sa.Column("note", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
        sa.UniqueConstraint("unit", "number", name="uq_alerts_unit_number"),
    )
    op.create_index(
        "ix_alerts_climb",
        "alerts",
        ["climb_at"],
        sqlite_where=sa.text("climb_at IS NOT NULL"),
        postgresql_where=sa.text("climb_at IS NOT NULL"),
    )
    op.create_index("ix_alerts_person", "alerts", ["person_id", "opened_at"])
    op.create_index("ix_alerts_state", "alerts", ["unit", "state"])


def alert_events() -> None:
    op.create_table(
        "alert_events",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("alert_id", sa.BigInteger, sa.ForeignKey("alerts.id"), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.BigInteger),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("detail", sa.String(24), nullable=False),
        sa.Column("note", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_alert_events"),
    )
    op.create_index("ix_alert_events_alert", "alert_events", ["alert_id"])


def call_list() -> None:
    op.create_table(
        "call_list",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("account_id", sa.BigInteger, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("reason", sa.String(24), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("done_at", sa.BigInteger),
        sa.Column("done_by", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_call_list"),
    )
    op.create_index("ix_call_list_account", "call_list", ["account_id"])
    op.create_index("ix_call_list_unit", "call_list", ["unit", "state", "at"])
    op.create_index(
        "uq_call_list_open",
        "call_list",
        ["account_id", "reason"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def due() -> None:
    op.create_table(
        "due",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("subject_id", sa.BigInteger, nullable=False),
        sa.Column("period", sa.String(24), nullable=False),
        sa.Column("recipient_id", sa.BigInteger),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("try_at", sa.BigInteger, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("done_at", sa.BigInteger),
        sa.Column("reason", sa.String(40)),
        sa.PrimaryKeyConstraint("id", name="pk_due"),
        sa.UniqueConstraint("subject_id", "kind", "period", name="uq_due_subject_id_kind_period"),
    )
    op.create_index("ix_due_done", "due", ["done_at"])
    op.create_index(
        "ix_due_recipient",
        "due",
        ["recipient_id", "try_at"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_due_waiting",
        "due",
        ["try_at", "recipient_id"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )


def offers() -> None:
    op.create_table(
        "offers",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("organisation_id", sa.BigInteger, sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("trade", sa.String(24), nullable=False),
        sa.Column("title", sa.String(160), nullable=False),
        sa.Column("place", sa.String(160), nullable=False),
        sa.Column("hours", sa.String(160), nullable=False),
        sa.Column("pay_from", sa.BigInteger),
        sa.Column("pay_to", sa.BigInteger),
        sa.Column("places", sa.Integer),
        sa.Column("details", sa.String(2000), nullable=False),
        sa.Column("closes_on", sa.Date),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("opened_by", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_offers"),
    )
    op.create_index("ix_offers_open", "offers", ["unit", "state", "trade"])
    op.create_index("ix_offers_organisation", "offers", ["organisation_id"])


def interests() -> None:
    op.create_table(
        "interests",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("offer_id", sa.BigInteger, sa.ForeignKey("offers.id"), nullable=False),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_interests"),
        sa.UniqueConstraint("offer_id", "person_id", name="uq_interests_offer_id_person_id"),
    )
    op.create_index("ix_interests_person", "interests", ["person_id"])
