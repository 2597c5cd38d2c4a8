"""The visit report through our service, on both databases, and through two peers in one run, at several paces.

`python -m bench.turns`: all bots stand side by side, and what they take at rest is subtracted. `--write` puts the
tables into `bench/README.md`.
"""

import argparse
import asyncio
import itertools
import json
import signal
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench import ours
from bench.fake_api import TOKEN, FakeApi
from bench.gauges import MIB, machine
from bench.hook import Hook
from bench.load import Chat, Load
from bench.pace import AS_MANY_AS_COME
from bench.phone import Act, Follower
from bench.ports import free_port
from bench.process import Bot

SECRET = "bench-secret"
PEERS = {"aiogram": "bench.peers.aiogram_bot", "ptb": "bench.peers.ptb_bot", "bare": "bench.peers.bare_bot"}
OURS = {"ours, SQLite": "sqlite", "ours, PostgreSQL": "postgresql"}
# seconds at each pace (messages a second); the faster ones by turns, in so many rounds
TOGETHER = {1.0: 30.0, 20.0: 10.0}
BY_TURNS = {100.0: 2.5, AS_MANY_AS_COME: 2.5}
ROUNDS = 2
REST = 10.0
SETTLED = 1.0
STACKS_AT, STACKS_FOR = 20.0, 6.0
README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- written by `python -m bench.turns --write` -->\n", "<!-- end of what it writes -->\n"


