"""Bodies of requests: read within a size, and all that are in memory at a time within one bound."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from aiohttp import web

MOST_HELD = 64 * 1024 * 1024
# always read, however much others send at the moment: a platform's message fits in
ALWAYS = 16 * 1024


class Busy(Exception):
    """There are more bodies in memory than may be; a moment later there is room again."""


@dataclass(slots=True)
class Held:
    """Bytes of bodies that are in memory now: `most`, and `ALWAYS` of each connection."""

    most: int = MOST_HELD
    bytes: int = 0
    peak: int = 0
    turned_away: int = 0

    @contextmanager
    def share(self) -> "Iterator[Share]":
        share = Share(self)
        try:
            yield share
        finally:
            self.bytes -= share.size


@dataclass(slots=True)
class Share:
    """What one request holds."""

    held: Held
    size: int = 0

    def add(self, size: int) -> None:
        """Counts bytes that have come. Raises Busy."""
        if self.size + size > ALWAYS and self.held.bytes + size > self.held.most:
            self.held.turned_away += 1
            raise Busy
        self.size += size
        self.held.bytes += size
        self.held.peak = max(self.held.peak, self.held.bytes)


HELD: web.AppKey[Held] = web.AppKey("held_bodies", Held)
BODY: web.RequestKey[bytes] = web.RequestKey("body", bytes)


async def read_whole(request: web.Request, most: int) -> bytes:
    """Reads a body, once. Raises 413 for one larger than `most`, 503 where too many are in memory."""
    if BODY in request:
        return request[BODY]
    if (request.content_length or 0) > most:
        raise web.HTTPRequestEntityTooLarge(most, request.content_length or 0)
    body = bytearray()
    with held_by(request).share() as share:
        async for chunk in _chunks(request):
            body += chunk
            if len(body) > most:
                raise web.HTTPRequestEntityTooLarge(most, len(body))
            try:
                share.add(len(chunk))
            except Busy:
                raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"}) from None
    request[BODY] = bytes(body)
    return request[BODY]


async def _chunks(request: web.Request) -> AsyncIterator[bytes]:
    """Yields a body as it comes; one that is here already in one piece, without a wait."""
    if request.content.is_eof():
        yield request.content.read_nowait(-1)
        return
    async for chunk in request.content.iter_any():
        yield chunk


def held_by(request: web.Request) -> Held:
    return request.config_dict.get(HELD) or Held()
