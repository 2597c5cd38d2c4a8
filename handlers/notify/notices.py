"""What the system itself says: a notice to an account, in the reader's words, through the chat that reaches them."""

from collections.abc import Callable, Iterable, Set
from datetime import datetime, timedelta

from handlers.kit.deployment import Deployment
from handlers.kit.messages import Outgoing
from handlers.kit.wording import Wording
from handlers.notify import fallback
from rules import delivery, quiet
from storage import accounts, chats, outbox
from storage.accounts import Account
from storage.chats import Chat
from storage.database import Db

ALERT, REPLY, REMINDER, BROADCAST = outbox.ALERT, outbox.REPLY, outbox.REMINDER, outbox.BROADCAST
Telling = Callable[[Wording], Outgoing]


def tell(
    db: Db,
    deployment: Deployment,
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
    told = tell_each(
        db, deployment, [reader], kind, lambda _: telling, lane=lane, subject_id=subject_id, expires=expires
    )
    return told > 0


def tell_each(
    db: Db,
    deployment: Deployment,
    readers: Iterable[Account],
    kind: str,
    telling_to: Callable[[Account], Telling],
    *,
    lane: int = REMINDER,
    subject_id: int | None = None,
    expires: timedelta | None = None,
) -> int:
    """The notice to several, with one look for their chats. Says how many of them get something to read."""
    known = [reader for reader in readers if reader.status == "active"]
    reaching = chats.reaching(db, [reader.id for reader in known])
    alone = []
    for reader in known:
        chat = reaching.get(reader.id)
        if chat is None:
            alone.append(reader)
            continue
        out = telling_to(reader)(Wording.to(deployment.texts, reader))
        put(db, deployment, chat, out, kind, lane=lane, subject_id=subject_id, expires=expires)
    told = without_chats(db, deployment, alone, kind, lane=lane, subject_id=subject_id, expires=expires)
    return len(reaching) + told


def tell_admins(db: Db, deployment: Deployment, unit: str, kind: str, telling: Telling) -> None:
    """At once, whatever the hour: what only they can mend."""
    admins = accounts.with_role(db, unit, "admin")
    tell_each(db, deployment, admins, kind, lambda _: telling, lane=ALERT)


def put(
    db: Db,
    deployment: Deployment,
    chat: Chat,
    out: Outgoing,
    kind: str,
    *,
    lane: int,
    subject_id: int | None = None,
    expires: timedelta | None = None,
) -> None:
    start, end = _times(db, deployment, kind, lane, expires)
    outbox.put(db, chat, out.to_json(), lane=lane, kind=kind, not_before=start, expires_at=end, subject_id=subject_id)


def _times(
    db: Db, deployment: Deployment, kind: str, lane: int, expires: timedelta | None
) -> tuple[datetime, datetime]:
    """When it may leave, and until when it makes sense."""
    start = quiet.earliest_send(db.now, lane <= REPLY, deployment.free_days)
    return start, start + (expires or delivery.expiry(kind))


def without_chats(
    db: Db,
    deployment: Deployment,
    readers: Iterable[Account],
    kind: str,
    *,
    lane: int = REMINDER,
    subject_id: int | None = None,
    expires: timedelta | None = None,
) -> int:
    """For those whom no chat reaches; says how many get it as a template. Never silently nowhere."""
    start, end = _times(db, deployment, kind, lane, expires)
    return fallback.reach(db, deployment, readers, fallback.Notice(kind, lane, start, end, subject_id))


def reachable(db: Db, account_id: int, *, but: Set[int] = frozenset()) -> Chat | None:
    """The chat last used that can still be reached."""
    return next(
        (chat for chat in chats.of_account(db, account_id) if chat.state == "active" and chat.id not in but), None
    )
