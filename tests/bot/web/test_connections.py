"""Slow, half-open, greedy and broken connections, over real sockets: whoever has something to say is heard."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
import structlog
from aiohttp import ClientSession, web

from bot.logs import Reduced
from bot.networks import read_networks
from bot.web.connections import Connections, Patience, listen, within_limits
from bot.web.security import PUBLIC_URL, add_headers
from tests.patience import PATIENCE, until

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Stranger = tuple[asyncio.StreamReader, asyncio.StreamWriter]
BODY = b"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"


async def take(request: web.Request) -> web.Response:
    return web.json_response(await request.json())


async def much(_request: web.Request) -> web.Response:
    return web.Response(body=bytes(64 << 20))


async def stream(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(b"hello")
    await asyncio.sleep(PATIENCE)
    return response


@asynccontextmanager
async def serving(books: Connections) -> AsyncIterator[int]:
    app = web.Application(middlewares=[within_limits])
    app[PUBLIC_URL] = ""
    app.on_response_prepare.append(add_headers)
    app.router.add_routes([web.post("/hook", take), web.get("/much", much), web.get("/stream", stream)])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    server = await listen(runner, books, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await runner.cleanup()


@asynccontextmanager
async def strangers(port: int, count: int, first_words: bytes = b"") -> AsyncIterator[list[Stranger]]:
    arrived: list[Stranger] = []
    try:
        for start in range(0, count, 100):
            new = [asyncio.open_connection("127.0.0.1", port) for _ in range(min(100, count - start))]
            arrived += await asyncio.gather(*new)
        for _, writer in arrived:
            writer.write(first_words)
        await asyncio.sleep(0.05)
        yield arrived
    finally:
        for _, writer in arrived:
            writer.transport.abort()


async def is_open(stranger: Stranger) -> bool:
    try:
        async with asyncio.timeout(0.05):
            return await stranger[0].read(1) != b""
    except TimeoutError:
        return True
    except ConnectionError:
        return False


async def hears(stranger: Stranger) -> bytes:
    async with asyncio.timeout(PATIENCE):
        return await stranger[0].readuntil(b"hello")


async def ended(stranger: Stranger) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            return await stranger[0].read() == b""
    except ConnectionError:
        return True
    except TimeoutError:
        return False


async def hook(port: int) -> int:
    address = f"http://127.0.0.1:{port}/hook"
    async with ClientSession() as session, session.post(address, json={"update_id": 1}) as answer:
        return answer.status


@pytest.mark.parametrize("first_words", [b"", b"POST /hook HTTP/1.1\r\nHost:", BODY + b"{"])
async def test_a_crowd_that_says_nothing_or_half_of_it_keeps_no_webhook_waiting(first_words: bytes) -> None:
    books = Connections(most=300, of_address=10_000)
    async with serving(books) as port, strangers(port, 1000, first_words):
        async with asyncio.timeout(PATIENCE):
            assert [await hook(port) for _ in range(5)] == [200] * 5
        await until(lambda: books.count <= 300 and books.ended["total"] >= 700)


async def test_whoever_has_been_quiet_longest_goes_first() -> None:
    async with serving(Connections(most=3, of_address=10)) as port, strangers(port, 3) as [first, second, _]:
        assert await hook(port) == 200
        assert await ended(first)
        assert await is_open(second)


async def test_an_open_stream_is_not_taken_for_a_quiet_connection() -> None:
    words = b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n"
    async with serving(Connections(most=4, of_address=10)) as port, strangers(port, 1, words) as [listener]:
        assert b"hello" in await hears(listener)
        async with strangers(port, 8):
            assert await hook(port) == 200
            assert await is_open(listener)


async def test_one_address_fills_only_its_own_share() -> None:
    books = Connections(most=100, of_address=5)
    async with serving(books) as port, strangers(port, 20):
        await until(lambda: books.ended["address"] == 15)
        assert books.count == 5
        assert await hook(port) == 200


async def test_a_trusted_proxy_brings_many_readers_and_has_no_share() -> None:
    books = Connections(read_networks("127.0.0.1"), most=100, of_address=5)
    async with serving(books) as port, strangers(port, 20):
        await until(lambda: books.count == 20)


async def test_where_all_are_at_work_the_newest_is_turned_away() -> None:
    words = b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n"
    books = Connections(most=2, of_address=10)
    async with serving(books) as port, strangers(port, 2, words) as listeners:
        for listener in listeners:
            assert b"hello" in await hears(listener)
        async with strangers(port, 1) as [late]:
            assert await ended(late)
        assert books.ended["no_place"] == 1


@pytest.mark.parametrize("first_words", [b"", b"GET / HTTP/1.1\r\nHost:", BODY, BODY + b"{"])
async def test_headers_and_body_have_to_come_in_time(first_words: bytes) -> None:
    books = Connections(patience=Patience(headers=0.2, body=0.2))
    async with serving(books) as port, strangers(port, 1, first_words) as [slow]:
        assert await ended(slow)
        await until(lambda: books.count == 0)


async def test_a_body_that_trickles_is_not_waited_for_either() -> None:
    async with serving(Connections(patience=Patience(body=0.3))) as port, strangers(port, 1, BODY) as [slow]:
        for _ in range(8):
            slow[1].write(b"1")
            await asyncio.sleep(0.1)
        assert await ended(slow)


async def test_a_reader_who_takes_nothing_is_let_go() -> None:
    books = Connections(patience=Patience(reader=0.2))
    words = b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n"
    async with serving(books) as port, strangers(port, 1, words):
        await until(lambda: (books.count, books.ended["reader"]) == (0, 1))


NAME = "Tran%20Van%20Nam"
MALFORMED = {
    "no version that is known": f"GET /chat?ten={NAME} HTTP/x\r\n\r\n",
    "a space in the address": "GET /chat?ten=Trần Văn Nam HTTP/1.1\r\n\r\n",
    "a header without a name": f"GET / HTTP/1.1\r\n: {NAME}\r\n\r\n",
    "two lengths": f"POST /hook HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\nX: {NAME}\r\n\r\n",
    "a length that is none": f"POST /hook HTTP/1.1\r\nContent-Length: {NAME}\r\n\r\n",
    "a long line": f"GET /{NAME * 2000} HTTP/1.1\r\n\r\n",
    "a broken chunk": f"POST /hook HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{NAME}\r\n\r\n",
}


@pytest.mark.parametrize("words", MALFORMED.values(), ids=MALFORMED)
async def test_what_is_no_http_is_answered_barely_and_logged_by_its_kind(
    words: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(Connections()) as port, strangers(port, 1, words.encode()) as [stranger]:
        async with asyncio.timeout(PATIENCE):
            answer = await stranger[0].read()
    assert answer.startswith(b"HTTP/1.1 4")
    assert answer.count(b"HTTP/1.1") == 1
    assert b"server:" not in answer.lower()
    said = "".join(capsys.readouterr()) + caplog.text
    assert "Nam" not in said + answer.decode()
    assert "Traceback" not in said


async def test_no_answer_tells_of_the_software() -> None:
    async with serving(Connections()) as port, ClientSession() as session:
        for path in ("/hook", "/nowhere"):
            async with session.get(f"http://127.0.0.1:{port}{path}") as answer:
                assert "Server" not in answer.headers


def test_what_libraries_say_of_trouble_is_reduced_to_its_kind() -> None:
    library = logging.getLogger("library_with_words")
    library.addHandler(Reduced())
    library.propagate = False
    with structlog.testing.capture_logs() as said:
        try:
            raise ValueError("GET /chat?ten=Nam")
        except ValueError:
            library.exception("Error handling request from %s: Nam", "203.0.113.9")
    place = said[0].pop("where")
    assert place.startswith("test_connections.py:")
    trouble = {"event": "library.trouble", "library": "library_with_words", "failure": "ValueError"}
    assert said == [{**trouble, "log_level": "error"}]
