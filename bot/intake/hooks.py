"""Answers webhooks: checks the secret, stores the message, then says 200."""

import hmac
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
import structlog
from aiohttp import web

from bot.intake.bodies import read_whole
from bot.intake.desk import Desk, Unavailable, Unstorable
from bot.intake.reading import NotAnUpdate
from handlers.kit import Incoming

log = structlog.get_logger()
LARGEST = 1024 * 1024
OK = b"{}"
PROBES = (b"", b"{}", b"{ }")
LONGEST_PROBE = 64
Handler = Callable[[web.Request], Awaitable[web.Response]]
Read = Callable[[Any], Incoming | None]


def _nothing_more(_update: Any) -> bytes:
    return OK


def secret_hook(
    desk: Desk, channel: str, *, header: str, secret: str, read: Read, answer: Callable[[Any], bytes] = _nothing_more
) -> Handler:
    """Makes the handler for a platform that sends our secret in a header of every update.

    `read` gives the message in an update, None for what is not meant for us, or raises NotAnUpdate; `answer` gives the
    body of our 200. A probe is answered without the secret.
    """
    expected = secret.encode()

    async def receive(request: web.Request) -> web.Response:
        if await is_probe(request):
            return _answered(OK)
        given = request.headers.get(header, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, expected):
            raise web.HTTPForbidden
        update = await read_body(request)
        try:
            message = read(update)
        except NotAnUpdate as problem:
            await log.awarning("hook.not_an_update", channel=channel, problem=str(problem))
            raise web.HTTPBadRequest from None
        if message is not None:
            await store(desk, message)
        return _answered(answer(update))

    return receive


async def is_probe(request: web.Request) -> bool:
    """Says whether a body is empty or `{}`: so platforms and their consoles try an address before they use it."""
    if not request.can_read_body:
        return True
    if request.content_length is None or request.content_length > LONGEST_PROBE:
        return False
    return (await read_whole(request, LONGEST_PROBE)).strip() in PROBES


def _answered(body: bytes) -> web.Response:
    return web.Response(body=body, content_type="application/json")


async def read_body(request: web.Request) -> Any:
    """Reads a JSON body of at most 1 MiB; 413 for more, 400 for what is no JSON."""
    try:
        return orjson.loads(await read_whole(request, LARGEST))
    except orjson.JSONDecodeError:
        raise web.HTTPBadRequest from None


async def store(desk: Desk, message: Incoming) -> None:
    """Stores a message; 503 when that cannot be now, and the platform brings it again; 400 when it never can."""
    try:
        await desk.accept(message)
    except Unavailable:
        raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"}) from None
    except Unstorable:
        raise web.HTTPBadRequest from None
