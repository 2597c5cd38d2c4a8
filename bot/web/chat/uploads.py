"""Photos and voice notes sent by a page: read within a size, known by their first bytes, handed on by reference."""

import asyncio
from typing import Any, Literal

from aiohttp import BodyPartReader, web

from bot.web.chat.messages import incoming, store, taken
from bot.web.chat.seats import Seat
from bot.web.reading import WEB_CHAT
from handlers.kit.messages import Media

LARGEST = 10 * 1024 * 1024
FIELDS_LONGEST = 24_000


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


async def read_form(request: web.Request) -> tuple[dict[str, Any], bytes]:
    """Reads the fields and the file of a multipart form, each within its size."""
    if request.content_type != "multipart/form-data":
        raise web.HTTPUnsupportedMediaType
    if (request.content_length or 0) > LARGEST + FIELDS_LONGEST * 8:
        raise web.HTTPRequestEntityTooLarge(LARGEST, request.content_length or 0)
    fields: dict[str, Any] = {}
    content = b""
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or len(fields) > 8:
                raise web.HTTPBadRequest
            if part.name == "file":
                content = await _read_part(part, LARGEST)
            else:
                fields[part.name or ""] = (await _read_part(part, FIELDS_LONGEST * 4)).decode()
    except (ValueError, AssertionError):
        raise web.HTTPBadRequest from None
    return fields, content


async def _read_part(part: BodyPartReader, largest: int) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(65_536):
        content += chunk
        if len(content) > largest:
            raise web.HTTPRequestEntityTooLarge(largest, len(content))
    return bytes(content)


async def take_file(request: web.Request, content: bytes) -> Media:
    kind = kind_of(content)
    if kind is None:
        raise web.HTTPUnsupportedMediaType
    ref = await asyncio.to_thread(request.config_dict[WEB_CHAT].uploads.keep, content)
    return Media(ref, kind, len(content))


async def post_file(request: web.Request, seat: Seat) -> web.Response:
    fields, content = await read_form(request)
    incoming(request, seat, {**fields, "text": "-"})  # refused before anything is written
    media = await take_file(request, content)
    try:
        await store(request, incoming(request, seat, fields, media))
    except BaseException:
        await asyncio.to_thread(request.config_dict[WEB_CHAT].uploads.drop, media.ref)
        raise
    return taken(request)
