"""Photos and voice notes sent by a page: read within a size, known by their first bytes, handed on by reference."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web

from bot.intake.bodies import Share, held_by
from bot.web.chat import allowance
from bot.web.chat.messages import incoming, store, taken
from bot.web.chat.seats import Seat
from bot.web.forms import MOST_FIELDS, next_part, open_parts, read_chunk, read_part
from bot.web.reading import STORE, WEB_CHAT
from bot.web.refusals import Refused
from handlers.kit.messages import Media
from rules.uploads import LARGEST

FIELDS_LONGEST = 24_000


@dataclass(slots=True)
class Form:
    """What a page sent; `refused`: why its file was not read."""

    fields: dict[str, Any] = field(default_factory=dict)
    file: bytes = b""
    refused: Refused | None = None


def kind_of(content: bytes) -> Literal["photo", "voice"] | None:
    """Tells photo or voice by the first bytes; the name and type that the browser claims count for nothing."""
    start, brand = content[:4], content[8:12]
    if start[:3] == b"\xff\xd8\xff" or content[:8] == b"\x89PNG\r\n\x1a\n" or (start == b"RIFF" and brand == b"WEBP"):
        return "photo"
    if start in (b"\x1aE\xdf\xa3", b"OggS") or start[:3] == b"ID3" or (start == b"RIFF" and brand == b"WAVE"):
        return "voice"
    if content[4:8] == b"ftyp":
        return "photo" if brand in (b"heic", b"heix", b"mif1", b"avif") else "voice"
    return None


async def read_form(request: web.Request, seat: Seat, share: Share) -> Form:
    """Reads the fields and the file of a multipart form, each within its size; no file that may not come now."""
    declared = request.content_length or 0
    if declared > LARGEST + FIELDS_LONGEST * 8:
        raise web.HTTPRequestEntityTooLarge(LARGEST, declared)
    form = Form()
    parts = await open_parts(request)
    while part := await next_part(parts):
        if len(form.fields) > MOST_FIELDS:
            raise web.HTTPBadRequest
        if part.name != "file":
            form.fields[part.name or ""] = _text(await read_part(part, share, FIELDS_LONGEST * 4))
        elif begun := await read_chunk(part, share):
            try:
                await allowance.check(request, seat.address, min(declared, LARGEST))
                form.file = await read_part(part, share, LARGEST, begun)
            except Refused as refused:
                form.refused = refused
    return form


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except ValueError:
        raise web.HTTPBadRequest from None


async def send_file(request: web.Request, seat: Seat, fields: dict[str, Any], content: bytes) -> None:
    """Keeps a file and stores its message; nothing is left of one that could not be noted."""
    kind = kind_of(content)
    if kind is None:
        raise web.HTTPUnsupportedMediaType
    incoming(request, seat, {**fields, "text": "-"})  # refused before anything is written
    taken_at = request.config_dict[STORE].now()
    await allowance.take(request, seat.address, len(content))
    keeping = request.config_dict[WEB_CHAT].uploads
    ref = ""
    try:
        ref = await asyncio.to_thread(keeping.keep, content)
        await store(request, incoming(request, seat, fields, Media(ref, kind, len(content))))
    except BaseException:
        await asyncio.to_thread(keeping.drop, ref)
        await allowance.give_back(request, seat.address, len(content), taken_at)
        raise


async def post_file(request: web.Request, seat: Seat) -> web.Response:
    await allowance.check(request, seat.address, min(request.content_length or 0, LARGEST))
    with held_by(request).share() as share:
        form = await read_form(request, seat, share)
        if form.refused:
            raise form.refused
        await send_file(request, seat, form.fields, form.file)
    return taken(request)
