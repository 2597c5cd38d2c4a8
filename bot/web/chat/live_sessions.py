"""Which sessions of open streams have not ended: asked for all of them together, by one look every two seconds."""

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import web

from bot.web.reading import AWAY, read
from storage import access, sessions
from storage.database import Db

LOOK = 2.0


@dataclass(slots=True)
class LiveSessions:
    """The keys, by their hash, with which streams of this process were opened. The store being away ends none."""

    _open: Counter[bytes] = field(default_factory=Counter)
    _address: dict[bytes, str] = field(default_factory=dict)
    _live: set[bytes] = field(default_factory=set)
    _looked_at: float = 0.0

    def enter(self, proof: bytes, address: str) -> None:
        self._open[proof] += 1
        self._address[proof] = address
        self._live.add(proof)

    def leave(self, proof: bytes) -> None:
        self._open[proof] -= 1
        if not self._open[proof]:
            del self._open[proof], self._address[proof]
            self._live.discard(proof)

    async def has(self, request: web.Request, proof: bytes) -> bool:
        """Says whether the key still opens its session, as the store told at most two seconds ago."""
        now = asyncio.get_running_loop().time()
        if now - self._looked_at >= LOOK:
            self._looked_at = now
            asked = set(self._open)
            with suppress(*AWAY):
                self._live -= await read(request, lambda db: self._ended(db, asked))
        return proof in self._live

    def _ended(self, db: Db, asked: set[bytes]) -> set[bytes]:
        """Finds those whose session has ended, or the account that its chat speaks for."""
        left = access.ended_at(db, "web", {self._address[proof] for proof in asked if proof in self._address})
        return asked - sessions.still_open(db, asked) | {proof for proof in asked if self._address.get(proof) in left}


LIVE_SESSIONS: web.AppKey[LiveSessions] = web.AppKey("live_sessions", LiveSessions)
