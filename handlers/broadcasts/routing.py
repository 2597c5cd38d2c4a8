"""By which way a message to many reaches each of them: foreseen in the dry run, taken when it is put on its way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.kit.deployment import Deployment
from handlers.notify import fallback
from storage import chats, consents, phones
from storage.accounts import Account
from storage.chats import Chat
from storage.database import Db

KIND = "broadcast"
# of a Zalo Official Account: answers are free for so long after somebody's last word, then paid, then refused
FREE, PAID = timedelta(hours=48), timedelta(days=7)
OA, PAID_OA = "zalo_oa", "zalo_oa_paid"
# an approved form of words that invites to read it, by user id or by phone
BY_UID, BY_PHONE = "zbs_uid", "zbs_phone"
CALL, REFUSED = "call", "refused"
CHANNELS = {PAID_OA: OA, BY_UID: "zbs", BY_PHONE: "zbs"}


@dataclass(frozen=True, slots=True)
class Way:
    """`code`: the channel, or one of the names above. `chat`: where the message is put."""

    code: str
    chat: Chat | None = None


def ways(db: Db, deployment: Deployment, readers: Iterable[Account]) -> dict[int, Way]:
    """For each, with one look at their chats, one at what they agreed to, one at the numbers of their records."""
    known = list(readers)
    ids = [reader.id for reader in known]
    said_no = consents.refused(db, ids, "service") if ids else set()
    everywhere = chats.all_of(db, ids) if ids else {}
    with_phone = phones.known_of(db, known) if fallback.by_template(deployment, KIND) else set()
    found = {}
    for reader in known:
        own = everywhere.get(reader.id, [])
        found[reader.id] = (
            Way(REFUSED) if reader.id in said_no else _way(db.now, own, reader.id in with_phone, deployment)
        )
    return found


def _way(now: datetime, own: list[Chat], has_phone: bool, deployment: Deployment) -> Way:
    """The chat last used that the platform lets us write to; else one that waits for its reader; else a template."""
    active = [chat for chat in own if chat.state == "active"]
    for chat in active:
        if code := _code(now, chat):
            return Way(code, chat)
    if any(chat.state == "stopped" for chat in own) and not active:
        return Way(REFUSED)
    waits = active[0] if active else None
    if not fallback.by_template(deployment, KIND) or any(chat.state == "stopped" for chat in own):
        return Way(CALL, waits)
    if any(chat.last_in_at and now - chat.last_in_at <= fallback.KNOWN_FOR for chat in active):
        return Way(BY_UID, waits)
    return Way(BY_PHONE if has_phone else CALL, waits)


def _code(now: datetime, chat: Chat) -> str:
    if chat.channel != OA or chat.last_in_at is None:
        return chat.channel
    silent = now - chat.last_in_at
    if silent > PAID:
        return ""
    return OA if silent <= FREE else PAID_OA
