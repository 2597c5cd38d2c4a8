"""Who sent an attachment, with which message, and whom it is about; what an alert was raised with."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

SENDER = """
    UPDATE attachments SET account_id = (SELECT chats.account_id FROM chats WHERE chats.id = attachments.chat_id)
"""
RELAYED = """
    UPDATE attachments SET about = 'relay',
        person_id = (SELECT persons.id FROM relays JOIN persons ON persons.account_id = relays.person_account
                     WHERE relays.attachment_id = attachments.id ORDER BY relays.id LIMIT 1)
    WHERE id IN (SELECT attachment_id FROM relays WHERE attachment_id IS NOT NULL)
"""


def upgrade() -> None:
    for column in (
        sa.Column("account_id", sa.BigInteger),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("about", sa.String(8)),
        sa.Column("person_id", sa.BigInteger),
    ):
        op.add_column("attachments", column)
    op.create_index("ix_attachments_message", "attachments", ["message_id"])
    op.add_column("alert_events", sa.Column("attachment_id", sa.BigInteger))
    op.execute(SENDER)
    op.execute(RELAYED)