@dataclass(slots=True)
class Cost:
    """What one bot took at one pace. `cpu`: seconds, those of its rest subtracted."""

    updates: int = 0
    cpu: float = 0.0
    wake_ups: float = 0.0
    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)

    @property
    def ms(self) -> float:
        return self.cpu * 1000 / max(self.updates, 1)

    def latency_ms(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else 0.0

    def add(self, other: "Cost") -> None:
        self.updates += other.updates
        self.cpu += other.cpu
        self.wake_ups += other.wake_ups
        self.seconds += other.seconds
        self.latencies += other.latencies


@dataclass(slots=True)
class Contestant:
    """A bot that runs, with its chats, who report visits without end whenever its pace lets them."""

    name: str
    bot: Bot
    load: Load
    ready: float
    rest: Cost = field(default_factory=Cost)

    async def report_for_ever(self, chat: Chat) -> None:
        while True:
            await self.load.report(chat, Act(text="/visit"))

    @contextmanager
    def counted(self, cost: Cost) -> Iterator[None]:
        """Adds to `cost` what the bot takes in the block, without what it would have taken at rest."""
        self.load.latencies = []
        cpu, wake_ups, began = self.bot.cpu(), self.bot.wake_ups(), time.perf_counter()
        yield
        seconds = time.perf_counter() - began
        share = seconds / self.rest.seconds if self.rest.seconds else 0.0
        taken = self.bot.cpu() - cpu - self.rest.cpu * share
        woken = self.bot.wake_ups() - wake_ups - self.rest.wake_ups * share
        cost.add(Cost(len(self.load.latencies), taken, woken, seconds, self.load.latencies))

    async def stretch(self, pace: float, seconds: float) -> Cost:
        """Plays so many seconds at a pace; what the last updates leave to do is part of their cost."""
        cost = Cost()
        with self.counted(cost):
            self.load.pace.open(pace)
            await asyncio.sleep(seconds)
            await self.load.pace.shut()
            await asyncio.sleep(SETTLED)
        return cost

    def types(self, words: bool) -> None:
        for chat in self.load.chats.values():
            chat.follower.types = words


def chats_of(count: int) -> list[Chat]:
    numbers = itertools.count(1)
    follower = partial(Follower, lambda: f"khỏe, đang phụ hồ, lần {next(numbers)}")
    return [Chat(10_000_001 + n, follower()) for n in range(count)]


@asynccontextmanager
async def peer(name: str, chats: int, folder: Path) -> AsyncIterator[Contestant]:
    port = free_port()
    load = Load(Hook(port, SECRET), chats_of(chats))
    async with FakeApi(load.heard) as api:
        env = {"BOT_TOKEN": TOKEN, "BOT_API": api.url, "BOT_PORT": str(port), "BOT_SECRET": SECRET}
        bot = Bot(PEERS[name], [], env, port, folder / f"{name}.log")
        with stopped_at_end(bot):
            yield Contestant(name, bot, load, await bot.start())


@asynccontextmanager
async def us(name: str, chats: int, folder: Path) -> AsyncIterator[Contestant]:
    port = free_port()
    folder.mkdir()
    with ours.database(OURS[name], folder) as url:
        load = Load(Hook(port, SECRET), [])
        async with FakeApi(load.heard) as api:
            env = ours.environment(folder, port=port, api=api.url, token=TOKEN, secret=SECRET, database=url)
            guardians = await asyncio.to_thread(ours.seeded, env, folder, chats)
            load.chats = {chat.id: chat for chat in chats_of(len(guardians))}
            bot = Bot(ours.MODULE, ["serve"], {**env, "BENCH_STACKS": str(stacks_of(folder))}, port, folder / "log")
            with stopped_at_end(bot):
                contestant = Contestant(name, bot, load, await bot.start())
                await ours.link(load, dict(zip(load.chats, guardians, strict=True)))
                yield contestant


def stacks_of(folder: Path) -> Path:
    return folder / "stacks.json"


@contextmanager
def stopped_at_end(bot: Bot) -> Iterator[None]:
    try:
        yield
    finally:
        bot.stop()


@dataclass(slots=True)
class Run:
    """All bots at all paces, and the tables of what came of it."""

    contestants: list[Contestant]
    costs: dict[tuple[str, str], Cost] = field(default_factory=dict)

    async def play(self) -> None:
        await self._warm_up()
        await self._rest()
        for pace, seconds in TOGETHER.items():
            await self._together(f"{pace:.0f} a second", pace, seconds, words=False)
        await self._together("20 a second, typed", 20.0, TOGETHER[20.0], words=True)
        for pace, seconds in BY_TURNS.items():
            name = f"{pace:.0f} a second" if pace else "as many as come"
            for _ in range(ROUNDS):
                for contestant in self.contestants:
                    self._add(contestant, name, await contestant.stretch(pace, seconds))

    async def _warm_up(self) -> None:
        for contestant in self.contestants:
            await contestant.stretch(AS_MANY_AS_COME, SETTLED)

    async def _rest(self) -> None:
        rests = {contestant.name: Cost() for contestant in self.contestants}
        await asyncio.sleep(SETTLED)
        with ExitStack() as stack:
            for contestant in self.contestants:
                stack.enter_context(contestant.counted(rests[contestant.name]))
            await asyncio.sleep(REST)
        for contestant in self.contestants:
            contestant.rest = rests[contestant.name]

    async def _together(self, name: str, pace: float, seconds: float, *, words: bool) -> None:
        """Plays all bots at once, so that the machine is equally busy for each; words only for those that read."""
        playing = [contestant for contestant in self.contestants if not words or contestant.name in OURS]
        for contestant in playing:
            contestant.types(words)
        costs = await asyncio.gather(*(contestant.stretch(pace, seconds) for contestant in playing))
        for contestant, cost in zip(playing, costs, strict=True):
            contestant.types(False)
            self._add(contestant, name, cost)

    def _add(self, contestant: Contestant, name: str, cost: Cost) -> None:
        self.costs.setdefault((name, contestant.name), Cost()).add(cost)

    async def dearest(self, contestant: Contestant) -> Counter[str]:
        """Shares of what a lone message costs us, by purpose; noting them costs too, so they are not in the tables."""
        file = Path(contestant.bot.env["BENCH_STACKS"])
        contestant.bot.send(signal.SIGUSR1)
        await contestant.stretch(STACKS_AT, STACKS_FOR)
        contestant.bot.send(signal.SIGUSR2)
        while not file.exists():
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.05)
        seconds: dict[str, float] = json.loads(file.read_text())
        return Counter({purpose: spent / sum(seconds.values()) for purpose, spent in seconds.items()})

    def lines(self) -> Iterator[str]:
        names = [contestant.name for contestant in self.contestants]
        yield from _at_rest(self.contestants)
        for title, what in COLUMNS.items():
            yield f"\n| {title} | {' | '.join(names)} |\n|---|{'---|' * len(names)}"
            for pace in dict.fromkeys(pace for pace, _ in self.costs):
                costs = [self.costs.get((pace, name)) for name in names]
                yield f"| {pace} | {' | '.join(what(cost) if cost else '' for cost in costs)} |"
        for name in (name for name in names if name in OURS):
            yield f"\n| {name} / | {' | '.join(PEERS)} |\n|---|{'---|' * len(PEERS)}"
            for pace in dict.fromkeys(pace for pace, _ in self.costs):
                yield f"| {pace} | {' | '.join(self._ratio(pace, name, peer) for peer in PEERS)} |"

    def _ratio(self, pace: str, name: str, peer: str) -> str:
        mine, theirs = self.costs[pace, name], self.costs.get((pace, peer))
        return f"**{mine.ms / theirs.ms:.2f}**" if theirs else ""


