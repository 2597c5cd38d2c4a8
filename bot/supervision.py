"""Keeps every long-lived part of the service running: one that dies is logged, counted, named, and started again."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field

import structlog

from bot.logs import where

log = structlog.get_logger()
# all in seconds
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 60.0
# a part that was started again counts as well after this long
STEADY = 5.0


class Ended(Exception):
    """A part that is to run until it is cancelled has returned."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name, as logs and figures have it, and `work`, which makes the coroutine that runs.

    `ends`: it is done when it returns, as a call at the start is. `silence`: so many seconds without a `beat` and it
    counts as stuck; 0 for a part that waits to be woken. `channel`: the channel it belongs to.
    """

    name: str
    work: Callable[[], Coroutine[object, object, None]]
    ends: bool = False
    silence: float = 0.0
    channel: str = ""


@dataclass(slots=True)
class Health:
    """How a part does. `failure`: why it died last, until it is steady again; `ails`: a trouble that is not its own."""

    part: Part
    began: float
    beaten: float
    failure: str = ""
    ails: str = ""
    runs: bool = True
    restarts: Counter[str] = field(default_factory=Counter)

    def trouble(self, now: float) -> str:
        """Gives the code of what is wrong with the part itself; empty while it is alive."""
        if self.failure and (not self.runs or now - self.began < STEADY):
            return f"failing: {self.failure}"
        if self.part.silence and now - self.beaten > self.part.silence:
            return "silent"
        return ""


_here: ContextVar[Health | None] = ContextVar("part", default=None)


def beat() -> None:
    """Says that the part in which this is called is alive and gets on."""
    if health := _here.get():
        health.beaten, health.ails = time.monotonic(), ""


def ails(code: str) -> None:
    """Says that the part in which this is called is alive, and what keeps it from its work: a platform, mostly."""
    if health := _here.get():
        health.beaten, health.ails = time.monotonic(), code


@dataclass(slots=True)
class Supervisor:
    """Runs parts, and says of each how it does. The owner of a part cancels its task."""

    parts: dict[str, Health] = field(default_factory=dict)

    def start(self, part: Part) -> "asyncio.Task[None]":
        """Starts a part; what it raises starts it again, after pauses that grow and never come together."""
        now = time.monotonic()
        restarts = self.parts[part.name].restarts if part.name in self.parts else Counter[str]()
        health = self.parts[part.name] = Health(part, now, now, restarts=restarts)
        return asyncio.create_task(self._keep_up(health), name=part.name)

    async def _keep_up(self, health: Health) -> None:
        _here.set(health)
        in_a_row = 0
        while True:
            health.began, health.runs = time.monotonic(), True
            problem = await _end_of(health.part)
            now = time.monotonic()
            health.beaten = now
            if problem is None:
                health.failure = health.ails = ""
                return
            in_a_row = 1 if now - health.began > LONGEST_PAUSE else in_a_row + 1
            pause = min(FIRST_PAUSE * 2 ** min(in_a_row - 1, 20), LONGEST_PAUSE) * random.uniform(0.5, 1.0)
            health.failure, health.runs = type(problem).__name__, False
            health.restarts[health.failure] += 1
            log.error(
                "service.part_died",
                part=health.part.name,
                failure=health.failure,
                where=where(problem),
                in_a_row=in_a_row,
                again_in=round(pause, 1),
            )
            await asyncio.sleep(pause)

    def troubles(self) -> dict[str, str]:
        """Gives the parts that are dead or stuck, each with a code."""
        now = time.monotonic()
        return {name: trouble for name, health in sorted(self.parts.items()) if (trouble := health.trouble(now))}

    def ailing(self, channel: str) -> str:
        """Gives the code of what is wrong with the parts of a channel; empty while all do their work."""
        now = time.monotonic()
        parts = [health for health in self.parts.values() if health.part.channel == channel]
        return next((code for health in parts if (code := health.trouble(now) or health.ails)), "")

    def restarts(self) -> Mapping[tuple[str, str], int]:
        """Gives how often parts died, by (part, kind of failure)."""
        return {(name, kind): n for name, health in self.parts.items() for kind, n in health.restarts.items()}


async def _end_of(part: Part) -> BaseException | None:
    """Runs a part. Gives what ended it, None where it is done; raises CancelledError when its owner cancels it."""
    try:
        await part.work()
    except asyncio.CancelledError as problem:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        return problem  # something that it awaited was cancelled, not the part itself
    except Exception as problem:  # noqa: BLE001  whatever it is, the part is started again
        return problem
    return None if part.ends else Ended(part.name)


async def cancelled(tasks: Iterable["asyncio.Task[None]"]) -> None:
    """Cancels parts and waits for their end."""
    waiting = list(tasks)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
