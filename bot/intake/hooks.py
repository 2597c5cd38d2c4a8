"""Webhooks: the secret is checked, the message stored, then 200; what is not a message of ours gets a plain answer."""

import hmac
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
import structlog
from aiohttp import web

from bot.intake.desk import Desk, Unavailable, Unstorable
from bot.intake.reading import NotAnUpdate
from handlers.kit import Incoming

log = structlog.get_logger()
LARGEST = 1024 * 1024
OK = b"{}"
Handler = Callable[[web.Request], Awaitable[web.Response]]
Read = Callable[[Any], Incoming | None]


def _nothing_more(_update: Any) -> bytes:
    return OK


def secret_hook(
    desk: Desk, channel: str, *, header: str, secret: str, read: Read, answer: Callable[[Any], bytes] = _nothing_more
) -> Handler:
    """For platforms that send a secret of ours along with every update. An empty body is somebody trying the door."""
    expected = secret.encode()

    async def receive(request: web.Request) -> web.Response:
        if not request.can_read_body:
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


def _answered(body: bytes) -> web.Response:
    return web.Response(body=body, content_type="application/json")


async def read_body(request: web.Request) -> Any:
    if (request.content_length or 0) > LARGEST:
        raise web.HTTPRequestEntityTooLarge(LARGEST, request.content_length or 0)
    try:
        return orjson.loads(await request.read())
    except orjson.JSONDecodeError:
        raise web.HTTPBadRequest from None


async def store(desk: Desk, message: Incoming) -> None:
    """503 when it cannot be stored now: the platform brings it again. 400 when it never will be."""
    try:
        await desk.accept(message)
    except Unavailable:
        raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"}) from None
    except Unstorable:
        raise web.HTTPBadRequest from None
