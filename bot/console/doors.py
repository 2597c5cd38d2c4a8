"""The key of a browser that sits at the desk: a cookie of its own beside that of the chat page."""

import re
import secrets

from aiohttp import web

from bot.web.security import is_https
from rules.web_sessions import IDLE

# browsers take the first over https alone, from this host alone and for the whole of it; see docs/decisions/0024
HOST_COOKIE, PLAIN_COOKIE = "__Host-dh_desk", "dh_desk"
# marks a browser for as long as it asks to come in
HOST_MARK, PLAIN_MARK = "__Host-dh_desk_ask", "dh_desk_ask"
MARKED_FOR = 900
PLACE_COOKIE = "dh_desk_place"
LONGEST_PLACE = 1000
CONSOLE = "/console"
WELL_FORMED = re.compile(r"^[A-Za-z0-9_-]{43}$")
PLACE = re.compile(r"/console(/[A-Za-z0-9_./-]*)?(\?[A-Za-z0-9_.=&%+~-]*)?")


def shown_key(request: web.Request) -> str:
    """Gives the key that the browser shows; empty if it shows none, or what is none of ours."""
    key = request.cookies.get(_name(request), "")
    return key if WELL_FORMED.match(key) else ""


def keep_key(request: web.Request, response: web.StreamResponse, key: str) -> None:
    life = int(IDLE.total_seconds())
    secure = is_https(request)
    response.set_cookie(_name(request), key, max_age=life, path="/", httponly=True, samesite="Lax", secure=secure)


def drop_key(request: web.Request, response: web.StreamResponse) -> None:
    response.del_cookie(_name(request), path="/", httponly=True, samesite="Lax", secure=is_https(request))


def shown_mark(request: web.Request) -> str:
    mark = request.cookies.get(_mark_name(request), "")
    return mark if WELL_FORMED.match(mark) else ""


def mark_of(request: web.Request) -> str:
    """Gives the mark of a browser, a new one if it has none: what it asks for opens in it alone."""
    return shown_mark(request) or secrets.token_urlsafe(32)


def keep_mark(request: web.Request, response: web.StreamResponse, mark: str) -> None:
    secure = is_https(request)
    response.set_cookie(
        _mark_name(request), mark, max_age=MARKED_FOR, path="/", httponly=True, samesite="Lax", secure=secure
    )


def keep_place(request: web.Request, response: web.StreamResponse, back: str) -> None:
    """Has the browser bring along where it was, whichever way its reader comes in."""
    secure, back = is_https(request), back if len(back) < LONGEST_PLACE else CONSOLE
    response.set_cookie(
        PLACE_COOKIE, back, max_age=MARKED_FOR, path=CONSOLE, httponly=True, samesite="Lax", secure=secure
    )


def lead_in(request: web.Request) -> web.Response:
    """Leads whoever has come in to where the browser was before."""
    response = lead(place(request.cookies.get(PLACE_COOKIE, "")))
    response.del_cookie(PLACE_COOKIE, path=CONSOLE, httponly=True, samesite="Lax", secure=is_https(request))
    return response


def _mark_name(request: web.Request) -> str:
    return HOST_MARK if is_https(request) else PLAIN_MARK


def _name(request: web.Request) -> str:
    return HOST_COOKIE if is_https(request) else PLAIN_COOKIE


def place(asked: str) -> str:
    """Gives the place of the desk that somebody is to come back to; its first page for whatever is none of ours."""
    return asked if PLACE.fullmatch(asked) and "//" not in asked and ".." not in asked else CONSOLE


def lead(path: str) -> web.Response:
    return web.Response(status=303, headers={"Location": path})
