"""Lets acts go at a given pace, whoever does them; and says when none is on its way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

AS_MANY_AS_COME = 0.0


class Pace:
    """A gate, open at first. `a_second`: how many acts it lets through, evenly; 0 for as many as come."""

    def __init__(self) -> None:
        self.a_second = AS_MANY_AS_COME
        self._open = asyncio.Event()
        self._open.set()
        self._next = 0.0
        self._on_their_way = 0
        self._none = asyncio.Event()
        self._none.set()

    def open(self, a_second: float) -> None:
        self.a_second = a_second
        self._next = asyncio.get_running_loop().time()
        self._open.set()

    async def shut(self) -> None:
        """Returns when the acts that were let through have ended."""
        self._open.clear()
        await self._none.wait()

    @asynccontextmanager
    async def act(self) -> AsyncIterator[None]:
        await self._turn()
        self._on_their_way += 1
        self._none.clear()
        try:
            yield
        finally:
            self._on_their_way -= 1
            if not self._on_their_way:
                self._none.set()

    async def _turn(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._open.wait()
            if not self.a_second:
                return
            now = loop.time()
            mine = max(self._next, now)
            self._next = mine + 1 / self.a_second
            await asyncio.sleep(mine - now)
            if self._open.is_set():
                return
