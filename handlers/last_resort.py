"""When no chat reaches somebody: a form of words that Zalo has approved, by user id, by phone; else the call list."""

from collections.abc import Iterable, Set
from datetime import datetime, timedelta

from handlers import templates
from handlers.book import Book
from handlers.dialogue.messages import Outgoing
from handlers.wording import Wording
from storage import accounts, alerts, call_list, chats, due, outbox, persons
from storage.accounts import Account
from storage.chats import Chat
from storage.database import Db
from storage.due import Planned

CHANNEL, SPEAKS_FOR = "zbs", "zalo_oa"
UNREACHABLE = "unreachable"
# a message to many may miss many at once: that is a list to work through, not so many alarms
MISSES_MANY = ("broadcast",)
ABOUT_ALERTS = ("alert", "alert_news")
# so long after somebody's last word Zalo takes templates by user id
KNOWN_FOR = timedelta(days=365)
# one that is paid for says all there is to say of its kind that day
ONE_IS_ENOUGH = timedelta(hours=20)


def reach(
    db: Db,
    book: Book,
    readers: Iterable[Account],
    kind: str,
    *,
    lane: int,
    not_before: datetime,
    expires_at: datetime,
    subject_id: int | None = None,
    tried: Set[int] = frozenset(),
    listed: bool = False,
) -> int:
    """Says how many get a template; the others are on the call list, where they are not `listed` already."""
    wanted = list(readers)
    is_on = bool(wanted) and SPEAKS_FOR in book.addresses
    known = chats.all_of(db, [reader.id for reader in wanted]) if is_on else {}
    number = _number(db, kind, subject_id) if is_on else ""
    left = []
    for reader in wanted:
        ways = _ways(db, reader, known.get(reader.id, []), tried) if is_on else []
        wording = Wording.to(book.texts, reader)
        out = templates.written(book, wording, reader, kind, not_before, number=number) if ways else None
        if out is None:
            left.append(reader)
            continue
        way = ways[0]
        if lane > outbox.ALERT and outbox.is_told(db, way.id, kind, db.now - ONE_IS_ENOUGH):
            continue
        outbox.put(
            db,
            way,
            carried(out, tried),
            lane=lane,
            kind=kind,
            not_before=not_before,
            expires_at=expires_at,
            subject_id=subject_id,
        )
    if not listed:
        call(db, left, kind)
    return len(wanted) - len(left)


def carried(out: Outgoing, tried: Set[int]) -> dict[str, object]:
    """A message that knows which chats it was tried in, so that it never goes round in a circle."""
    return {**out.to_json(), "tried": sorted(tried)}


def call(db: Db, readers: Iterable[Account], kind: str) -> None:
    """Never silently nowhere: the commune's officers have them on their list, and hear of those in their care."""
    wanted = list(readers)
    if not wanted:
        return
    call_list.put_all(db, [(reader.unit, reader.id) for reader in wanted], reason=kind)
    if kind in MISSES_MANY:
        return
    in_care = persons.by_accounts(db, [reader.id for reader in wanted if "person" in reader.roles])
    period = db.today.isoformat()
    due.plan_many(
        db,
        [Planned(UNREACHABLE, one.id, period, db.now, one.unit) for one in in_care if one.status == "managed"],
    )


def _number(db: Db, kind: str, subject_id: int | None) -> str:
    alert = alerts.get(db, subject_id) if subject_id and kind in ABOUT_ALERTS else None
    return str(alert.number) if alert else ""


def _ways(db: Db, reader: Account, known: list[Chat], tried: Set[int]) -> list[Chat]:
    """Nobody who told us to stop gets them."""
    if any(chat.state == "stopped" for chat in known):
        return []
    since = db.now - KNOWN_FOR
    addresses = [
        f"uid:{chat.address}"
        for chat in known
        if chat.channel == SPEAKS_FOR and chat.state == "active" and chat.last_in_at and chat.last_in_at > since
    ]
    if phone_of(db, reader):
        addresses.append(f"phone:{reader.id}")
    found = (chats.for_templates(db, CHANNEL, address, reader.id) for address in addresses)
    return [way for way in found if way.state == "template" and way.id not in tried]


def phone_of(db: Db, account: Account) -> str | None:
    """The account's own number, or the one the commune knows of the person."""
    if account.phone or "person" not in account.roles:
        return account.phone
    person = persons.by_account(db, account.id)
    return person.phone if person else None


def account_of(address: str) -> int | None:
    """Whose number an address stands for; None if it is a user id."""
    kind, _, rest = address.partition(":")
    return int(rest) if kind == "phone" and rest.isdigit() else None


def phone_behind(db: Db, address: str) -> str | None:
    account = accounts.get(db, account_of(address) or 0)
    return phone_of(db, account) if account else None
