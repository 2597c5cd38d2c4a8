"""Several nodes on a primary with a synchronous standby: throughput, and how long nobody answers after a loss.

`python -m bench.nodes throughput` and `python -m bench.nodes losses --times 3`
"""

import argparse
import asyncio
import os
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from bench import ours
from bench.fake_api import TOKEN, FakeApi, Reply
from bench.hook import Hook, text_update
from bench.kills import follower_of
from bench.load import Chat, Load
from bench.phone import Act
from bench.ports import free_port
from bench.process import Bot
from tests.nodes.cluster import Cluster, started

SECRET = "bench-secret"
EVERY = 0.05
# as a balancer's, for a node that takes a connection and says nothing
PATIENCE = 2.0
SETTLES_WITHIN = 40.0
LEASE = "delivery:telegram"


class SpreadHook(Hook):
    """Each update to the next node; to another one when that is gone or has no database just now."""

    def __init__(self, ports: list[int]):
        super().__init__(ports[0], SECRET)
        self.hooks = [Hook(port, SECRET) for port in ports]
        self._turn = 0

    async def post(self, update: dict[str, Any]) -> int:
        while True:
            self._turn += 1
            try:
                async with asyncio.timeout(PATIENCE):
                    status = await self.hooks[self._turn % len(self.hooks)].post(update)
            except OSError:
                status = 0
            if status == 200:
                return status
            await asyncio.sleep(0.02)


@dataclass(slots=True)
class Stage:
    cluster: Cluster
    api: FakeApi
    folder: Path
    url: str
    nodes: list[Bot] = field(default_factory=list)

    async def start(self, count: int) -> list[dict[str, str]]:
        ports = [free_port() for _ in range(count)]
        envs = [
            ours.environment(self.folder, port=port, api=self.api.url, token=TOKEN, secret=SECRET, database=self.url)
            for port in ports
        ]
        for env, port in zip(envs, ports, strict=True):
            self.nodes.append(Bot(ours.MODULE, ["serve"], env, port, self.folder / f"{port}.log"))
        return envs

    def holder(self) -> Bot:
        with psycopg.connect(self.url, connect_timeout=3) as connection:
            row = connection.execute("SELECT holder FROM leases WHERE name = %s", [LEASE]).fetchone()
        assert row is not None
        return next(node for node in self.nodes if str(node.pid) == row[0].split("/")[1])

    def say_it_was_elsewhere(self) -> None:
        """What one machine knows of its own dead processes does not count."""
        with psycopg.connect(self.url, connect_timeout=3) as connection:
            connection.execute("UPDATE leases SET holder = 'elsewhere/1/1/beef' WHERE name = %s", [LEASE])


@contextmanager
def cluster_with_database() -> Iterator[tuple[Cluster, str]]:
    with started(durable=True) as cluster:
        with cluster.primary.connect() as connection:
            connection.execute("CREATE DATABASE donghanh")
        yield cluster, cluster.url("donghanh")


