"""Which sessions of open streams have not ended: asked for all of them together, by one look every two seconds."""

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import web

from bot.web.reading import AWAY, read
from storage import sessions

LOOK = 2.0


@dataclass(slots=True)
class LiveSessions:
    """The keys, by their hash, with which streams of this process were opened. The store being away ends none."""

    _open: Counter[bytes] = field(default_factory=Counter)
    _live: set[bytes] = field(default_factory=set)
    _looked_at: float = 0.0

    def enter(self, proof: bytes) -> None:
        self._open[proof] += 1
        self._live.add(proof)

    def leave(self, proof: bytes) -> None:
        self._open[proof] -= 1
        if not self._open[proof]:
            del self._open[proof]
            self._live.discard(proof)

    async def has(self, request: web.Request, proof: bytes) -> bool:
        """Says whether the key still opens its session, as the store told at most two seconds ago."""
        now = asyncio.get_running_loop().time()
        if now - self._looked_at >= LOOK:
            self._looked_at = now
            asked = set(self._open)
            with suppress(*AWAY):
                ended = asked - await read(request, lambda db: sessions.still_open(db, asked))
                self._live -= ended
        return proof in self._live


LIVE_SESSIONS: web.AppKey[LiveSessions] = web.AppKey("live_sessions", LiveSessions)
