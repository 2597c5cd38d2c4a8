"""`kill -9` at random moments under load: what was answered 200 must have been handled, and exactly once.

`python -m bench.kills --kills 100 --database sqlite`
"""

import argparse
import asyncio
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import ledger, ours
from bench.fake_api import TOKEN, FakeApi, Reply
from bench.hook import Hook
from bench.ledger import Ledger
from bench.load import Chat, Load, LostTheThread, NoReply
from bench.phone import Act, Follower
from bench.ports import free_port
from bench.process import Bot

SECRET = "bench-secret"
RECEIPT = re.compile(r"\bTH-\d+\b")
RETRY_AFTER = 0.05
SETTLES_WITHIN = 60.0
WAITS_FOR = 10.0
ACCEPTED = 200


@dataclass(frozen=True, slots=True)
class Plan:
    kills: int
    database: str
    chats: int
    least: float
    most: float
    repeats: float
    seed: int


class StubbornHook(Hook):
    """Brings an update again until it is taken, as Telegram does; now and then once more after that."""

    def __init__(self, port: int, secret: str, chance: random.Random, repeats: float):
        super().__init__(port, secret)
        self.chance = chance
        self.repeats = repeats
        self.accepted: dict[str, int] = {}
        self.refused: Counter[str] = Counter()
        self.presses_of_send = 0

    async def post(self, update: dict[str, Any]) -> int:
        name = str(update["update_id"])
        while True:
            try:
                status = await super().post(update)
            except OSError:
                self.refused["no connection"] += 1
            else:
                if status == ACCEPTED:
                    self.accepted[name] = self.accepted.get(name, 0) + 1
                    if self.chance.random() >= self.repeats:
                        break
                else:
                    self.refused[str(status)] += 1
            await asyncio.sleep(RETRY_AFTER)
        if str(update.get("callback_query", {}).get("data", "")).endswith("!send"):
            self.presses_of_send += 1
        return ACCEPTED


class PatientLoad(Load):
    """Remembers every receipt that a chat was shown."""

    def __init__(self, hook: Hook):
        super().__init__(hook, [])
        self.patience = WAITS_FOR
        self.passes_over_notices = False
        self.receipts: Counter[str] = Counter()

    def heard(self, reply: Reply) -> None:
        super().heard(reply)
        self.receipts.update(set(RECEIPT.findall(reply.text)))


@dataclass(slots=True)
class Killer:
    bot: Bot
    plan: Plan
    chance: random.Random
    kills: int = 0
    starts: list[float] = field(default_factory=list)

    async def run(self) -> None:
        while self.kills < self.plan.kills:
            await asyncio.sleep(self.chance.uniform(self.plan.least, self.plan.most))
            self.bot.kill()
            self.kills += 1
            self.starts.append(await self.bot.start())
            if self.kills % 10 == 0:
                print(f"  {self.kills} kills, restart {self.starts[-1]:.1f} s", flush=True)


def follower_of(number: int) -> Follower:
    """Gives every report of every chat a note of its own."""
    count = 0

    def note() -> str:
        nonlocal count
        count += 1
        return f"khỏe, đang phụ hồ, chat {number} lần {count}"

    return Follower(note)


async def reports_until(load: Load, chat: Chat, over: asyncio.Event) -> None:
    while not over.is_set():
        try:
            await load.report(chat, Act(text="/visit"))
        except NoReply:  # sent twice as far as the service can know, and lost both times; the person writes again
            load.in_vain += 1
        except LostTheThread:  # an answer shown once more was taken for the next one
            load.confused += 1


async def settle(
    url: str,
    folder: Path,
    addresses: Iterable[int],
    patience: float = SETTLES_WITHIN,
    before_reading: Callable[[], None] = lambda: None,
) -> Ledger:
    """Gives what the database says once nothing moves any more but reminders, which leave whenever they are due."""
    until = time.monotonic() + patience
    known = [str(address) for address in addresses]
    while True:
        before_reading()
        left = await asyncio.to_thread(ledger.read, url, folder / "keys.json", known)
        waiting = [state for state in left.states.values() if state == "waiting"]
        if not (waiting or left.never_sent or left.half_sent) or time.monotonic() > until:
            return left
        await asyncio.sleep(0.5)


