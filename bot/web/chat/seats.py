"""Whose chat a request speaks for: a browser by its cookie, or a phone of the demo by who holds it."""

import hashlib
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from bot.web.security import YEAR, is_https

COOKIE = "dh_chat"
CHAT = "/chat"
WELL_FORMED = re.compile(r"^[A-Za-z0-9_-]{43}$")


@dataclass(frozen=True, slots=True)
class Seat:
    """`base` is where its pages are; `address` its address on the channel; `alone` means not in the demo's frame."""

    base: str
    address: str
    alone: bool

    @property
    def tag(self) -> str:
        """Tells the page whether it still speaks for the chat it was opened for."""
        return self.address[:12]


Seating = Callable[[web.Request], Awaitable[Seat]]


async def browser_seat(request: web.Request) -> Seat:
    cookie = request.cookies.get(COOKIE, "")
    if not WELL_FORMED.match(cookie):
        raise web.HTTPConflict
    return seat_of(cookie)


def seat_of(cookie: str) -> Seat:
    """Finds the seat by the hash of the cookie, all that is stored: reading it lets nobody speak as another."""
    return Seat(CHAT, hashlib.sha256(cookie.encode()).hexdigest(), alone=True)


def fresh_cookie(request: web.Request) -> str:
    cookie = request.cookies.get(COOKIE, "")
    return cookie if WELL_FORMED.match(cookie) else secrets.token_urlsafe(32)


def keep_cookie(request: web.Request, response: web.Response, cookie: str) -> None:
    response.set_cookie(
        COOKIE, cookie, max_age=YEAR, path=CHAT, httponly=True, samesite="Lax", secure=is_https(request)
    )
