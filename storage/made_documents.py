"""The documents that a chat has asked for since yesterday, made or not, for whoever waits before a page."""

from datetime import timedelta

from sqlalchemy import bindparam, select

from storage.attachments import COLUMNS, DOCUMENT, Attachment, attachments
from storage.columns import Instant
from storage.database import Db

LATELY = timedelta(days=1)
# the index gives those of a day; few of them are documents
OF_CHAT = (
    select(*COLUMNS)
    .where(
        attachments.c.state.in_(("to_make", "stored", "refused")),
        attachments.c.created_at >= bindparam("since", type_=Instant),
        attachments.c.chat_id == bindparam("chat_id"),
        attachments.c.about == DOCUMENT,
    )
    .order_by(attachments.c.id.desc())
    .limit(bindparam("most"))
)


def of_chat(db: Db, chat_id: int, most: int = 20) -> list[Attachment]:
    """Lists them, the last first."""
    keys = {"since": db.now - LATELY, "chat_id": chat_id, "most": most}
    return [Attachment(*row) for row in db.execute(OF_CHAT, keys)]
