"""A Bot API that fails as platforms, proxies and networks do: 5xx, 429, slow, garbage, broken off, half-open."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import orjson

from bench.fake_api import SPOKEN, Connection, FakeApi, Reply
from tests.bot.channels.odd_answers import ODD

BROKEN = (500, 502, 503, 504)
# what says that our account is refused, or that we asked for a page that isn't there, is played elsewhere
GARBAGE = [answer.body for answer in ODD.values() if answer.status in (200, 502) and not answer.headers]
FLOOD = orjson.dumps(
    {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 1}}
)
SLOWEST = 4.0
# of all faults, by their share; those whose names end so have their effect before they fail
WEIGHTS = {
    "platform: 5xx": 22,
    "platform: 5xx, after the effect": 8,
    "platform: 429": 20,
    "platform: slow": 20,
    "platform: garbage": 12,
    "platform: garbage, after the effect": 6,
    "platform: connection broken off": 7,
    "platform: connection broken off, after the effect": 4,
    "network: half-open": 0.5,
    "network: half-open, after the effect": 0.5,
}
AFTER = ", after the effect"


class FaultyApi(FakeApi):
    """`share` of all calls meet a fault; `effects`: what people saw, `unheard`: effects we were not told of."""

    def __init__(self, heard: Callable[[Reply], None], chance: random.Random):
        super().__init__(heard)
        self.chance = chance
        self.share = 0.0
        self.faults: Counter[str] = Counter()
        self.effects = 0
        self.unheard = 0

    def connection(self) -> Connection:
        return FaultyConnection(self)

    def answer(self, method: str, params: dict[str, Any]) -> object:
        self.effects += method in SPOKEN
        return super().answer(method, params)

    def fault(self) -> str:
        """Gives the fault that this call meets, if any."""
        if self.chance.random() >= self.share:
            return ""
        fault = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        self.faults[fault] += 1
        return fault


class FaultyConnection(Connection):
    api: FaultyApi

    def serve(self, method: str, params: dict[str, Any]) -> None:
        fault = self.api.fault()
        if fault.endswith(AFTER):
            self.api.answer(method, params)
            self.api.unheard += method in SPOKEN
        chance, kind = self.api.chance, fault.removesuffix(AFTER).partition(": ")[2]
        if kind == "5xx":
            self.write(chance.choice(BROKEN), b"<html>broken</html>")
        elif kind == "429":
            self.write(429, FLOOD)
        elif kind == "garbage":
            self.write(200, chance.choice(GARBAGE))
        elif kind == "slow":
            delay = chance.uniform(0.1, SLOWEST)
            asyncio.get_running_loop().call_later(delay, super().serve, method, params)
        elif kind == "connection broken off" and self.transport is not None:
            self.transport.abort()
        elif not kind:
            super().serve(method, params)
