"""Needs go from step to step, with who has them and by when; who helps with what, and what organisations pledge."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IS_OPEN = sa.text("state = 'open'")
# in milliseconds, as moments are stored
THREE_DAYS = 3 * 24 * 60 * 60 * 1000


def upgrade() -> None:
    _needs()
    op.create_table(
        "need_steps",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("need_id", sa.BigInteger, sa.ForeignKey("needs.id"), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("move", sa.String(12), nullable=False),
        sa.Column("by", sa.BigInteger),
        sa.Column("helper_id", sa.BigInteger),
        sa.Column("reason", sa.String(12)),
        sa.Column("words", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_need_steps"),
    )
    op.create_index("ix_need_steps_need", "need_steps", ["need_id", "id"])
    op.create_table(
        "help_offers",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("account_id", sa.BigInteger, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("hamlet", sa.String(60), nullable=False),
        sa.Column("added_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_help_offers"),
    )
    op.create_index("uq_help_offers", "help_offers", ["account_id", "kind"], unique=True)
    op.create_index("ix_help_offers_unit", "help_offers", ["unit", "kind"])
    op.create_table(
        "pledges",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("organisation_id", sa.BigInteger, sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("words", sa.LargeBinary),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("made_by", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("ended_by", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_pledges"),
    )
    op.create_index("ix_pledges_unit", "pledges", ["unit", "until"])
    op.create_index("ix_pledges_organisation", "pledges", ["organisation_id", "until"])
    op.create_table(
        "volunteers",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("chat_id", sa.BigInteger, sa.ForeignKey("chats.id")),
        sa.Column("account_id", sa.BigInteger, sa.ForeignKey("accounts.id")),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("phone", sa.LargeBinary),
        sa.Column("hamlet", sa.LargeBinary, nullable=False),
        sa.Column("kinds", sa.String, nullable=False),
        sa.Column("words", sa.LargeBinary),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("decided_at", sa.BigInteger),
        sa.Column("decided_by", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_volunteers"),
    )
    op.create_index("ix_volunteers_unit", "volunteers", ["unit", "state", "asked_at"])
    op.create_index("ix_volunteers_chat", "volunteers", ["chat_id"])
    op.create_index("ix_volunteers_account", "volunteers", ["account_id"])


def _needs() -> None:
    """Gives every need its step; the open ones a day by which somebody is to have them, and a row that falls due."""
    op.add_column("needs", sa.Column("step", sa.String(8), nullable=False, server_default="raised"))
    op.add_column("needs", sa.Column("step_at", sa.BigInteger, nullable=False, server_default="0"))
    for column in ("due_at", "helper_id", "accepted_at"):
        op.add_column("needs", sa.Column(column, sa.BigInteger))
    op.add_column("needs", sa.Column("words", sa.LargeBinary))
    op.add_column("needs", sa.Column("shares_phone", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute("UPDATE needs SET step_at = opened_at")
    op.execute("UPDATE needs SET step = 'closed', step_at = coalesce(closed_at, opened_at) WHERE state <> 'open'")
    op.execute(f"UPDATE needs SET due_at = opened_at + {THREE_DAYS} WHERE state = 'open'")
    op.execute(
        "INSERT INTO due (id, kind, subject_id, period, unit, at, try_at, attempts, state)"
        " SELECT id, 'need_late', id, 'before', unit, due_at, due_at, 0, 'waiting' FROM needs WHERE state = 'open'"
    )
    for name, columns in (("ix_needs_board", ["unit", "due_at"]), ("ix_needs_kind", ["unit", "kind", "due_at"])):
        op.create_index(name, "needs", columns, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)
    op.create_index("ix_needs_helper", "needs", ["helper_id", "due_at"])
