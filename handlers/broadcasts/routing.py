"""By which way a message to many reaches each of them: counted in the dry run, taken when it is put on its way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.kit.deployment import Deployment
from handlers.notify import fallback
from rules.channel_limits import ChannelLimits
from storage import chats, consents, phones
from storage.accounts import Account
from storage.chats import Chat
from storage.database import Db

KIND = "broadcast"
OA, PAID_OA = "zalo_oa", "zalo_oa_paid"
# an approved form of words that invites to read it, by user id or by phone
BY_UID, BY_PHONE = "zbs_uid", "zbs_phone"
CALL, REFUSED = "call", "refused"
CHANNELS = {PAID_OA: OA, BY_UID: "zbs", BY_PHONE: "zbs"}


@dataclass(frozen=True, slots=True)
class Way:
    """The way by which somebody is reached.

    `code`: the channel, or one of the names above. `chat`: where the message is put.
    """

    code: str
    chat: Chat | None = None


def ways(db: Db, deployment: Deployment, readers: Iterable[Account]) -> dict[int, Way]:
    """Finds the way to each, with one look at all chats, one at the consents, one at the records' numbers."""
    all_readers = list(readers)
    ids = [reader.id for reader in all_readers]
    said_no = consents.refused(db, ids, "service") if ids else set()
    everywhere = chats.all_of(db, ids) if ids else {}
    with_phone = phones.known_of(db, all_readers) if fallback.by_template(deployment, KIND) else set()
    by_reader = {}
    for reader in all_readers:
        own_chats = everywhere.get(reader.id, [])
        by_reader[reader.id] = (
            Way(REFUSED) if reader.id in said_no else _way(db.now, own_chats, reader.id in with_phone, deployment)
        )
    return by_reader


def _way(now: datetime, own_chats: list[Chat], has_phone: bool, deployment: Deployment) -> Way:
    """Picks the chat last used that is open to us; else one that waits for its reader; else a template."""
    active = [chat for chat in own_chats if chat.state == "active"]
    for chat in active:
        if code := _code(now, chat, deployment.limits_of(chat.channel)):
            return Way(code, chat)
    if any(chat.state == "stopped" for chat in own_chats) and not active:
        return Way(REFUSED)
    waits = active[0] if active else None
    templates = deployment.limits_of(fallback.CHANNEL)
    if not fallback.by_template(deployment, KIND) or any(chat.state == "stopped" for chat in own_chats):
        return Way(CALL, waits)
    if any(chat.last_in_at and _is_within(now - chat.last_in_at, templates.open_for) for chat in active):
        return Way(BY_UID, waits)
    return Way(BY_PHONE if has_phone else CALL, waits)


def _code(now: datetime, chat: Chat, limits: ChannelLimits) -> str:
    """Gives the code of a way by this chat, "" where its platform takes nothing more of us."""
    if chat.last_in_at is None:
        return chat.channel
    silent = now - chat.last_in_at
    if not _is_within(silent, limits.open_for):
        return ""
    return chat.channel if _is_within(silent, limits.free_for) else PAID_OA


def _is_within(silent: timedelta, longest: timedelta | None) -> bool:
    return longest is None or silent <= longest