@asynccontextmanager
async def stage(heard: Callable[[Reply], None]) -> AsyncIterator[Stage]:
    with tempfile.TemporaryDirectory(prefix="donghanh-nodes-") as folder, cluster_with_database() as (cluster, url):
        async with FakeApi(heard) as api:
            made = Stage(cluster, api, Path(folder), url)
            try:
                yield made
            finally:
                for node in made.nodes:
                    node.kill()


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds to the reply; bytes of WAL and of the database an update."""

    rate: float
    middle: float
    most: float
    wal: float
    disk: float


def _bytes(made: Stage) -> tuple[int, int]:
    wal = made.cluster.primary.ask("SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint")
    size = made.cluster.primary.ask("SELECT pg_database_size('donghanh')")
    assert isinstance(wal, int)
    assert isinstance(size, int)
    return wal, size


async def throughput(count: int, chats: int, reports: int) -> Figures:
    hook = SpreadHook([1])
    load = Load(hook, [])
    async with stage(load.heard) as made:
        [env, *_] = await made.start(count)
        guardians = ours.seeded(env, made.folder, chats)
        hook.hooks = [Hook(node.port, SECRET) for node in made.nodes]
        await asyncio.gather(*(node.start() for node in made.nodes))
        load.chats = {20_000_001 + n: Chat(20_000_001 + n, follower_of(n)) for n in range(len(guardians))}
        await ours.link(load, dict(zip(load.chats, guardians, strict=True)))

        async def play(chat: Chat) -> None:
            for _ in range(reports):
                await load.report(chat, Act(text="/visit"))

        load.latencies = []
        wal, size = _bytes(made)
        began = time.perf_counter()
        await load.everybody(play)
        seconds = time.perf_counter() - began
        wal_after, size_after = _bytes(made)
    ordered = sorted(load.latencies)
    updates = len(ordered)
    middle, most = ordered[updates // 2] * 1000, ordered[int(updates * 0.99)] * 1000
    return Figures(updates / seconds, middle, most, (wal_after - wal) / updates, (size_after - size) / updates)


@dataclass(slots=True)
class Trickle:
    """Strangers who write all the time, each once: when each was stored and answered."""

    stored: dict[int, float] = field(default_factory=dict)
    replies: dict[int, float] = field(default_factory=dict)
    written: dict[int, float] = field(default_factory=dict)

    def heard(self, reply: Reply) -> None:
        self.replies.setdefault(reply.chat_id, time.monotonic())

    async def run(self, hook: SpreadHook, over: asyncio.Event) -> None:
        async with asyncio.TaskGroup() as group:
            number = 30_000_000
            while not over.is_set():
                number += 1
                self.written[number] = time.monotonic()
                group.create_task(self._one(hook, number))
                await asyncio.sleep(EVERY)

    async def _one(self, hook: SpreadHook, number: int) -> None:
        await hook.post(text_update(number, number, number, "alo"))
        self.stored[number] = time.monotonic()

    def gap(self, since: float, of: dict[int, float]) -> float:
        """The longest time without any of these, from shortly before that moment on."""
        moments = sorted(moment for moment in of.values() if moment > since - 1)
        return max((later - earlier for earlier, later in pairwise(moments)), default=0.0)

    async def until_answered(self, since: float) -> None:
        """Everybody who wrote before this call has a reply."""
        waiting = [number for number, at in self.written.items() if at > since - 1]
        end = time.monotonic() + SETTLES_WITHIN
        while any(number not in self.replies for number in waiting):
            if time.monotonic() > end:
                lost = sum(number not in self.replies for number in waiting)
                raise RuntimeError(f"{lost} of {len(waiting)} were never answered")
            await asyncio.sleep(0.1)


async def losses(times: int) -> None:
    trickle = Trickle()
    async with stage(trickle.heard) as made:
        [env, *_] = await made.start(3)
        ours.seeded(env, made.folder, 1)
        await asyncio.gather(*(node.start() for node in made.nodes))
        hook = SpreadHook([node.port for node in made.nodes])
        over = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(trickle.run(hook, over))
            try:
                for name, lose in (
                    ("killed, known to be dead", killed),
                    ("killed elsewhere", gone),
                    ("silent", silent),
                ):
                    await _report_loss(name, times, trickle, made, lose)
                await _report_loss("primary killed, standby promoted", 1, trickle, made, failed_over)
            finally:
                over.set()
        print(f"{len(trickle.stored)} messages answered 200, {len(trickle.replies)} of them with a reply")


async def _report_loss(
    name: str, times: int, trickle: Trickle, made: Stage, lose: Callable[[Stage], Callable[[], None] | None]
) -> None:
    stored, replied = [], []
    for _ in range(times):
        await asyncio.sleep(3)
        began = time.monotonic()
        mend = await asyncio.to_thread(lose, made)
        await asyncio.sleep(12)
        if mend is not None:
            mend()
        await trickle.until_answered(began)
        stored.append(trickle.gap(began, trickle.stored))
        replied.append(trickle.gap(began, trickle.replies))
        await asyncio.gather(*(node.start() for node in made.nodes if not node.running))
    print(
        f"{name}: longest without a message stored {median(stored):.1f} s (most {max(stored):.1f}), "
        f"without a reply {median(replied):.1f} s (most {max(replied):.1f})",
        flush=True,
    )


def killed(made: Stage) -> None:
    made.holder().kill()


def gone(made: Stage) -> None:
    holder = made.holder()
    holder.kill()
    made.say_it_was_elsewhere()


def silent(made: Stage) -> Callable[[], None]:
    """Stopped in the middle of whatever it did, its connections open."""
    pid = made.holder().pid
    os.kill(pid, signal.SIGSTOP)
    return lambda: os.kill(pid, signal.SIGCONT)


def failed_over(made: Stage) -> None:
    made.cluster.fail_over()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["throughput", "losses"])
    parser.add_argument("--chats", type=int, default=40)
    parser.add_argument("--reports", type=int, default=2)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--nodes", type=int, nargs="+", default=[1, 2, 3], help="how many at a time")
    given = parser.parse_args()
    if given.what == "losses":
        asyncio.run(losses(given.times))
        return
    for count in given.nodes:
        found = asyncio.run(throughput(count, given.chats, given.reports))
        print(
            f"{count} nodes: {found.rate:.0f} updates/s, reply after {found.middle:.0f} ms (p99 {found.most:.0f}), "
            f"{found.wal / 1000:.1f} kB of WAL and {found.disk / 1000:.1f} kB of database an update",
            flush=True,
        )


if __name__ == "__main__":
    main()
