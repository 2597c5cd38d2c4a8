"""What a message of the chat costs while officers click at the desk, side by side in one run.

By turns guardians report visits alone, officers click alone, and both do. What both take beyond what the clicks alone
took is what the messages cost then; told as a ratio, with how long the answers took.
"""

import asyncio
import itertools
from dataclasses import dataclass, field

from aiohttp import ClientSession, DummyCookieJar

from bench.fake_api import FakeApi
from bench.hook import Hook
from bench.load import Load
from bench.process import Bot
from bench.turns import SECRET, Contestant, Cost, chats_of

CHATS, OFFICERS = 20, 20
ADDRESSES = range(10_000_001, 10_000_001 + CHATS)
PACE, STRETCH, ROUNDS = 20.0, 8.0, 3
# seconds between two clicks of an officer
LOOKS_FOR = 5.0


@dataclass(slots=True)
class Clicks:
    """Officers who open one page after the other while the gate is open; counts the pages."""

    port: int
    keys: list[str]
    paths: list[str]
    pages: int = 0
    _open: asyncio.Event = field(default_factory=asyncio.Event)

    async def click(self, number: int) -> None:
        headers = {"Cookie": f"dh_desk={self.keys[number]}", "Accept": "text/html", "Accept-Encoding": "gzip"}
        base = f"http://127.0.0.1:{self.port}"
        async with ClientSession(base, headers=headers, auto_decompress=False, cookie_jar=DummyCookieJar()) as client:
            for path in itertools.islice(itertools.cycle(self.paths), number, None):
                await asyncio.sleep(LOOKS_FOR * (number + 1) / len(self.keys) if not self.pages else LOOKS_FOR)
                await self._open.wait()
                async with client.get(f"/console/{path}", allow_redirects=False) as answer:
                    await answer.read()
                self.pages += 1

    def begin(self) -> None:
        self._open.set()

    def end(self) -> None:
        self._open.clear()


async def turns_while_they_click(bot: Bot, api: FakeApi, keys: list[str], paths: list[str]) -> None:
    """Plays all by turns and prints what came of it."""
    load = Load(Hook(bot.port, SECRET), chats_of(CHATS))
    api.heard = load.heard
    us, clicks = Contestant("ours", bot, load, 0.0), Clicks(bot.port, keys[:OFFICERS], paths)
    await load.pace.shut()
    async with asyncio.TaskGroup() as group:
        playing = [group.create_task(us.report_for_ever(chat)) for chat in load.chats.values()]
        playing += [group.create_task(clicks.click(number)) for number in range(OFFICERS)]
        await us.stretch(0.0, STRETCH)
        alone, together, clicked, pages = Cost(), Cost(), Cost(), [0, 0]
        for _ in range(ROUNDS):
            alone.add(await us.stretch(PACE, STRETCH))
            clicks.begin()
            before = clicks.pages
            with us.counted(clicked):
                await asyncio.sleep(STRETCH)
            pages[0] += clicks.pages - before
            before = clicks.pages
            together.add(await us.stretch(PACE, STRETCH))
            pages[1] += clicks.pages - before
            clicks.end()
        for task in playing:
            task.cancel()
    _tell(alone, clicked, together, pages)


def _tell(alone: Cost, clicked: Cost, together: Cost, pages: list[int]) -> None:
    of_a_page = clicked.cpu / max(pages[0], 1)
    while_they_click = (together.cpu - of_a_page * pages[1]) * 1000 / together.updates
    print("\n| | messages | CPU ms a message | answer after ms, p50 / p99 |\n|---|--:|--:|--:|")
    for name, cost, spent in (("alone", alone, alone.ms), ("while they click", together, while_they_click)):
        print(f"| {name} | {cost.updates} | {spent:.2f} | {cost.latency_ms(0.5):.0f} / {cost.latency_ms(0.99):.0f} |")
    print(f"\n{OFFICERS} officers, {pages[0]} + {pages[1]} pages of {of_a_page * 1000:.1f} ms each; ", end="")
    print(f"while they click / alone: {while_they_click / alone.ms:.2f}", flush=True)
