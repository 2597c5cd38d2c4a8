"""Trouble on demand: errors, silence, dropped connections, 429 for one chat."""

import asyncio
from dataclasses import dataclass, field
from typing import Literal

from tests.bot.channels.telegram.fake.rates import too_many
from tests.bot.channels.telegram.fake.state import Refused, Request

Kind = Literal["status", "flood", "hang", "drop"]


class Dropped(Exception):
    """The connection is to be closed without an answer."""


@dataclass(slots=True)
class Fault:
    """`after`: the method has its effect first, only its answer is lost."""

    kind: Kind
    method: str | None
    chat_id: int | None
    times: int
    number: int = 0
    after: bool = False
    seconds: float = 0.0

    def fits(self, request: Request) -> bool:
        return (
            self.times > 0
            and self.method in (None, request.method)
            and (self.chat_id is None or self.chat_id == request.chat_id)
        )

    async def strike(self) -> None:
        if self.kind == "status":
            raise Refused(self.number, "Internal Server Error" if self.number >= 500 else "Bad Request: injected")
        if self.kind == "flood":
            raise too_many(self.number)
        if self.kind == "hang":
            await asyncio.sleep(self.seconds)
        raise Dropped


@dataclass(slots=True)
class Faults:
    waiting: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> Fault:
        self.waiting.append(fault)
        return fault

    def next_for(self, request: Request) -> Fault | None:
        fault = next((fault for fault in self.waiting if fault.fits(request)), None)
        if fault is not None:
            fault.times -= 1
            request.injected = True
        return fault

    def clear(self) -> None:
        self.waiting.clear()
