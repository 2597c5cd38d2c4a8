"""Tickets to the desk: one-time links, and what passkeys are to sign; of each only the hash is stored."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, LargeBinary, String, Table, bindparam, delete, func, select

from rules.web_sessions import LINKS_WITHIN, TICKET_LIFE
from storage.columns import Id, Instant
from storage.database import Db, metadata

# a link asked for on the page opens in that browser alone; one asked for in the chat in any
OF_PAGE, OF_CHAT = "page", "chat"
TO_SIGN, TO_REGISTER = "sign", "register"
BYTES = 32
desk_tickets = Table(
    "desk_tickets",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("kind", String(8), nullable=False),
    Column("account_id", BigInteger),
    Column("proof", LargeBinary, nullable=False, unique=True),
    Column("browser", LargeBinary),
    Column("made_at", Instant, nullable=False),
    Index("ix_desk_tickets_account", "account_id", "made_at"),
)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket. `account_id` is None for what a passkey signs before it is known whose it is."""

    id: int
    kind: str
    account_id: int | None
    browser: bytes | None
    made_at: datetime


COLUMNS = (
    desk_tickets.c.id,
    desk_tickets.c.kind,
    desk_tickets.c.account_id,
    desk_tickets.c.browser,
    desk_tickets.c.made_at,
)
BY_SECRET = select(*COLUMNS).where(
    desk_tickets.c.proof == bindparam("proof"), desk_tickets.c.made_at > bindparam("since", type_=Instant)
)
LATELY = (
    select(func.count())
    .select_from(desk_tickets)
    .where(
        desk_tickets.c.account_id == bindparam("account"),
        desk_tickets.c.made_at > bindparam("since", type_=Instant),
        desk_tickets.c.kind == OF_PAGE,
    )
)


def issue(db: Db, kind: str, *, account_id: int | None = None, browser: str = "") -> str:
    """Makes a ticket for one use and gives its secret; with `browser`, for that browser's mark alone."""
    secret = secrets.token_urlsafe(BYTES)
    row = {
        "id": db.new_id(),
        "kind": kind,
        "account_id": account_id,
        "proof": _hash(secret),
        "browser": _hash(browser) if browser else None,
        "made_at": db.now,
    }
    db.execute(desk_tickets.insert(), row)
    return secret


def look(db: Db, secret: str, kinds: Collection[str], browser: str) -> Ticket | None:
    """Finds a ticket that this browser may still use; None if there is none."""
    row = db.execute(BY_SECRET, {"proof": _hash(secret), "since": db.now - TICKET_LIFE}).first()
    ticket = Ticket(*row) if row else None
    if ticket is None or ticket.kind not in kinds:
        return None
    return ticket if ticket.browser in (None, _hash(browser)) else None


def spend(db: Db, secret: str, kinds: Collection[str], browser: str) -> Ticket | None:
    """Uses a ticket up; None if it cannot be used, or another has just done so."""
    ticket = look(db, secret, kinds, browser)
    if ticket is None:
        return None
    is_gone = db.execute(delete(desk_tickets).where(desk_tickets.c.id == ticket.id)).rowcount == 1
    return ticket if is_gone else None


def links_lately(db: Db, account_id: int) -> int:
    """Counts the links asked for on pages that the account was sent a short while ago and has not used."""
    return int(db.execute(LATELY, {"account": account_id, "since": db.now - LINKS_WITHIN}).scalar_one())


def end_all(db: Db, account_id: int) -> None:
    """Ends every ticket of an account."""
    db.execute(delete(desk_tickets).where(desk_tickets.c.account_id == account_id))


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
