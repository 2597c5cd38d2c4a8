"""A message that could not be delivered: another chat, else the call list. Never silently nowhere."""

from handlers import closed_chats, notices
from handlers.book import Book
from storage import accounts, chats, departures, outbox
from storage.chats import Chat
from storage.database import Db
from storage.departures import Sending


def settle(db: Db, book: Book, sending: Sending, code: str, *, gone: bool) -> None:
    """Ends the message with its cause. `gone`: the chat cannot be reached at all any more."""
    departures.end(db, sending.id, "dead", code)
    chat = chats.get(db, sending.chat_id)
    reader = accounts.get(db, sending.account_id) if sending.account_id else None
    unit = reader.unit if reader else book.unit
    closed = gone and chat is not None and closed_chats.close(db, book, chat, reader, closed_chats.BLOCKED, unit)
    if reader is None or sending.kind in ("reply", "apology"):
        return
    other = notices.reachable(db, reader.id, but=frozenset({sending.chat_id}))
    if other is not None:
        _copy(db, sending, other)
    elif not closed:
        notices.unreachable(db, reader, sending.kind)


def _copy(db: Db, sending: Sending, other: Chat) -> None:
    outbox.put(
        db,
        other,
        sending.body,
        lane=sending.lane,
        kind=sending.kind,
        expires_at=sending.expires_at,
        subject_id=sending.subject_id,
    )
