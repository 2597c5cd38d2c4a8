"""The visit report through our service and through two peers in one run: cost, latency and memory as ratios.

`python -m bench.turns --chats 100 --reports 3 --rounds 3`
"""

import argparse
import asyncio
import itertools
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bench import ours
from bench.fake_api import TOKEN, FakeApi
from bench.hook import Hook
from bench.load import Chat, Load, Measure
from bench.phone import Act, Follower
from bench.process import Bot, free_port

SECRET = "bench-secret"
PEERS = {"aiogram": "bench.peers.aiogram_bot", "ptb": "bench.peers.ptb_bot"}
COLUMNS = "{:<16}{:>8}{:>12}{:>8}{:>9}{:>9}{:>6}{:>11}{:>9}"
TITLES = ("", "updates", "CPU ms/upd", "upd/s", "p50 ms", "p99 ms", "MiB", "calls/upd", "ready s")


@dataclass(frozen=True, slots=True)
class Plan:
    chats: int
    reports: int
    warm_up: int
    connections: int
    uvloop: bool
    database: str
    worrying: bool
    rounds: int


def chats_of(count: int, plan: Plan) -> list[Chat]:
    numbers = itertools.count(1)
    return [
        Chat(10_000_001 + n, Follower(lambda: f"khỏe, đang phụ hồ, lần {next(numbers)}", worrying=plan.worrying))
        for n in range(count)
    ]


@asynccontextmanager
async def running(bot: Bot) -> AsyncIterator[float]:
    try:
        yield await bot.start()
    finally:
        bot.stop()


async def measure_peer(name: str, plan: Plan, folder: Path) -> Measure:
    port = free_port()
    load = Load(Hook(port, SECRET, plan.connections), chats_of(plan.chats, plan))
    async with FakeApi(load.heard) as api:
        env = {"BOT_TOKEN": TOKEN, "BOT_API": api.url, "BOT_PORT": str(port), "BOT_SECRET": SECRET}
        if plan.uvloop:
            env["BOT_UVLOOP"] = "1"
        bot = Bot(PEERS[name], [], env, port, folder / f"{name}.log")
        async with running(bot) as ready:
            return await _play(load, bot, api, plan, ready)


async def measure_ours(plan: Plan, folder: Path) -> Measure:
    port = free_port()
    with ours.database(plan.database, folder) as url:
        load = Load(Hook(port, SECRET, plan.connections), [])
        async with FakeApi(load.heard) as api:
            env = ours.environment(folder, port=port, api=api.url, token=TOKEN, secret=SECRET, database=url)
            guardians = ours.seeded(env, folder, plan.chats)
            chats = chats_of(len(guardians), plan)
            load.chats = {chat.id: chat for chat in chats}
            bot = Bot(ours.MODULE, ["serve"], env, port, folder / "ours.log")
            async with running(bot) as ready:
                await ours.link(load, dict(zip(load.chats, guardians, strict=True)))
                return await _play(load, bot, api, plan, ready)


async def _play(load: Load, bot: Bot, api: FakeApi, plan: Plan, ready: float) -> Measure:
    async def reports(chat: Chat, count: int) -> None:
        for _ in range(count):
            await load.report(chat, Act(text="/visit"))

    await load.everybody(lambda chat: reports(chat, plan.warm_up))
    measure = await load.measured(bot, api, lambda chat: reports(chat, plan.reports))
    return replace(measure, ready=ready)


async def run(plan: Plan, names: list[str]) -> dict[str, Measure]:
    """All bots by turns, so that a busy moment of the machine strikes each; of each the round of median cost."""
    rounds: dict[str, list[Measure]] = {name: [] for name in names}
    for _ in range(plan.rounds):
        for name in names:
            with tempfile.TemporaryDirectory(prefix="donghanh-bench-") as folder:
                measure = measure_ours if name == "ours" else partial(measure_peer, name)
                rounds[name].append(await measure(plan, Path(folder)))
                show(name, rounds[name][-1])
    return {name: sorted(each, key=lambda one: one.cpu_ms)[len(each) // 2] for name, each in rounds.items()}


def show(name: str, measure: Measure) -> None:
    print(
        COLUMNS.format(
            name,
            measure.updates,
            f"{measure.cpu_ms:.3f}",
            f"{measure.updates / measure.seconds:.0f}",
            f"{measure.latency_ms(0.5):.1f}",
            f"{measure.latency_ms(0.99):.1f}",
            f"{measure.memory / 2**20:.0f}",
            f"{measure.calls / measure.updates:.2f}",
            f"{measure.ready:.1f}",
        ),
        flush=True,
    )


def show_ratios(measures: dict[str, Measure]) -> None:
    mine = measures.get("ours")
    if mine is None:
        return
    for name, peer in measures.items():
        if name != "ours":
            print(
                COLUMNS.format(
                    f"ours / {name}",
                    "",
                    f"{mine.cpu_ms / peer.cpu_ms:.2f}",
                    "",
                    f"{mine.latency_ms(0.5) / peer.latency_ms(0.5):.2f}",
                    f"{mine.latency_ms(0.99) / peer.latency_ms(0.99):.2f}",
                    f"{mine.memory / peer.memory:.2f}",
                    "",
                    f"{mine.ready / peer.ready:.2f}",
                )
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chats", type=int, default=100, help="at once")
    parser.add_argument("--reports", type=int, default=3, help="visit reports of each chat that count")
    parser.add_argument("--warm-up", type=int, default=1, help="visit reports of each chat before")
    parser.add_argument("--rounds", type=int, default=3, help="the ratios are those of the rounds of median cost")
    parser.add_argument("--connections", type=int, default=40, help="of the webhook, as Telegram's max_connections")
    parser.add_argument("--uvloop", action="store_true", help="uvloop for the peers as well")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--worrying", action="store_true", help="reports name concerns, which raise alerts with us")
    parser.add_argument("--only", nargs="*", choices=["aiogram", "ptb", "ours"], default=["aiogram", "ptb", "ours"])
    fields = dict(vars(parser.parse_args()))
    names = fields.pop("only")
    plan = Plan(**fields)
    print(COLUMNS.format(*TITLES))
    show_ratios(asyncio.run(run(plan, names)))


if __name__ == "__main__":
    main()
