"""What people point to is fetched from the internet only, whatever the address looks like, and not more than asked."""

import asyncio
import gzip
import ipaddress
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ThreadedResolver, web

from bot.channels.downloads import Downloads, is_public
from bot.delivery.channel import Down, Rejected, SendFailed


@pytest.fixture
async def careful() -> AsyncIterator[Downloads]:
    downloads = Downloads()
    await downloads.start()
    yield downloads
    await downloads.stop()


class Server:
    """A web server on this machine that counts who came in."""

    def __init__(self) -> None:
        self.url = ""
        self.seen: list[str] = []
        self.leads_to = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.seen.append(request.path)
        if request.path == "/away":
            return web.Response(status=302, headers={"Location": self.leads_to})
        if request.path == "/ailing":
            return web.Response(status=503)
        if request.path == "/packed":
            return web.Response(body=gzip.compress(bytes(5_000_000)), headers={"Content-Encoding": "gzip"})
        if request.path == "/endless":
            stream = web.StreamResponse()
            await stream.prepare(request)
            for _ in range(1000):
                await stream.write(bytes(65_536))
            return stream
        return web.Response(body=b"content")


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    app = web.Application()
    app.router.add_get("/{path:.*}", server.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield server
    await runner.cleanup()


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.9.9.9",
        "10.0.0.5",
        "172.16.1.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "2002:a00:1::",
        "64:ff9b::7f00:1",
    ],
)
async def test_private_networks_are_refused(careful: Downloads, host: str) -> None:
    assert not is_public(ipaddress.ip_address(host))
    written = f"[{host}]" if ":" in host else host
    for scheme in ("http", "https"):
        with pytest.raises(Rejected, match="private_address"):
            await careful.fetch(f"{scheme}://{written}/photo.jpg", 1000)


@pytest.mark.parametrize("host", ["8.8.8.8", "203.162.4.191", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_the_internet_is_public(host: str) -> None:
    assert is_public(ipaddress.ip_address(host))


@pytest.mark.parametrize("url", ["http://localhost/a", "http://2130706433/a", "http://0x7f000001/a", "http://127.1/a"])
async def test_names_and_numbers_that_mean_this_machine(careful: Downloads, url: str) -> None:
    with pytest.raises(SendFailed) as failure:
        await careful.fetch(url, 1000)
    # some systems do not know such names, and aiohttp knows some of the tricks
    assert failure.value.code in ("private_address", "not_an_address", "ClientConnectorDNSError")


async def test_a_name_is_judged_by_where_it_leads_now(
    careful: Downloads, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One public address among them does not help."""

    async def resolve(self: object, host: str, port: int = 0, family: int = 0) -> list[dict[str, Any]]:
        common = {"hostname": host, "port": port, "family": socket.AF_INET, "proto": 0, "flags": 0}
        return [{**common, "host": "203.162.4.191"}, {**common, "host": "127.0.0.1"}]

    monkeypatch.setattr(ThreadedResolver, "resolve", resolve)
    with pytest.raises(Rejected, match="private_address"):
        await careful.fetch("http://photos.example.vn/a.jpg", 1000)
    assert server.seen == []


@pytest.mark.parametrize(
    "ref",
    [
        "",
        "photo.jpg",
        "file:///etc/passwd",
        "ftp://example.vn/a",
        "http://",
        "http://u:p@example.vn/a",
        "http://[::1/a",
    ],
)
async def test_what_is_no_address_is_refused(careful: Downloads, ref: str) -> None:
    with pytest.raises(Rejected, match="not_an_address"):
        await careful.fetch(ref, 1000)


async def test_an_odd_port_is_refused(careful: Downloads) -> None:
    with pytest.raises(Rejected, match="odd_port"):
        await careful.fetch("http://example.vn:5432/a", 1000)


class TestOnThisMachine:
    @pytest.fixture
    async def downloads(self) -> AsyncIterator[Downloads]:
        downloads = Downloads(loopback=True)
        await downloads.start()
        yield downloads
        await downloads.stop()

    async def test_no_more_than_asked_for(self, downloads: Downloads, server: Server) -> None:
        assert await downloads.fetch(f"{server.url}/a", 7) == b"content"
        for path in ("a", "endless"):
            with pytest.raises(Rejected, match="too_large"):
                await downloads.fetch(f"{server.url}/{path}", 6)

    async def test_nothing_is_unpacked(self, downloads: Downloads, server: Server) -> None:
        assert len(await downloads.fetch(f"{server.url}/packed", 100_000)) < 10_000

    async def test_every_hop_is_looked_at(self, downloads: Downloads, server: Server) -> None:
        for leads_to, why in (
            ("http://169.254.169.254/latest/meta-data", "private_address"),
            ("file:///etc/passwd", "not_an_address"),
            (f"{server.url}/away", "too_many_hops"),
        ):
            server.leads_to = leads_to
            with pytest.raises(Rejected, match=why):
                await downloads.fetch(f"{server.url}/away", 1000)
        server.leads_to = "/a"
        assert await downloads.fetch(f"{server.url}/away", 1000) == b"content"

    async def test_an_ailing_server_is_asked_again(self, downloads: Downloads, server: Server) -> None:
        with pytest.raises(Down):
            await downloads.fetch(f"{server.url}/ailing", 1000)
        with pytest.raises(Down):
            await downloads.fetch("http://127.0.0.1:9/a", 1000)
        await asyncio.sleep(0)
