"""What a chat has been shown, for the page of the web chat."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, or_, select

from storage.chats import Chat
from storage.columns import Instant, SealedCell
from storage.database import Db
from storage.ids import Ids
from storage.outbox.table import SENDING, outbox
from storage.prepared import FEW, Prepared

SENT_TO = (
    select(outbox.c.id, outbox.c.created_at, outbox.c.body)
    .where(
        outbox.c.chat_id == bindparam("chat"),
        outbox.c.id > bindparam("after"),
        # what was said to another account, for which the chat spoke before, is not this one's
        or_(outbox.c.account_id.is_(None), outbox.c.account_id == bindparam("reader")),
        or_(outbox.c.state == "sent", and_(SENDING, outbox.c.channel == "web")),
    )
    .order_by(outbox.c.id.desc())
    .limit(bindparam("most"))
)


def sent_to(
    db: Db, chat: Chat, after: int, most: int, only: Collection[str] | None = None
) -> list[tuple[int, datetime, dict[str, Any]]]:
    """Lists the last messages that left for a chat, `only` of these kinds or all, oldest first: id, when, Outgoing."""
    query = SENT_TO if only is None else SENT_TO.where(outbox.c.kind.in_(list(only)))
    asked = {"chat": chat.id, "reader": chat.account_id, "after": after, "most": most}
    rows: list[tuple[int, datetime, SealedCell]] = [(row[0], row[1], row[2]) for row in db.execute(query, asked)]
    return [(message_id, at, body.open_json(message_id)) for message_id, at, body in reversed(rows)]


BROUGHT = (
    select(outbox.c.id)
    .where(
        outbox.c.chat_id == bindparam("chat"),
        outbox.c.subject_id == bindparam("attachment"),
        outbox.c.kind == "reply",
        or_(outbox.c.state == "sent", outbox.c.state == "sending"),
    )
    .limit(1)
)


def brought(db: Db, chat_id: int, attachment_id: int) -> bool:
    """Tells whether an answer in this chat has shown the attachment."""
    return db.execute(BROUGHT, {"chat": chat_id, "attachment": attachment_id}).first() is not None


SENT_ABOUT = select(outbox.c.chat_id, outbox.c.platform_id).where(
    outbox.c.chat_id.in_(bindparam("chats", expanding=True)),
    # by which the index is searched: a chat goes on for years
    outbox.c.id > bindparam("after"),
    outbox.c.created_at > bindparam("since", type_=Instant),
    outbox.c.subject_id == bindparam("about"),
    outbox.c.kind.in_(bindparam("kinds", expanding=True)),
    outbox.c.state == "sent",
    outbox.c.platform_id.is_not(None),
)

SENT_ABOUT_FEW = Prepared(SENT_ABOUT, lists=("chats", "kinds"))


def sent_about(
    db: Db, chat_ids: Sequence[int], subject_id: int, kinds: Sequence[str], lately: timedelta
) -> list[tuple[int, str]]:
    """Lists what these chats have been sent about the subject so lately: the chat, the platform's id."""
    after = Ids.lately(lately)
    keys = {"chats": chat_ids, "after": after, "since": db.now - lately, "about": subject_id, "kinds": kinds}
    few = len(chat_ids) <= FEW
    return [(row[0], row[1]) for row in (SENT_ABOUT_FEW.rows(db, keys) if few else db.execute(SENT_ABOUT, keys))]
