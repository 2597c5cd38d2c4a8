"""An alert is raised while a hundred thousand broadcast messages wait: how long until it leaves."""

import asyncio
import random
import statistics
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench import crowd, ours
from bench.fake_api import TOKEN, FakeApi, Reply
from bench.gauges import machine, milliseconds, resident
from bot.channels.registry import channel_limits
from bot.channels.telegram.channel import Telegram
from bot.clock import Clock
from bot.delivery.dispatcher import MOST_IN_MEMORY, Dispatcher
from bot.intake.desk import Desk
from handlers.kit.deployment import Deployment
from handlers.matters import REGISTRY
from handlers.notify.alerts import raise_alert
from handlers.texts import Texts
from seeds.tables import load_tables
from storage import accounts, chats, migrations, outbox
from storage.database import Db, Store
from storage.keyring import Keyring
from storage.opening import open_store
from storage.outbox import sending
from storage.outbox.sending import Sending
from storage.persons import persons

OFFICER = 10_000_001
CROWD = 20_000_001
FEW = 100
PATIENCE = 30.0
MORNING = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


@dataclass
class Post:
    """The dispatcher as the service runs it, and what the platform heard from it."""

    store: Store
    alerts: asyncio.Queue[float] = field(default_factory=asyncio.Queue)
    broadcasts: list[float] = field(default_factory=list)
    api: FakeApi = field(init=False)
    dispatcher: Dispatcher = field(init=False)

    def __post_init__(self) -> None:
        self.api = FakeApi(self.heard)

    def heard(self, reply: Reply) -> None:
        self.api.texts.clear()  # the fake's memory is not ours
        if reply.chat_id == OFFICER:
            self.alerts.put_nowait(time.perf_counter())
        else:
            self.broadcasts.append(time.perf_counter())

    def hand_over(self, sendings: list[Sending]) -> None:
        self.dispatcher.put(sendings)


def deployment() -> Deployment:
    return Deployment(
        Texts.load(), crowd.UNIT, "xã Kim Bảng", load_tables(datetime.now(UTC).date()), channel_limits(), REGISTRY
    )


def settle(store: Store, times: int) -> list[int]:
    """An officer on duty in a chat, and people to raise alerts for."""
    with store.transaction() as db:
        officer = accounts.add(db, unit=crowd.UNIT, name="Lê Văn Hùng", roles=("officer",), on_duty=True)
        chats.link(db, chats.add(db, "telegram", str(OFFICER)).id, officer)
    crowd.add_guardians(store, times, datetime.now(UTC).date(), CROWD - times)
    with store.transaction() as db:
        return list(db.execute(persons.select().with_only_columns(persons.c.id)).scalars())


async def play(store: Store, people: list[int], memory: list[float]) -> list[float]:
    """Raises an alert for each, at odd moments; seconds until the platform had it."""
    post = Post(store)
    async with post.api:
        desk = Desk(store, deployment(), post.hand_over)
        channel = Telegram(TOKEN, post.api.url)
        post.dispatcher = Dispatcher(desk, channel)
        for part in (desk, channel, post.dispatcher):
            await part.start()
        await asyncio.sleep(3)
        began, already = time.perf_counter(), len(post.broadcasts)
        taken = []
        for person in people:
            await asyncio.sleep(1 + random.random())
            memory.append(resident())
            taken.append(await alarm(post, desk, person))
        left = (len(post.broadcasts) - already + len(people)) / (time.perf_counter() - began)
        print(f"messages a second meanwhile: {left:.1f}; most in any second: {most_in_a_second(post.broadcasts)}")
        for last in (post.dispatcher, desk, channel):
            await last.stop()
    return taken


def most_in_a_second(moments: list[float]) -> int:
    most, start = 0, 0
    for end, moment in enumerate(moments):
        while moments[start] <= moment - 1:
            start += 1
        most = max(most, end - start + 1)
    return most


async def alarm(post: Post, desk: Desk, person: int) -> float:
    raising = partial(
        raise_alert,
        deployment=desk.deployment,
        unit=crowd.UNIT,
        level="urgent",
        reason="crisis",
        person_id=person,
        raised_by=None,
    )
    began = time.perf_counter()
    await desk.run(lambda db: raising(db))
    async with asyncio.timeout(PATIENCE):
        return await post.alerts.get() - began


def working_day() -> Clock:
    """Broadcasts rest at night and on holidays; the measurement does not."""
    clock = Clock()
    return Clock(MORNING - clock.now())


def queries(store: Store) -> dict[str, float]:
    def take(db: Db) -> object:
        return sending.take(db, "telegram", outbox.BROADCAST, MOST_IN_MEMORY // 2)

    def oldest(db: Db) -> object:
        return sending.oldest_waiting(db, "telegram")

    return {"polling for 50 messages": milliseconds(store, take), "oldest that waits": milliseconds(store, oldest)}


def run(database: str, rows: int, times: int, folder: Path) -> float:
    """The longest wait, in seconds."""
    with ours.database(database, folder) as url:
        store = open_store(url, Keyring.fresh(), working_day().now)
        migrations.upgrade(store)
        people = settle(store, times)
        crowd.add_broadcasts(store, FEW, CROWD)
        few = queries(store)
        crowd.add_broadcasts(store, rows - FEW, CROWD + FEW)
        many = queries(store)
        print(f"{database}, {rows:,} messages wait; {machine()}")
        memory: list[float] = []
        taken = asyncio.run(play(store, people, memory))
        store.close()
    print(f"alert until it left, {times} times: median {statistics.median(taken) * 1000:.0f} ms, ", end="")
    print(f"longest {max(taken) * 1000:.0f} ms")
    print(f"memory: {memory[0]:.0f} MiB at first, {memory[-1]:.0f} at last, {max(memory):.0f} at most")
    for name in few:
        print(f"{name}: {few[name]:.2f} ms with {FEW} waiting, {many[name]:.2f} ms with {rows:,}")
    return max(taken)
