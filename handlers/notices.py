"""What the system itself says: a notice to an account, in the reader's words, through the chat that reaches them."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from handlers.book import Book
from handlers.dialogue.messages import Outgoing
from handlers.wording import Wording
from rules import delivery, quiet
from storage import accounts, call_list, chats, outbox
from storage.accounts import Account
from storage.chats import Chat
from storage.database import Db

ALERT, REPLY, REMINDER, BROADCAST = outbox.ALERT, outbox.REPLY, outbox.REMINDER, outbox.BROADCAST
Telling = Callable[[Wording], Outgoing]


def tell(
    db: Db,
    book: Book,
    account_id: int,
    kind: str,
    telling: Telling,
    *,
    lane: int = REMINDER,
    subject_id: int | None = None,
    expires: timedelta | None = None,
) -> bool:
    """Writes the notice to the outbox, outside quiet hours unless it is an alert. False: nobody could be reached."""
    reader = accounts.get(db, account_id)
    if reader is None:
        return False
    told = tell_each(db, book, [reader], kind, lambda _: telling, lane=lane, subject_id=subject_id, expires=expires)
    return told > 0


def tell_each(
    db: Db,
    book: Book,
    readers: Iterable[Account],
    kind: str,
    telling_to: Callable[[Account], Telling],
    *,
    lane: int = REMINDER,
    subject_id: int | None = None,
    expires: timedelta | None = None,
) -> int:
    """The notice to several, with one look for their chats. Says how many of them can be reached."""
    known = [reader for reader in readers if reader.status == "active"]
    reaching = chats.reaching(db, [reader.id for reader in known])
    for reader in known:
        chat = reaching.get(reader.id)
        if chat is None:
            unreachable(db, reader, kind)
            continue
        out = telling_to(reader)(Wording.to(book.texts, reader))
        put(db, book, chat, out, kind, lane=lane, subject_id=subject_id, expires=expires)
    return len(reaching)


def put(
    db: Db,
    book: Book,
    chat: Chat,
    out: Outgoing,
    kind: str,
    *,
    lane: int,
    subject_id: int | None = None,
    expires: timedelta | None = None,
) -> None:
    start = quiet.earliest_send(db.now, lane <= REPLY, book.free_days)
    end = start + (expires or delivery.expiry(kind))
    outbox.put(db, chat, out.to_json(), lane=lane, kind=kind, not_before=start, expires_at=end, subject_id=subject_id)


def reachable(db: Db, account_id: int, *, but: frozenset[int] = frozenset()) -> Chat | None:
    """The chat last used that can still be reached."""
    return next(
        (chat for chat in chats.of_account(db, account_id) if chat.state == "active" and chat.id not in but), None
    )


def unreachable(db: Db, reader: Account, kind: str) -> None:
    """Never silently nowhere: the account goes on the commune's call list."""
    call_list.put(db, unit=reader.unit, account_id=reader.id, reason=kind)