def verdict(left: Ledger, load: PatientLoad, hook: StubbornHook) -> dict[str, int]:
    """Counts by name what must be nought."""
    filed, acknowledged = set(left.receipts), set(load.receipts)
    answered = {address: left.messages[address] - left.replies[address] for address in left.messages}
    return {
        "answered 200 but not in the inbox": len(hook.accepted.keys() - left.states.keys()),
        "in the inbox and not done": sum(state != "done" for state in left.states.values()),
        "visits filed twice": len(left.twice()) + len(left.receipts) - len(filed),
        "visits lost (receipt given, no visit)": len(acknowledged - filed),
        "visits without a receipt": max(0, len(filed - acknowledged) - left.doubtful),
        "visits without a press of send": max(0, len(filed) - hook.presses_of_send),
        "messages without exactly one reply": sum(difference != 0 for difference in answered.values()),
        "messages never sent": left.never_sent,
    }


async def run(plan: Plan, folder: Path) -> bool:
    chance = random.Random(plan.seed)
    port = free_port()
    with ours.database(plan.database, folder) as url:
        hook = StubbornHook(port, SECRET, chance, plan.repeats)
        load = PatientLoad(hook)
        async with FakeApi(load.heard) as api:
            env = ours.environment(folder, port=port, api=api.url, token=TOKEN, secret=SECRET, database=url)
            guardians = ours.seeded(env, folder, plan.chats)
            load.chats = {20_000_001 + n: Chat(20_000_001 + n, follower_of(n)) for n in range(len(guardians))}
            bot = Bot(ours.MODULE, ["serve"], env, port, folder / "ours.log")
            await bot.start()
            try:
                await ours.link(load, dict(zip(load.chats, guardians, strict=True)))
                killer = Killer(bot, plan, chance)
                await _under_load(load, killer)
                found = await settle(url, folder, load.chats)
            finally:
                bot.stop()
    return report(killer, found, load, hook)


async def _under_load(load: Load, killer: Killer) -> None:
    over = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for chat in load.chats.values():
            group.create_task(reports_until(load, chat, over))
        try:
            await killer.run()
        finally:
            over.set()


def report(killer: Killer, found: Ledger, load: PatientLoad, hook: StubbornHook) -> bool:
    counts = {
        "kills": killer.kills,
        "updates answered 200": len(hook.accepted),
        "of these brought again though answered": sum(times > 1 for times in hook.accepted.values()),
        "refusals and broken connections": hook.refused.total(),
        "messages in the inbox": len(found.states),
        "visits filed": len(found.receipts),
        "replies shown twice after a kill": sum(load.receipts.values()) - len(load.receipts),
        "replies given up as doubtful, after two kills": found.doubtful,
        "times a person waited in vain": load.in_vain,
        "times a person took a repeated reply for the next": load.confused,
    }
    problems = verdict(found, load, hook)
    for name, count in {**counts, **problems}.items():
        print(f"{count:>8}  {name}")
    slowest = max(killer.starts, default=0.0)
    good = not any(problems.values())
    print(f"{slowest:>7.1f}s  slowest restart\n{'everything exactly once' if good else 'NOT exactly once'}")
    return good


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--chats", type=int, default=20)
    parser.add_argument("--least", type=float, default=0.05, help="seconds of life at least")
    parser.add_argument("--most", type=float, default=1.5, help="seconds of life at most")
    parser.add_argument("--repeats", type=float, default=0.02, help="share of updates brought again though taken")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    plan = Plan(given.kills, given.database, given.chats, given.least, given.most, given.repeats, given.seed)
    with tempfile.TemporaryDirectory(prefix="donghanh-kills-") as folder:
        good = asyncio.run(run(plan, Path(folder)))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
