"""How somebody comes to sit at the desk: by a link from their own chat, or by a key of theirs."""

import re

from handlers.desk.seats import DESK, Seat, desk_roles, seat_of
from handlers.kit.deployment import Deployment
from handlers.linking import desk as links
from handlers.understand.phones import read_phone
from rules.web_sessions import COVERED_AFTER
from storage import access, accounts, chats, desk_tickets, passkeys, sessions, units
from storage.accounts import Account
from storage.database import Db
from storage.passkeys import ACTIVE, ASKED, Passkey

LINK, PASSKEY = "link", "passkey"
# by which somebody real has come; the demo has its own
WAYS = (LINK, PASSKEY)
OF_LINK = (desk_tickets.OF_PAGE, desk_tickets.OF_CHAT)
# how a browser names what it runs on; the first that fits
DEVICES = (
    (re.compile("android", re.IGNORECASE), "android"),
    (re.compile("iphone|ipad", re.IGNORECASE), "iphone"),
    (re.compile("windows", re.IGNORECASE), "windows"),
    (re.compile("mac os", re.IGNORECASE), "mac"),
    (re.compile("linux", re.IGNORECASE), "linux"),
)


def begin(db: Db, account: Account, way: str, before: str = "") -> str:
    """Begins a session of the desk, which is written down; that of the key `before` ends. Gives the cookie's key."""
    leave(db, before)
    chat = chats.desk_of(db, account.id)
    db.audit(account.unit, account.id, "desk.signed_in", account.id, way)
    return sessions.start(db, chat.address, standing=f"{DESK}{way}")


def leave(db: Db, key: str) -> None:
    """Ends the session of this key."""
    session = sessions.look(db, key) if key else None
    if session is None:
        return
    if (seat := seat_of(db, key)) is not None:
        db.audit(seat.account.unit, seat.account.id, "desk.signed_out", seat.account.id)
    sessions.end(db, session.id)


def is_covered(db: Db, seat: Seat) -> bool:
    """Tells whether nobody has touched the desk for so long that it is covered; that of the demo never is."""
    return seat.way in WAYS and seat.used_at < db.now - COVERED_AFTER


def needs_key(seat: Seat) -> bool:
    """Tells whether an admin has come by a link alone, which opens nothing but the page where keys are made."""
    return seat.way == LINK and access.acts(seat.account, "admin")


def acting(db: Db, key: str) -> Seat | None:
    """Finds who sits at the desk and may press and type now; their doing so is noted."""
    seat = seat_of(db, key)
    if seat is None or is_covered(db, seat) or needs_key(seat):
        return None
    sessions.note_use(db, seat.session)
    return seat


def ask_link(db: Db, deployment: Deployment, phone: str, browser: str) -> None:
    """Sends whoever has this number a link in their own chat; the page says the same whether there is anybody."""
    number = read_phone(phone)
    account = accounts.by_phone(db, number) if number else None
    if account is not None and _roles(db, account):
        links.send_link(db, deployment, account, browser)


def is_open(db: Db, secret: str, browser: str) -> bool:
    """Tells whether a link still opens in this browser."""
    return desk_tickets.look(db, secret, OF_LINK, browser) is not None


def open_by_link(db: Db, deployment: Deployment, secret: str, browser: str, agent: str, before: str = "") -> str | None:
    """Begins a session by a link, once, and tells the account's own chat of it; None where it does not open."""
    ticket = desk_tickets.spend(db, secret, OF_LINK, browser)
    account = accounts.get(db, ticket.account_id) if ticket else None
    if account is None or not _roles(db, account):
        db.audit(deployment.unit, None, "desk.refused", None, LINK)
        return None
    key = begin(db, account, LINK, before)
    links.tell_opened(db, deployment, account, device_of(agent))
    return key


def device_of(agent: str) -> str:
    """Names what a browser says it runs on."""
    return next((device for pattern, device in DEVICES if pattern.search(agent)), "other")


def add_key(db: Db, deployment: Deployment, seat: Seat, credential: bytes, public_key: bytes, count: int) -> None:
    """Keeps a key of whoever sits here; an admin's who came by a link waits for the yes from their own chat.

    Raises NotAllowed for an admin who has a key already and did not come with it.
    """
    asks = needs_key(seat)
    if asks and any(key.state == ACTIVE for key in passkeys.of_account(db, seat.account.id)):
        raise access.NotAllowed(f"account {seat.account.id}, a further key")
    key_id = passkeys.add(db, seat.account.id, credential, public_key, count, ASKED if asks else ACTIVE)
    db.audit(seat.account.unit, seat.account.id, "desk.key_added", seat.account.id)
    links.tell_of_key(db, deployment, seat.account, key_id, asks=asks)


def key_of(db: Db, credential: bytes) -> Passkey | None:
    """Finds a key that may open the desk now."""
    key = passkeys.of_credential(db, credential)
    account = accounts.get(db, key.account_id) if key else None
    return key if key and key.state == ACTIVE and account and _roles(db, account) else None


def open_by_key(db: Db, key: Passkey, sign_count: int, before: str = "") -> str | None:
    """Begins a session by a key that has signed; None where it was removed, or its owner closed, while it did."""
    account = accounts.get(db, key.account_id)
    if account is None or key_of(db, key.credential) is None:
        return None
    passkeys.note_use(db, key.id, sign_count)
    return begin(db, account, PASSKEY, before)


def _roles(db: Db, account: Account) -> tuple[str, ...]:
    return desk_roles(account, units.get(db, account.unit)) if access.acts(account) else ()
