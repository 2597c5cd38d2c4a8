"""What the system itself says: a notice to an account, in the reader's words, through the chat that reaches them."""

from collections.abc import Callable, Collection, Iterable, Set
from dataclasses import replace
from datetime import datetime

from handlers.kit.deployment import Deployment
from handlers.kit.messages import Outgoing
from handlers.kit.wording import Wording
from handlers.notify import digest_readers, fallback
from handlers.understand.lock_screen import unsafe_words
from rules import quiet
from rules.notice_kind import REMINDER, REPLY, Kind
from rules.notices import kind_of
from storage import access, accounts, chats, outbox
from storage.accounts import Account
from storage.chats import Chat
from storage.database import Db

OF_OFFICES = {"officer", "admin"}
Telling = Callable[[Wording], Outgoing]


def tell(
    db: Db,
    deployment: Deployment,
    account_id: int,
    kind: str,
    telling: Telling,
    *,
    subject_id: int | None = None,
    can_wait: bool = False,
) -> bool:
    """Writes the notice to the outbox, to leave outside quiet hours unless its kind is urgent.

    `kind` is the id of a row of rules/notices.py, which says the rest. False: nobody could be reached.
    """
    reader = accounts.get(db, account_id)
    if reader is None:
        return False
    return tell_each(db, deployment, [reader], kind, lambda _: telling, subject_id=subject_id, can_wait=can_wait) > 0


def tell_each(
    db: Db,
    deployment: Deployment,
    readers: Iterable[Account],
    kind: str,
    telling_to: Callable[[Account], Telling],
    *,
    subject_id: int | None = None,
    can_wait: bool = False,
) -> int:
    """Writes the notice to several, with one look for their chats, and counts those who get something to read.

    Whoever is not active any more, or holds none of the roles for which the kind is, is left out. `can_wait`: urgent
    as the kind may be, this one leaves as a reminder does.
    """
    row = kind_of(kind)
    addressees = [reader for reader in readers if access.acts(reader) and row.is_for(reader.roles)]
    reaching = chats.reaching(db, [reader.id for reader in addressees])
    joining = _joining(db, deployment, addressees, row)
    for reader in addressees:
        if chat := reaching.get(reader.id):
            wording = Wording.to(deployment.texts, reader)
            out = covered(telling_to(reader)(wording), wording, reader.roles)
            until = joining.get(reader.id)
            put(db, deployment, chat, out, kind, subject_id=subject_id, can_wait=can_wait, not_before=until)
    if row.needs_chat:
        return len(reaching)
    without_chat = [reader for reader in addressees if reader.id not in reaching]
    return len(reaching) + without_chats(db, deployment, without_chat, kind, subject_id=subject_id, can_wait=can_wait)


def _joining(db: Db, deployment: Deployment, readers: Collection[Account], kind: Kind) -> dict[int, datetime]:
    """Maps officer → until when a notice of the night is kept for their digest, which says it with the others."""
    leaves = quiet.earliest_send(db.now, False, deployment.free_days, deployment.quiet)
    if not kind.joins_digest or leaves <= db.now:
        return {}
    return digest_readers.joining(db, deployment, readers, leaves)


def covered(out: Outgoing, wording: Wording, roles: Collection[str] = ()) -> Outgoing:
    """Puts neutral words in front where what fills a sentence would tell too much on a locked phone.

    The sentences themselves are checked by a test; names, offices and what somebody wrote are known only now. Offices
    read of their own, whose phones are theirs to lock.
    """
    if OF_OFFICES & set(roles) or not unsafe_words(out.text):
        return out
    return replace(out, text=f"{wording.text('lock_screen.cover')}\n\n{out.text}")


def tell_admins(db: Db, deployment: Deployment, unit: str, kind: str, telling: Telling) -> None:
    """Writes the notice to those in charge of a unit: what only they can mend."""
    tell_each(db, deployment, accounts.with_role(db, unit, "admin"), kind, lambda _: telling)


def put(
    db: Db,
    deployment: Deployment,
    chat: Chat,
    out: Outgoing,
    kind: str,
    *,
    subject_id: int | None = None,
    ends_at: datetime | None = None,
    can_wait: bool = False,
    not_before: datetime | None = None,
) -> int:
    """Writes a notice for one chat and gives its id. `ends_at`: where the matter itself sets an end."""
    lane, leaves, end = _times(db, deployment, kind_of(kind), ends_at, can_wait)
    return outbox.put(
        db,
        chat,
        out.to_json(),
        lane=lane,
        kind=kind,
        not_before=not_before or leaves,
        expires_at=end,
        subject_id=subject_id,
    )


def without_chats(
    db: Db,
    deployment: Deployment,
    readers: Iterable[Account],
    kind: str,
    *,
    subject_id: int | None = None,
    ends_at: datetime | None = None,
    can_wait: bool = False,
) -> int:
    """Tells those whom no chat reaches, and counts those who get it as a template. Never silently nowhere."""
    lane, leaves, end = _times(db, deployment, kind_of(kind), ends_at, can_wait)
    return fallback.reach(db, deployment, readers, fallback.Notice(kind, lane, leaves, end, subject_id))


def _times(
    db: Db, deployment: Deployment, kind: Kind, ends_at: datetime | None, can_wait: bool
) -> tuple[int, datetime, datetime]:
    """Gives the lane, when it may leave, and until when it makes sense."""
    lane = max(kind.lane, REMINDER) if can_wait else kind.lane
    leaves = quiet.earliest_send(db.now, lane <= REPLY, deployment.free_days, deployment.quiet)
    return lane, leaves, ends_at or kind.ends_at(leaves)


def reachable(db: Db, account_id: int, *, but: Set[int] = frozenset()) -> Chat | None:
    """Finds the chat last used that can still be reached."""
    return next(
        (chat for chat in chats.of_account(db, account_id) if chat.state == "active" and chat.id not in but), None
    )
