"""Connections from outside: so many in total and of one address, and none that is slow for longer than it may be."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

import structlog
from aiohttp import web

from bot.networks import Network, is_in, limit_key
from bot.web.security import Handler

log = structlog.get_logger()
MOST = 4096
# a whole village may come from one address of its phone company
MOST_OF_ADDRESS = 512
WAITING_FOR_ACCEPT = 1024
UPLOADS = ("/files", "/say", "/setup/import", "/bao-tin/send", "/bao-tin/more")


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. `headers` is also how long a connection may stay open between two requests."""

    headers: float = 20.0
    body: float = 30.0
    upload: float = 180.0
    reader: float = 30.0


@dataclass(slots=True, eq=False)
class Connections:
    """Books of all that are open. Where there are too many, the one that has been quiet longest goes.

    Quiet is who has asked for nothing yet, or has not sent the whole of it: a webhook comes with all it has to say.
    `ended`: how many were ended by us, by reason.
    """

    trusted: tuple[Network, ...] = ()
    most: int = MOST
    of_address: int = MOST_OF_ADDRESS
    patience: Patience = Patience()
    ended: Counter[str] = field(default_factory=Counter)
    _open: "dict[Connection, str]" = field(default_factory=dict, init=False)
    _quiet: "dict[Connection, None]" = field(default_factory=dict, init=False)
    _by_address: "dict[str, dict[Connection, None]]" = field(default_factory=dict, init=False)

    @property
    def count(self) -> int:
        return len(self._open)

    def arrive(self, connection: "Connection", address: str) -> bool:
        """Enters a connection, which may cost another its place; False where there is no place at all."""
        key = "" if is_in(self.trusted, address) else limit_key(address)
        of_address = self._by_address.setdefault(key, {})
        if key and len(of_address) >= self.of_address and not self._make_place(of_address, "address"):
            return False
        if self.count >= self.most and not self._make_place(self._quiet, "total"):
            return False
        self._open[connection] = key
        self._by_address.setdefault(key, {})[connection] = None
        self.hush(connection)
        return True

    def _make_place(self, among: "dict[Connection, None]", why: str) -> bool:
        longest_quiet = next((connection for connection in among if connection in self._quiet), None)
        if longest_quiet is not None:
            self.end(longest_quiet, why)
        return longest_quiet is not None

    def end(self, connection: "Connection", why: str) -> None:
        self.ended[why] += 1
        self.leave(connection)
        connection.abort()

    def leave(self, connection: "Connection") -> None:
        key = self._open.pop(connection, "")
        self._quiet.pop(connection, None)
        of_address = self._by_address.get(key, {})
        of_address.pop(connection, None)
        if not of_address:
            self._by_address.pop(key, None)

    def hush(self, connection: "Connection") -> None:
        """Counts the connection as quiet from now on."""
        if connection in self._open:
            self._quiet.pop(connection, None)
            self._quiet[connection] = None

    def answer(self, connection: "Connection") -> None:
        """Notes that a whole request has come."""
        self._quiet.pop(connection, None)


class Connection(web.RequestHandler):
    """One connection: aiohttp's own, with our limits, and without a word to anybody of what was malformed in it."""

    def __init__(self, server: web.Server, books: Connections):
        loop = asyncio.get_running_loop()
        super().__init__(server, loop=loop, keepalive_timeout=books.patience.headers, access_log=None)  # type: ignore[arg-type]
        self.books = books
        self._own: asyncio.Transport | None = None
        self._late: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._own = cast(asyncio.Transport, transport)
        peer = transport.get_extra_info("peername")
        if self.books.arrive(self, str(peer[0]) if peer else ""):
            super().connection_made(transport)
        else:
            self.books.ended["no_place"] += 1
            self.abort()

    def connection_lost(self, exc: BaseException | None) -> None:
        self.books.leave(self)
        self._in_time()
        self._takes_again()
        self._own = None
        super().connection_lost(exc)

    def abort(self) -> None:
        if self._own is not None:
            self._own.abort()

    @contextmanager
    def answering(self, request: web.Request, seconds: float) -> Iterator[None]:
        """Ends the connection unless the body of its request is here in time."""
        if request.content.is_eof():
            self.books.answer(self)
        else:
            self.books.hush(self)
            self._late = asyncio.get_running_loop().call_later(seconds, self.books.end, self, "body")
            request.content.on_eof(self._body_is_here)
        try:
            yield
        finally:
            self._in_time()
            self.books.hush(self)

    def _body_is_here(self) -> None:
        self._in_time()
        self.books.answer(self)

    def _in_time(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def pause_writing(self) -> None:
        """Ends the connection of a reader that takes nothing for too long."""
        super().pause_writing()
        patience = self.books.patience.reader
        self._stalled = asyncio.get_running_loop().call_later(patience, self.books.end, self, "reader")

    def resume_writing(self) -> None:
        self._takes_again()
        super().resume_writing()

    def _takes_again(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """Answers what is no HTTP with a bare status and ends the connection; the log gets the kind of failure."""
        if isinstance(exc, ConnectionError):
            raise ConnectionResetError  # it is gone, or has been answered here already
        log.warning("http.malformed" if status < 500 else "http.failed", status=status, failure=type(exc).__name__)
        if self._own is not None and not request.writer.output_size:
            self._own.write(f"HTTP/1.1 {status} \r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        raise ConnectionResetError


@web.middleware
async def within_limits(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Gives a body so much time to arrive; a stream or a page at work is not taken for a quiet connection."""
    connection = request.protocol
    if not isinstance(connection, Connection):
        return await handler(request)
    patience = connection.books.patience
    with connection.answering(request, patience.upload if request.path.endswith(UPLOADS) else patience.body):
        return await handler(request)


async def listen(runner: web.AppRunner, books: Connections, host: str, port: int) -> asyncio.Server:
    """Takes connections for an application that has been set up."""
    server = runner.server
    assert server is not None
    return await asyncio.get_running_loop().create_server(
        lambda: Connection(server, books), host, port, reuse_address=True, backlog=WAITING_FOR_ACCEPT
    )
