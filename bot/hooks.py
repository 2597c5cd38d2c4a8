"""Webhooks: the secret is checked, the message stored, then 200; what is not a message of ours gets a plain answer."""

import hmac
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
import structlog
from aiohttp import web

from bot.channels.telegram_update import NotAnUpdate, read_update
from bot.desk import Desk, Unavailable, Unstorable

log = structlog.get_logger()
LARGEST = 1024 * 1024
HEADER = "X-Telegram-Bot-Api-Secret-Token"
OK = b"{}"
Handler = Callable[[web.Request], Awaitable[web.Response]]


def telegram_hook(desk: Desk, secret: str) -> Handler:
    expected = secret.encode()

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, expected):
            raise web.HTTPForbidden
        update = await read_body(request)
        try:
            message = read_update(update, "telegram")
        except NotAnUpdate as problem:
            await log.awarning("hook.not_an_update", channel="telegram", problem=str(problem))
            raise web.HTTPBadRequest from None
        if message is not None:
            await store(desk, message)
        return web.Response(body=_acknowledged(update), content_type="application/json")

    return receive


def _acknowledged(update: dict[str, Any]) -> bytes:
    """The answer itself stops the little clock on a pressed button: one request less."""
    query = update.get("callback_query")
    if not query:
        return OK
    return orjson.dumps({"method": "answerCallbackQuery", "callback_query_id": str(query.get("id", ""))})


async def read_body(request: web.Request) -> Any:
    if (request.content_length or 0) > LARGEST:
        raise web.HTTPRequestEntityTooLarge(LARGEST, request.content_length or 0)
    try:
        return orjson.loads(await request.read())
    except orjson.JSONDecodeError:
        raise web.HTTPBadRequest from None


async def store(desk: Desk, message: Any) -> None:
    """503 when it cannot be stored now: the platform brings it again. 400 when it never will be."""
    try:
        await desk.accept(message)
    except Unavailable:
        raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"}) from None
    except Unstorable:
        raise web.HTTPBadRequest from None
