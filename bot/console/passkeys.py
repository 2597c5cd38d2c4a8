"""Passkeys of the desk: what a browser is to sign, and what it has signed."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.console import door_limits
from bot.console.doors import CONSOLE, keep_key, keep_mark, mark_of, place, shown_key, shown_mark
from bot.console.frame import FRAME
from bot.web.forms import read_json
from bot.web.pages import json_answer
from bot.web.reading import WRITE
from bot.web.security import PUBLIC_URL
from handlers.desk import passkeys, signing_in
from handlers.desk.seats import Seat
from storage import access


def add_passkeys(app: web.Application) -> None:
    app.router.add_post(f"{CONSOLE}/passkey/make", post_make)
    app.router.add_post(f"{CONSOLE}/passkey/made", post_made)
    app.router.add_post(f"{CONSOLE}/passkey/sign", post_sign)
    app.router.add_post(f"{CONSOLE}/passkey/signed", post_signed)


async def _write(request: web.Request, work: Callable[[Any], Any]) -> Any:
    """Runs the work where what it puts in the outbox leaves at once, and gives its result."""
    results: list[Any] = []
    await request.config_dict[WRITE](lambda db: results.append(work(db)))
    return results[-1] if results else None


def _origin(request: web.Request) -> str:
    """Gives the address at which browsers know us."""
    public = request.config_dict[PUBLIC_URL].rstrip("/")
    is_public = bool(public) and urlsplit(public).netloc.lower() == request.host.lower()
    return public if is_public else f"{request.scheme}://{request.host}"


def _host(request: web.Request) -> str:
    return urlsplit(_origin(request)).hostname or ""


async def post_make(request: web.Request) -> web.Response:
    """Gives what a new key of whoever sits here is made of."""
    from bot.console import ceremonies

    key, mark = shown_key(request), mark_of(request)
    making = await _write(request, lambda db: passkeys.begin_making(db, key, mark))
    if making is None:
        raise web.HTTPForbidden
    seat, secret, others = making
    assert isinstance(seat, Seat)
    response = json_answer(ceremonies.to_make(seat, _host(request), secret, others))
    keep_mark(request, response, mark)
    return response


async def post_made(request: web.Request) -> web.Response:
    """Keeps the key that was made; says whether it waits for a yes from the owner's own chat."""
    from bot.console import ceremonies

    credential = await read_json(request)
    key, mark, secret = shown_key(request), shown_mark(request), _challenge(credential)
    deployment = request.config_dict[FRAME].deployment
    try:
        told = ceremonies.made(credential, _host(request), _origin(request), secret)
        kept = await _write(request, lambda db: passkeys.keep(db, deployment, key, mark, secret, *told))
    except access.NotAllowed:
        raise web.HTTPForbidden from None
    if not kept:
        raise web.HTTPForbidden
    return json_answer({"location": f"{CONSOLE}/devices"})


async def post_sign(request: web.Request) -> web.Response:
    """Gives what a key is to sign, whoever's it is."""
    from bot.console import ceremonies

    mark = shown_mark(request)
    if not mark:
        raise web.HTTPForbidden
    door_limits.count(request)
    secret = await _write(request, lambda db: passkeys.begin_signing(db, mark))
    return json_answer(ceremonies.to_sign(_host(request), secret))


async def post_signed(request: web.Request) -> web.Response:
    """Opens the desk to whoever's key has signed."""
    from bot.console import ceremonies

    credential = await read_json(request)
    secret, mark, before = _challenge(credential), shown_mark(request), shown_key(request)
    named = _bytes(credential.get("rawId"))
    stored_key = await _write(request, lambda db: passkeys.spend_signing(db, secret, mark, named))
    if stored_key is None:
        raise web.HTTPForbidden
    try:
        count = ceremonies.signed(
            credential, _host(request), _origin(request), secret, stored_key.public_key, stored_key.sign_count
        )
    except access.NotAllowed:
        raise web.HTTPForbidden from None
    fresh = await _write(request, lambda db: signing_in.open_by_key(db, stored_key, count, before))
    if fresh is None:
        raise web.HTTPForbidden
    response = json_answer({"location": place(request.query.get("back", ""))})
    keep_key(request, response, fresh)
    return response


def _challenge(credential: dict[str, Any]) -> str:
    """Reads which ticket the browser has signed; raises 400 for what is no answer of a key."""
    told = credential.get("response")
    try:
        said = json.loads(_bytes(told.get("clientDataJSON") if isinstance(told, dict) else None))
        return _bytes(said["challenge"]).decode("ascii")
    except (ValueError, KeyError, TypeError):
        raise web.HTTPBadRequest from None


def _bytes(said: object) -> bytes:
    if not isinstance(said, str):
        raise web.HTTPBadRequest
    try:
        return urlsafe_b64decode(said + "=" * (-len(said) % 4))
    except ValueError:
        raise web.HTTPBadRequest from None
