"""Whose chat a request speaks for: a browser by its session, or a phone of the demo by who holds it."""

import hashlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from bot.web.reading import read
from bot.web.security import is_https
from handlers.desk.seats import DESK
from rules.web_sessions import IDLE
from storage import accounts, chats, sessions
from storage.database import Db
from storage.sessions import Session

# browsers take the first over https alone, from this host alone and for the whole of it; see docs/decisions/0024
HOST_COOKIE, PLAIN_COOKIE = "__Host-dh_session", "dh_session"
# of before there were sessions: its hash was the chat's address
OLD_COOKIE = "dh_chat"
CHAT = "/chat"
WELL_FORMED = re.compile(r"^[A-Za-z0-9_-]{43}$")
SESSION: web.RequestKey[Session] = web.RequestKey("session", Session)


@dataclass(frozen=True, slots=True)
class Seat:
    """`base` is where its pages are; `address` its address on the channel; `alone` means not in the demo's frame.

    `proof`: of the session's key; empty for a phone of the demo.
    """

    base: str
    address: str
    alone: bool
    proof: bytes = b""

    @property
    def tag(self) -> str:
        """Tells the page whether it still speaks for the chat it was opened for."""
        return self.address[:12]


Seating = Callable[[web.Request], Awaitable[Seat]]
NOBODYS = Seat(CHAT, "", alone=True)


async def browser_seat(request: web.Request) -> Seat:
    """Finds the seat of the session, or raises 409: there is none, it has ended, or nobody came for a month."""
    session = await session_of(request)
    if session is None:
        raise web.HTTPConflict
    request[SESSION] = session
    return _seat_of(session)


async def session_of(request: web.Request) -> Session | None:
    key = _shown_key(request)
    return await read(request, lambda db: _of_chat(db, key)) if key else None


def _of_chat(db: Db, key: str) -> Session | None:
    """Finds the session of a key, but of the desk: there is more to be asked there than a key."""
    session = sessions.find(db, key)
    return session if session and not session.standing.startswith(DESK) else None


async def first_seat(request: web.Request) -> tuple[Seat, str]:
    """Finds the seat of whoever opens the page, or makes one; with it comes the key for the cookie."""
    shown, old = _shown_key(request), request.cookies.get(OLD_COOKIE, "")

    def find_or_start(db: Db) -> tuple[Session | None, str]:
        key = shown
        session = _of_chat(db, key) if key else None
        if session is None:
            key = (_carried_over(db, old) if WELL_FORMED.match(old) else None) or sessions.start(db)
            session = sessions.find(db, key)
        return session, key

    session, key = await read(request, find_or_start)
    assert session is not None
    return _seat_of(session), key


def _carried_over(db: Db, old: str) -> str | None:
    """Begins a session for the chat of an old cookie, once: the chat moves to an address that no cookie leads to."""
    address = hashlib.sha256(old.encode()).hexdigest()
    chat = chats.at(db, "web", address)
    if chat is None or chat.last_in_at is None or chat.last_in_at <= db.now - IDLE:
        return None
    fresh = sessions.fresh_address()
    return sessions.start(db, fresh) if chats.move(db, chat, fresh) else None


def _seat_of(session: Session) -> Seat:
    return Seat(CHAT, session.address, alone=True, proof=session.proof)


def _shown_key(request: web.Request) -> str:
    key = request.cookies.get(_cookie(request), "")
    return key if WELL_FORMED.match(key) else ""


def _cookie(request: web.Request) -> str:
    return HOST_COOKIE if is_https(request) else PLAIN_COOKIE


async def keep_signed_in(request: web.Request, response: web.StreamResponse) -> None:
    """Gives a new key when the chat speaks for another, or with other roles, than before; lengthens the cookie's life.

    Only what is sent changes the key, never a look: whoever merely copied a cookie is not handed the next one.
    """
    session = request.get(SESSION)
    if session is None or response.prepared:
        return
    key = await read(request, lambda db: _renewed(db, session)) if request.method == "POST" else None
    if key is None and session.noted:
        key = _shown_key(request)
    if key:
        keep_cookie(request, response, key)


def _renewed(db: Db, session: Session) -> str | None:
    standing = _standing_at(db, session.address)
    return sessions.renew(db, session.id, standing) if standing != session.standing else None


def _standing_at(db: Db, address: str) -> str:
    chat = chats.at(db, "web", address)
    account = accounts.get(db, chat.account_id) if chat else None
    return f"{account.id}:{','.join(account.roles)}" if account else ""


def keep_cookie(request: web.Request, response: web.StreamResponse, key: str) -> None:
    response.set_cookie(
        _cookie(request),
        key,
        max_age=int(IDLE.total_seconds()),
        path="/",
        httponly=True,
        samesite="Lax",
        secure=is_https(request),
    )
    if OLD_COOKIE in request.cookies:
        response.del_cookie(OLD_COOKIE, path=CHAT)


def drop_cookie(request: web.Request, response: web.StreamResponse) -> None:
    response.del_cookie(_cookie(request), path="/", httponly=True, samesite="Lax", secure=is_https(request))
    response.del_cookie(OLD_COOKIE, path=CHAT)
