"""Hostile updates, seeded and made from real ones, at the parsers, the core and the running service.

`python -m bench.fuzz --count 1000000 --resume`, `--through core|http`; `--only N` plays a single one again.
"""

import argparse
import asyncio
import itertools
import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import structlog

from bench.fuzzing.core import Core
from bench.fuzzing.readers import Readers, body_of
from bench.fuzzing.service import left_behind, served
from bench.fuzzing.surface import Surface

KEEPS_EVERY = 10_000
MOST_KEPT = 20
AT_ONCE = 10
Take = Callable[[int], tuple[str, str]]


@dataclass(slots=True)
class Tally:
    """How far a run is: `wrong` holds the first few of what escaped, with their numbers."""

    seed: int
    through: str
    done: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    escaped: int = 0
    seconds: float = 0.0

    def add(self, number: int, outcome: str, problem: str) -> None:
        self.outcomes[outcome] += 1
        self.done = max(self.done, number + 1)
        if problem:
            self.blame(f"{number}: {problem}")

    def blame(self, problem: str) -> None:
        self.escaped += 1
        if len(self.wrong) < MOST_KEPT:
            self.wrong.append(problem)

    def keep(self, file: Path) -> None:
        draft = file.with_suffix(".new")
        draft.write_bytes(orjson.dumps(self, option=orjson.OPT_INDENT_2))
        draft.replace(file)

    @classmethod
    def read(cls, file: Path, seed: int, through: str) -> "Tally":
        """Gives what an earlier run with this seed left; a new one if there was none."""
        if not file.exists():
            return cls(seed, through)
        kept = cls(**orjson.loads(file.read_bytes()))
        kept.outcomes = Counter(kept.outcomes)
        return kept if (kept.seed, kept.through) == (seed, through) else cls(seed, through)


def in_process(take: Take, tally: Tally, count: int, file: Path | None, until: float) -> None:
    for number in range(tally.done, count):
        tally.add(number, *take(number))
        if number % KEEPS_EVERY == KEEPS_EVERY - 1 and file is not None:
            tally.keep(file)
        if time.monotonic() > until:
            return


async def over_http(tally: Tally, count: int, folder: Path, until: float) -> None:
    async with served(tally.seed, folder) as (surface, url):
        numbers = itertools.takewhile(lambda _: time.monotonic() < until, range(tally.done, count))
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(_asker(surface, tally, numbers))
        for problem in await left_behind(surface, url, folder):
            tally.blame(problem)
        for line in surface.told():
            tally.blame(f"told the log: {line}")


async def _asker(surface: Surface, tally: Tally, numbers: "itertools.takewhile[int]") -> None:
    for number in numbers:
        tally.add(number, *await surface.take(number))


def run(tally: Tally, count: int, file: Path | None = None, minutes: float = 24 * 60) -> Tally:
    """Plays updates up to number `count`, or for so many minutes; the same seed plays the same ones."""
    began = time.monotonic()
    until = began + minutes * 60
    if tally.through == "parsers":
        in_process(Readers(tally.seed).take, tally, count, file, until)
    else:
        with tempfile.TemporaryDirectory(prefix="donghanh-fuzz-") as folder:
            if tally.through == "core":
                core = Core(tally.seed, Path(folder))
                in_process(core.take, tally, count, file, until)
                core.close()
            else:
                asyncio.run(over_http(tally, count, Path(folder), until))
    tally.seconds += time.monotonic() - began
    if file is not None:
        tally.keep(file)
    return tally


def report(tally: Tally) -> None:
    for outcome, times in sorted(tally.outcomes.items()):
        print(f"{times:>9}  {outcome}")
    print(f"{tally.done:>9}  in all, seed {tally.seed}, {tally.seconds:.0f} s, through {tally.through}")
    print("\n".join(tally.wrong))
    print(f"{tally.escaped} escaped" if tally.escaped else "nothing escaped")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=24 * 60, help="ends after so long, wherever it is")
    parser.add_argument("--through", choices=["parsers", "core", "http"], default="parsers")
    parser.add_argument("--resume", action="store_true", help="goes on where the last run with this seed ended")
    parser.add_argument("--state", type=Path, help="the file that keeps how far it is")
    parser.add_argument("--only", type=int, help="shows one update and what became of it")
    given = parser.parse_args()
    # refusals are counted, not written down a million times
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    if given.only is not None:
        readers = Readers(given.seed)
        print(*body_of(given.seed, given.only, readers.samples), *readers.take(given.only), sep="\n")
        return
    file = given.state or Path("var") / f"fuzz-{given.through}-{given.seed}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    tally = Tally.read(file, given.seed, given.through) if given.resume else Tally(given.seed, given.through)
    report(run(tally, given.count, file, given.minutes))
    sys.exit(1 if tally.escaped else 0)


if __name__ == "__main__":
    main()
