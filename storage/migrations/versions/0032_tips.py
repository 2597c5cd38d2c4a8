"""Tips without a name."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NOT_HANDED = sa.text("NOT handed")


def upgrade() -> None:
    op.create_table(
        "tips",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("about", sa.String(5), nullable=False),
        sa.Column("number", sa.Integer),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("proof", sa.LargeBinary, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("handed_at", sa.BigInteger),
        sa.Column("taken_at", sa.BigInteger),
        sa.Column("taken_by", sa.BigInteger),
        sa.Column("closed_at", sa.BigInteger),
        sa.Column("outcome", sa.String(12)),
        sa.PrimaryKeyConstraint("id", name="pk_tips"),
        sa.UniqueConstraint("proof", name="uq_tips_proof"),
    )
    op.create_index("ix_tips_unit", "tips", ["unit", "state", "handed_at"])
    op.create_index("ix_tips_number", "tips", ["unit", "number"], unique=True)
    op.create_index("ix_tips_taken_by", "tips", ["taken_by"])
    op.create_index("ix_tips_day", "tips", ["day"])
    op.create_index("ix_tips_closed_at", "tips", ["closed_at"])
    _messages()
    _pictures()


def _messages() -> None:
    op.create_table(
        "tip_messages",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("tip_id", sa.BigInteger, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("by", sa.BigInteger),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("handed", sa.Boolean, nullable=False),
        sa.Column("form", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_tip_messages"),
        sa.UniqueConstraint("form", name="uq_tip_messages_form"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"]),
    )
    op.create_index("ix_tip_messages_tip", "tip_messages", ["tip_id", "place"], unique=True)
    op.create_index(
        "ix_tip_messages_not_handed",
        "tip_messages",
        ["id"],
        sqlite_where=NOT_HANDED,
        postgresql_where=NOT_HANDED,
    )


def _pictures() -> None:
    op.create_table(
        "tip_pictures",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("tip_id", sa.BigInteger, nullable=False),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tip_pictures"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"]),
        sa.ForeignKeyConstraint(["message_id"], ["tip_messages.id"]),
    )
    op.create_index("ix_tip_pictures_tip", "tip_pictures", ["tip_id"])
    op.create_index("ix_tip_pictures_message", "tip_pictures", ["message_id"])
