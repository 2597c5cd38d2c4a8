"""A message that could not be delivered: another chat, else the call list. Never silently nowhere."""

from handlers import notices
from handlers.book import Book
from handlers.dialogue import Outgoing
from handlers.wording import Wording
from storage import accounts, chats, departures, outbox
from storage.accounts import Account
from storage.chats import Chat
from storage.database import Db
from storage.departures import Sending


def settle(db: Db, book: Book, sending: Sending, code: str, *, gone: bool) -> None:
    """Ends the message with its cause. `gone`: the chat cannot be reached at all any more."""
    departures.end(db, sending.id, "dead", code)
    chat = chats.get(db, sending.chat_id)
    reader = accounts.get(db, sending.account_id) if sending.account_id else None
    if gone and chat is not None and chats.set_state(db, chat.id, "blocked") and reader is not None:
        tell_chat_closed(db, book, reader)
    if reader is not None and sending.kind not in ("reply", "apology"):
        _otherwise(db, book, sending, reader)


def _otherwise(db: Db, book: Book, sending: Sending, reader: Account) -> None:
    other = notices.reachable(db, reader.id, but=frozenset({sending.chat_id}))
    if other is None:
        notices.unreachable(db, reader, sending.kind)
        return
    _copy(db, sending, other)


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


def tell_chat_closed(db: Db, book: Book, reader: Account) -> None:
    """The responsible officers learn that a way to this account is gone; the name stands behind the call list."""
    db.audit(reader.unit, None, "chat.closed", reader.id)
    key = "notice.chat_blocked_elsewhere" if notices.reachable(db, reader.id) else "notice.chat_blocked"

    def telling(wording: Wording) -> Outgoing:
        return Outgoing(wording.text(key, who=wording.called(reader)))

    for officer in accounts.officers_of(db, reader.unit):
        if officer.id != reader.id:
            notices.tell(db, book, officer.id, "chat_closed", telling, subject_id=reader.id)
