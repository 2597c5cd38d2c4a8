"""When a message reached its reader and was seen; messages held back; finding one by the platform's id."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
HELD = sa.text("state = 'held'")
HELD_OVER = sa.text("state = 'held' AND subject_id IS NOT NULL")
ENDED = sa.text("state IN ('dead', 'dropped')")
UNCONFIRMED = sa.text("channel = 'zbs' AND state = 'sent' AND delivered_at IS NULL")
# not every channel tells of receipts: the others' rows need no place in this index
WITH_RECEIPTS = sa.text("channel IN ('zalo_oa', 'zbs') AND platform_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("delivered_at", sa.BigInteger))
    op.add_column("outbox", sa.Column("seen_at", sa.BigInteger))
    op.add_column("chats", sa.Column("held", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index("ix_outbox_held", "outbox", ["chat_id", "expires_at"], sqlite_where=HELD, postgresql_where=HELD)
    op.create_index(
        "ix_outbox_platform", "outbox", ["platform_id"], sqlite_where=WITH_RECEIPTS, postgresql_where=WITH_RECEIPTS
    )
    op.create_index(
        "ix_outbox_held_subject", "outbox", ["subject_id"], sqlite_where=HELD_OVER, postgresql_where=HELD_OVER
    )
    op.create_index("ix_outbox_ended", "outbox", ["state", "id"], sqlite_where=ENDED, postgresql_where=ENDED)
    op.create_index(
        "ix_outbox_unconfirmed", "outbox", ["sent_at"], sqlite_where=UNCONFIRMED, postgresql_where=UNCONFIRMED
    )
