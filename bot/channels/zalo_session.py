"""Opens a session to one of Zalo's hosts: no cookies, no redirects, a time limit of our own."""

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp
from yarl import URL

from bot.channels.answers import UNREADABLE, Odd, body_of
from bot.delivery.channel import Down

JSON = {"Content-Type": "application/json"}


class Refusal(Exception):
    """The platform refuses, with a code of its own. Its words are not kept: they may hold what was sent."""

    def __init__(self, code: int):
        super().__init__(str(code))
        self.code = code


class ZaloSession:
    """One session. Raises Down when the platform does not answer, and never tells an address: one holds a token."""

    def __init__(self, base: str):
        self._base = base
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=20),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None),
            )

    async def stop(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def ask(
        self, method: str, path: str, *, headers: Mapping[str, str], data: Any = None, patience: float
    ) -> tuple[int, bytes]:
        """Gives the status and the body, whatever they say. Raises Down after `patience` seconds."""
        assert self._session is not None, "start() comes first"
        try:
            async with (
                asyncio.timeout(patience),
                # no variable holds the address: a traceback might show it
                self._session.request(
                    method, URL(self._base + path, encoded=True), headers=headers, data=data, allow_redirects=False
                ) as response,
            ):
                return response.status, await body_of(response)
        except Odd as problem:
            raise Down(problem.code) from None
        except (*UNREADABLE, TimeoutError) as problem:
            raise Down(type(problem).__name__) from None
