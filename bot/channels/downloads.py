"""Fetches what an address in a message points to: from the public internet only, up to a size."""

import asyncio
import ipaddress
import socket
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.channels.answers import UNREADABLE
from bot.delivery.channel import Down, Rejected

HOPS = 3
PATIENCE = 30.0
PORTS = {80, 443}
NAT64 = ipaddress.ip_network("64:ff9b::/96")
Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


class _Refused(OSError):
    """Somebody points us at a network that is not the internet."""


def is_public(address: Ip) -> bool:
    """Says whether an address belongs to the public internet, also when it is wrapped in IPv6."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def is_loopback(api: str) -> bool:
    """Says whether the base of an API is this machine, as that of a fake one is."""
    try:
        return ipaddress.ip_address(urlsplit(api).hostname or "").is_loopback
    except ValueError:
        return False


class _PublicResolver(AbstractResolver):
    """Resolves names and refuses private addresses when connecting, so that no second look-up can differ."""

    def __init__(self, downloads: "Downloads"):
        self._downloads = downloads
        self._names = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        addresses = await self._names.resolve(host, port, family)
        if not all(self._downloads.may_reach(address["host"]) for address in addresses):
            raise _Refused("private")
        return addresses

    async def close(self) -> None:
        await self._names.close()


@dataclass(slots=True)
class Downloads:
    """Downloads over one session. `loopback` allows this machine, where the platform itself runs on it."""

    loopback: bool = False
    _session: aiohttp.ClientSession | None = field(default=None, init=False)

    async def start(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=8, resolver=_PublicResolver(self), use_dns_cache=False),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=PATIENCE),
                auto_decompress=False,
                headers={"Accept-Encoding": "identity"},
            )

    async def stop(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def may_reach(self, host: str) -> bool:
        address = ipaddress.ip_address(host)
        return is_public(address) or (self.loopback and address.is_loopback)

    async def fetch(self, ref: str, most: int) -> bytes:
        """Gives what is behind an address. Raises Rejected (not public, over `most` bytes, gone) or Down."""
        url = _read(ref)
        for _ in range(HOPS):
            content = await self._hop(url, most)
            if isinstance(content, bytes):
                return content
            url = content
        raise Rejected("too_many_hops")

    async def _hop(self, url: URL, most: int) -> bytes | URL:
        assert self._session is not None, "start() comes first"
        self._check(url)
        try:
            async with self._session.get(url, allow_redirects=False) as response:
                if response.status in (301, 302, 303, 307, 308):
                    return _read(response.headers.get("Location", ""), url)
                if response.status >= 500 or response.status == 429:
                    raise Down(f"http_{response.status}")
                if response.status != 200:
                    raise Rejected(f"http_{response.status}")
                return await _at_most(response, most)
        except aiohttp.ClientConnectorError as problem:
            if isinstance(problem.os_error, _Refused):
                raise Rejected("private_address") from None
            raise Down(type(problem).__name__) from None
        except aiohttp.InvalidURL:
            raise Rejected("not_an_address") from None
        except (*UNREADABLE, TimeoutError, asyncio.IncompleteReadError) as problem:
            raise Down(type(problem).__name__) from None

    def _check(self, url: URL) -> None:
        """Refuses private addresses written as numbers, which the resolver never sees, and odd ports."""
        host = url.host or ""
        try:
            public = self.may_reach(host)
        except ValueError:
            public = True  # a name: the resolver judges it
        if not public:
            raise Rejected("private_address")
        if url.port not in PORTS and not self.loopback:
            raise Rejected("odd_port")


def _read(ref: str, before: URL | None = None) -> URL:
    try:
        url = before.join(URL(ref)) if before is not None else URL(ref)
        fine = url.scheme in ("http", "https") and bool(url.host) and url.user is None and bool(ref)
    except (ValueError, TypeError):
        fine = False
    if not fine:
        raise Rejected("not_an_address")
    return url


async def _at_most(response: aiohttp.ClientResponse, most: int) -> bytes:
    if (response.content_length or 0) > most:
        raise Rejected("too_large")
    content = bytearray()
    async for piece in response.content.iter_chunked(65_536):
        content += piece
        if len(content) > most:
            raise Rejected("too_large")
    return bytes(content)
