"""Ten thousand random faults under load: what was acknowledged is there, had its effect once, and was answered.

`python -m bench.faults --faults 10000 --seed 1 --minutes 30 --database sqlite --resume`. It runs in rounds, each on a
database of its own; after each the ledger is read, and how far it is is kept in a file.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from bench import ours
from bench.fake_api import TOKEN
from bench.faulty.blows import HOUR, Blows
from bench.faulty.callers import FaultyHook, jumble
from bench.faulty.platform import FaultyApi
from bench.faulty.switches import Switches
from bench.kills import SECRET, PatientLoad, follower_of, reports_until, settle, verdict
from bench.ledger import Ledger
from bench.load import Chat
from bench.ports import free_port
from bench.process import Bot
from tests.nodes.cluster import Cluster, started

MODULE = "bench.faulty.service"
FIRST_CHAT, FIRST_JUMBLED = 20_000_001, 50_000_000
JUMBLERS = 2
SETTLES_WITHIN = 150.0


@dataclass(frozen=True, slots=True)
class Plan:
    """`share` of the platform's answers are faults; a blow comes every `pause` seconds or so."""

    faults: int
    database: str
    seed: int
    minutes: float
    round_of: int
    chats: int
    share: float
    pause: float


@dataclass(slots=True)
class Tally:
    """What came of the rounds so far."""

    database: str
    seed: int
    rounds: int = 0
    seconds: float = 0.0
    faults: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    def keep(self, file: Path) -> None:
        draft = file.with_suffix(".new")
        draft.write_bytes(orjson.dumps(self, option=orjson.OPT_INDENT_2))
        draft.replace(file)

    @classmethod
    def read(cls, file: Path, database: str, seed: int) -> "Tally":
        """Gives what an earlier run with this seed left; a new one if there was none."""
        if not file.exists():
            return cls(database, seed)
        kept = cls(**orjson.loads(file.read_bytes()))
        kept.faults, kept.counts, kept.wrong = Counter(kept.faults), Counter(kept.counts), Counter(kept.wrong)
        return kept if (kept.database, kept.seed) == (database, seed) else cls(database, seed)


