"""Makes the desk ready for a large commune, piece by piece, once one of its officers has come.

The first look at each page would do it else, all at once.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from aiohttp import web

from bot.console.frame import FRAME, Frame
from bot.web.reading import AWAY, STORE, peek
from handlers.desk import getting_ready
from handlers.desk.seats import Seat

# seconds between two pieces, for messages and pages
PAUSE = 0.02


@dataclass(slots=True)
class Warming:
    """The communes for which this process is ready, or is being made so. `peek` runs what only reads."""

    frame: Frame
    peek: Callable[[Callable[..., Any]], Awaitable[Any]]
    _units: set[str] = field(default_factory=set)
    _running: "set[asyncio.Task[None]]" = field(default_factory=set)

    def begin(self, seat: Seat) -> None:
        """Begins with the officer's commune unless that was begun before. Called on the event loop."""
        unit = seat.account.unit
        if unit not in self._units:
            self._units.add(unit)
            task = asyncio.create_task(self._make_ready(seat))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _make_ready(self, seat: Seat) -> None:
        with suppress(*AWAY):
            people = await self.peek(partial(getting_ready.people_of, seat=seat))
            for piece in getting_ready.pieces(self.frame.deployment, seat, people):
                await self.peek(piece)
                await asyncio.sleep(PAUSE)
            if people:
                await asyncio.to_thread(self.frame.compile)
                gc.freeze()  # all this stays: no page is held up by a collector of garbage that looks through it

    def end(self) -> None:
        for task in self._running:
            task.cancel()


WARMING: web.AppKey[Warming] = web.AppKey("desk_warming", Warming)


def add_warming(app: web.Application) -> None:
    async def warm(app: web.Application) -> AsyncIterator[None]:
        yield
        app[WARMING].end()

    app[WARMING] = Warming(app[FRAME], partial(peek, app[STORE]))
    app.cleanup_ctx.append(warm)
