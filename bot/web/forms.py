"""Bodies that pages and scripts send: JSON and forms, read strictly; whatever is malformed is 400."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, MultipartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from bot.intake.bodies import Busy, Share, read_whole

# the longest text there is, every letter of it escaped
LONGEST = 256 * 1024
MOST_FIELDS = 16
CHUNK = 65_536
NOT_A_FORM = (ValueError, AssertionError, LookupError, RuntimeError, HttpProcessingError)


async def read_json(request: web.Request) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        body = json.loads(await read_whole(request, LONGEST))
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest
    return body


async def read_fields(request: web.Request) -> dict[str, str]:
    """Reads a form without files; of fields with one name the last counts."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPUnsupportedMediaType
    try:
        text = (await read_whole(request, LONGEST)).decode()
        return dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS))
    except ValueError:
        raise web.HTTPBadRequest from None


@contextmanager
def _well_formed() -> Iterator[None]:
    """Takes whatever aiohttp raises of a multipart form that is none for 400."""
    try:
        yield
    except NOT_A_FORM:
        raise web.HTTPBadRequest from None


async def open_parts(request: web.Request) -> MultipartReader:
    if request.content_type != "multipart/form-data":
        raise web.HTTPUnsupportedMediaType
    with _well_formed():
        return await request.multipart()


async def next_part(parts: MultipartReader) -> BodyPartReader | None:
    """Gives the next part; what was not read of the one before is passed over."""
    with _well_formed():
        part = await parts.next()
    if part is not None and not isinstance(part, BodyPartReader):
        raise web.HTTPBadRequest
    return part


async def read_chunk(part: BodyPartReader, share: Share) -> bytes:
    """Reads some of a part; nothing at its end."""
    with _well_formed():
        chunk = await part.read_chunk(CHUNK)
    try:
        share.add(len(chunk))
    except Busy:
        raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"}) from None
    return bytes(chunk)


async def read_part(part: BodyPartReader, share: Share, largest: int, begun: bytes = b"") -> bytes:
    """Reads the rest of a part. Raises 413 for one larger than `largest`."""
    content = bytearray(begun)
    while chunk := await read_chunk(part, share):
        content += chunk
        if len(content) > largest:
            raise web.HTTPRequestEntityTooLarge(largest, len(content))
    return bytes(content)