@contextmanager
def database(kind: str, folder: Path) -> Iterator[tuple[str, Cluster | None]]:
    """Makes an empty database; PostgreSQL is a primary with a synchronous standby."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'donghanh.db'}", None
        return
    with started(durable=True) as cluster:
        with cluster.primary.connect() as connection:
            connection.execute("CREATE DATABASE donghanh")
        yield cluster.url("donghanh"), cluster


@dataclass(slots=True)
class Round:
    """One life of a database under faults. `until` (monotonic) ends it wherever it is.

    `seen`: the sends and edits that people had seen when the ledger was read; reminders go on leaving after that.
    """

    plan: Plan
    folder: Path
    chance: random.Random
    until: float
    hook: FaultyHook = field(init=False)
    load: PatientLoad = field(init=False)
    api: FaultyApi = field(init=False)
    blows: Blows = field(init=False)
    seen: int = field(default=0, init=False)

    async def run(self) -> Ledger:
        port = free_port()
        self.hook = FaultyHook(port, SECRET, self.chance, 0.0)
        self.load = PatientLoad(self.hook)
        switches = Switches(self.folder / "faults.bin")
        with database(self.plan.database, self.folder) as (url, cluster):
            async with FaultyApi(self.load.heard, self.chance) as self.api:
                env = ours.environment(
                    self.folder, port=port, api=self.api.url, token=TOKEN, secret=SECRET, database=url
                )
                guardians = ours.seeded(env, self.folder, self.plan.chats + JUMBLERS)
                bot = Bot(
                    MODULE, ["serve"], {**env, "FAULTS": str(self.folder / "faults.bin")}, port, self.folder / "log"
                )
                self.blows = Blows(bot, switches, self.chance, self.folder / "donghanh.db", cluster)
                await bot.start()
                try:
                    await self._link(guardians)
                    await self._storm()
                    # what was put off while the clock was ahead is due by now
                    switches.set("clock", HOUR)
                    return await settle(url, self.folder, self.load.chats, SETTLES_WITHIN, self._count_what_was_seen)
                finally:
                    self.hook.hang_up()
                    bot.stop()

    def _count_what_was_seen(self) -> None:
        self.seen = self.api.effects

    async def _link(self, guardians: list[ours.Account]) -> None:
        numbers = [FIRST_CHAT + n for n in range(len(guardians))]
        self.load.chats = {number: Chat(number, follower_of(number)) for number in numbers}
        await ours.link(self.load, dict(zip(numbers, guardians, strict=True)))

    async def _storm(self) -> None:
        over = asyncio.Event()
        self.api.share, self.hook.repeats, self.hook.late = self.plan.share, 0.05, 0.05
        chats = list(self.load.chats.values())
        async with asyncio.TaskGroup() as group:
            for chat in chats[JUMBLERS:]:
                group.create_task(reports_until(self.load, chat, over))
            for place, chat in enumerate(chats[:JUMBLERS]):
                group.create_task(jumble(self.hook, chat.id, FIRST_JUMBLED + place * 1_000_000, over))
            group.create_task(self._half_open_connections(over))
            group.create_task(self.blows.run(over, self.plan.pause))
            while self.faults.total() < self.plan.round_of and time.monotonic() < self.until:
                await asyncio.sleep(0.2)
            self.api.share = self.hook.repeats = self.hook.late = 0.0
            over.set()
        self.blows.calm()

    async def _half_open_connections(self, over: asyncio.Event) -> None:
        while not over.is_set():
            await self.hook.half_open()
            await asyncio.sleep(self.chance.uniform(0.1, 0.8))

    @property
    def faults(self) -> Counter[str]:
        return self.api.faults + self.hook.faults + self.blows.faults

    def doubled(self, found: Ledger) -> int:
        return max(0, self.seen - found.left)

    def counts(self, found: Ledger) -> Counter[str]:
        """Counts what happened, and explains what may happen."""
        doubled = self.doubled(found)
        return Counter(
            {
                "messages answered 200": len(self.hook.accepted),
                "of these brought again though answered": sum(times > 1 for times in self.hook.accepted.values()),
                "refusals and broken connections, brought again": self.hook.refused.total(),
                "visits filed": len(found.receipts),
                "messages sent, by the store": found.left,
                "sends and edits that people saw": self.seen,
                "doubled sends and edits": doubled,
                "of these: the platform's yes was lost on its way": min(doubled, self.api.unheard),
                "of these: ended or cut off from the store before the yes was noted": max(
                    0, doubled - self.api.unheard
                ),
                "sent once more after an end": found.resent,
                "replies given up as doubtful": found.doubtful,
                "times a person waited in vain and wrote again": self.load.in_vain,
                **{f"never sent, {why}": times for why, times in found.given_up.items()},
            }
        )


def problems(found: Ledger, played: Round) -> dict[str, int]:
    """Gives what must be nought. Who was never sent the reply with the receipt has none to show.

    A send is doubled because the platform's yes was lost, or because it was left half sent by an end; one that was so
    twice is given up, and was seen as often.
    """
    wrong = verdict(found, played.load, played.hook)
    unseen = found.given_up.total() - found.doubtful
    wrong["visits without a receipt"] = max(0, wrong["visits without a receipt"] - unseen)
    explained = played.api.unheard + found.resent + found.doubtful
    wrong["doubled sends without a reason"] = max(0, played.doubled(found) - explained)
    return wrong


async def run(plan: Plan, tally: Tally, file: Path | None = None) -> Tally:
    """Plays rounds until there were so many faults, or the minutes are over."""
    until = time.monotonic() + plan.minutes * 60
    while tally.faults.total() < plan.faults and time.monotonic() < until:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="donghanh-faults-") as folder:
            played = Round(plan, Path(folder), random.Random(f"{plan.seed}/{tally.rounds}"), until)
            found = await played.run()
            wrong = problems(found, played)
            if any(wrong.values()):
                tell_of_the_end(Path(folder), tally.rounds, wrong)
        tally.faults += played.faults
        tally.counts += played.counts(found)
        tally.wrong.update(wrong)
        tally.rounds += 1
        tally.seconds += time.monotonic() - began
        if file is not None:
            tally.keep(file)
        print(f"round {tally.rounds}: {tally.faults.total()} faults, {tally.seconds:.0f} s", flush=True)
    return tally


def tell_of_the_end(folder: Path, number: int, wrong: dict[str, int]) -> None:
    """Shows what may tell why a round went wrong."""
    print(f"round {number} went wrong: { ({name: count for name, count in wrong.items() if count}) }")
    lines = (folder / "log").read_text(errors="replace").splitlines()
    print(*[line[:300] for line in lines if '"error"' in line][-20:], sep="\n", flush=True)


def report(tally: Tally) -> bool:
    for title, rows in (("fault", tally.faults), ("what happened", tally.counts), ("must be nought", tally.wrong)):
        print(f"\n| {title} | {tally.database} |\n|---|---:|")
        for name in sorted(rows):
            print(f"| {name} | {rows[name]:,} |")
    good = not any(tally.wrong.values())
    print(f"\n{tally.faults.total():,} faults in {tally.rounds} rounds, {tally.seconds:.0f} s, seed {tally.seed}")
    print("nothing lost, nothing doubled" if good else "NOT everything exactly once")
    return good


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", type=int, default=10_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=60.0, help="ends after so long, wherever it is")
    parser.add_argument("--round-of", type=int, default=1000, help="faults a round, on a database of its own")
    parser.add_argument("--chats", type=int, default=30)
    parser.add_argument("--share", type=float, default=0.2, help="share of the platform's answers that are faults")
    parser.add_argument("--pause", type=float, default=0.7, help="seconds between two blows, about")
    parser.add_argument("--resume", action="store_true", help="goes on where the last run with this seed ended")
    parser.add_argument("--state", type=Path, help="the file that keeps how far it is")
    given = parser.parse_args()
    plan = Plan(
        *(given.faults, given.database, given.seed, given.minutes),
        *(given.round_of, given.chats, given.share, given.pause),
    )
    file = given.state or Path("var") / f"faults-{plan.database}-{plan.seed}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    tally = Tally.read(file, plan.database, plan.seed) if given.resume else Tally(plan.database, plan.seed)
    sys.exit(0 if report(asyncio.run(run(plan, tally, file))) else 1)


if __name__ == "__main__":
    main()