COLUMNS: dict[str, Callable[[Cost], str]] = {
    "CPU ms an update, rest subtracted": lambda cost: f"{cost.ms:.2f}",
    "wake-ups an update": lambda cost: f"{cost.wake_ups / max(cost.updates, 1):.1f}",
    "answer after ms, p50 / p99": lambda cost: f"{cost.latency_ms(0.5):.0f} / {cost.latency_ms(0.99):.0f}",
    "updates": lambda cost: str(cost.updates),
}


def _at_rest(contestants: list[Contestant]) -> Iterator[str]:
    yield f"| at rest | {' | '.join(contestant.name for contestant in contestants)} |\n|---|{'---|' * len(contestants)}"
    rests = [contestant.rest for contestant in contestants]
    yield f"| CPU ms a second | {' | '.join(f'{rest.cpu * 1000 / rest.seconds:.1f}' for rest in rests)} |"
    yield f"| wake-ups a second | {' | '.join(f'{rest.wake_ups / rest.seconds:.1f}' for rest in rests)} |"
    yield f"| MiB | {' | '.join(f'{contestant.bot.memory() / MIB:.0f}' for contestant in contestants)} |"
    yield f"| ready after s | {' | '.join(f'{contestant.ready:.1f}' for contestant in contestants)} |"


async def compare(names: list[str], many: int, folder: Path) -> list[str]:
    """Gives the lines of the tables."""
    async with AsyncExitStack() as stack:
        contestants = []
        for name in names:
            opened = us(name, many, folder / OURS[name]) if name in OURS else peer(name, many, folder)
            contestants.append(await stack.enter_async_context(opened))
        for contestant in contestants:
            await contestant.load.pace.shut()
        async with asyncio.TaskGroup() as group:  # a chat that waits in vain ends all
            chats_at_work = [
                group.create_task(contestant.report_for_ever(chat))
                for contestant in contestants
                for chat in contestant.load.chats.values()
            ]
            lines = await tables(Run(contestants))
            for task in chats_at_work:
                task.cancel()
    return lines


async def tables(run: Run) -> list[str]:
    await run.play()
    lines = list(run.lines())
    for contestant in run.contestants:
        if contestant.name in OURS:
            three = (await run.dearest(contestant)).most_common(3)
            shares = "; ".join(f"{purpose} {share:.0%}" for purpose, share in three)
            lines.append(f"\n{contestant.name}, dearest at 20 a second: {shares}")
    return lines


def write(said: str, file: Path = README) -> None:
    """Puts the tables in place of those of the run before."""
    before, _, rest = file.read_text().partition(BEGIN)
    file.write_text(f"{before}{BEGIN}\n{said}\n\n{END}{rest.partition(END)[2]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chats", type=int, default=40, help="of each bot, at once")
    parser.add_argument("--only", nargs="*", choices=[*PEERS, *OURS], default=[*PEERS, *OURS])
    parser.add_argument("--write", action="store_true", help="puts the tables into bench/README.md")
    options = parser.parse_args()
    began, before = time.monotonic(), machine()
    with tempfile.TemporaryDirectory(prefix="donghanh-bench-") as folder:
        lines = asyncio.run(compare(options.only, options.chats, Path(folder)))
    seconds = time.monotonic() - began
    run = f"On {datetime.now(UTC):%d/%m/%Y}, {options.chats} chats each, {seconds:.0f} s; at first {before}"
    said = "\n".join([f"{run}, at the end {machine()}.\n", *lines])
    print(said)
    if options.write:
        write(said)


if __name__ == "__main__":
    main()
