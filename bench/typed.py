"""What a typed message adds to a turn against a pressed button, in processor time: `python -m bench.typed`.

The same questions of the visit report are answered by pressing and in own words, by turns, and the same wishes asked
for by button and in a sentence, on SQLite without any network. Timed is the whole turn, from the message to the commit.
"""

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import process_time

from bot.channels.registry import channel_limits, links
from handlers.kit import Incoming
from handlers.kit.deployment import Deployment
from handlers.matters import REGISTRY
from handlers.texts import Texts
from handlers.understand import answers, learnt
from handlers.understand.place_names import province_of
from seeds.tables import load_tables
from storage import migrations
from storage.database import VIETNAM
from storage.keyring import Keyring
from storage.opening import open_store
from tests.person import WITH_BUTTONS, Talker, World

GOAL_MS = 1.0
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)
TITLES = "{:<22}{:>6}{:>10}{:>10}{:>10}{:>12}{:>8}".format(
    "CPU ms a turn", "typed", "pressed", "in words", "adds", "adds, p90", "lost"
)
UNIT = "17791"
# question → the option that is pressed, and ways to say it; no two reports in a row say it alike
SAID = {
    "kind": ("home", ("tại nhà nó", "ghé tận nhà", "toi nha han", "o nha a", "gặp ở nhà")),
    "outcome": ("met", ("gặp được rồi", "co gap", "gap dc r", "có gặp nó", "gặp mặt nói chuyện")),
    "work": (
        "steady",
        ("đi làm công ty đều", "viec on dinh", "lam cty luong thang", "vẫn đi làm đều", "có việc ổn"),
    ),
    "mood": ("good", ("vui vẻ", "tinh than tot", "khoe, cuoi noi", "phấn khởi lắm", "rất tốt")),
}
WISHES = {
    "do:people": ("tôi đang phụ trách những ai", "cho xem danh sach nguoi toi phu trach", "toi kem may nguoi roi nhi"),
    "do:human": ("cho tôi gặp cán bộ", "goi can bo giup toi voi", "muốn nói chuyện với người thật"),
}


@dataclass(slots=True)
class Timed(World):
    """A commune that knows how long the last turn took, in seconds of processor time."""

    spent: float = 0.0

    def deliver(self, message: Incoming) -> None:
        began = process_time()
        World.deliver(self, message)
        self.spent = process_time() - began


@dataclass(slots=True)
class Costs:
    """Milliseconds of the turns, by how they were asked for; `lost`: typed and not understood."""

    pressed: list[float] = field(default_factory=list)
    typed: list[float] = field(default_factory=list)
    lost: int = 0

    def line(self, name: str) -> str:
        pressed, typed = median(self.pressed), median(self.typed)
        return (
            f"{name:<22}{len(self.typed):>6}{pressed:>10.2f}{typed:>10.2f}{typed - pressed:>10.2f}"
            f"{_late(self.typed) - _late(self.pressed):>12.2f}{self.lost:>8}"
        )


def _late(times: list[float]) -> float:
    return sorted(times)[len(times) * 9 // 10]


def opened(folder: Path) -> Timed:
    deployment = Deployment(
        Texts.load(),
        UNIT,
        "xã Kim Bảng",
        load_tables(NOW.date()),
        channel_limits(),
        REGISTRY,
        {"web": "https://donghanh.example"},
        links(),
    )
    migrations.upgrade(f"sqlite:///{folder / 'typed.db'}")
    clock = _Unhurried()
    store = open_store(f"sqlite:///{folder / 'typed.db'}", Keyring.fresh(), clock.now)
    return Timed(store, deployment, clock, WITH_BUTTONS)


class _Unhurried:
    """A clock by which nobody writes more often than the limit on chatter lets through."""

    moment = NOW

    def now(self) -> datetime:
        self.move(seconds=5)
        return self.moment

    def move(self, **much: float) -> None:
        self.moment += timedelta(**much)


def answered(world: Timed, guardian: Talker, person: int, reports: int) -> Costs:
    """Answers the questions of `SAID`, in one report by pressing, in the next in words."""
    costs = Costs()
    for report in range(2 * reports):
        guardian.reports(person, until="kind")
        for question, (option, ways) in SAID.items():
            press = next(one.press for one in guardian.reply.out.buttons if one.press.endswith(f":{question}:{option}"))
            if report % 2:
                guardian.presses(press, str(guardian.reply.id))
                costs.pressed.append(world.spent * 1e3)
                continue
            guardian.says(ways[report // 2 % len(ways)])
            costs.typed.append(world.spent * 1e3)
            if (asked := world.asked(guardian)) and asked.id == question:
                costs.lost += 1
                guardian.presses(press, str(guardian.reply.id))
        guardian.says("/huy")
    return costs


def asked_for(world: Timed, guardian: Talker, times: int) -> Costs:
    costs = Costs()
    for turn in range(times):
        for press, ways in WISHES.items():
            wanted = guardian.presses(press)
            costs.pressed.append(world.spent * 1e3)
            said = guardian.says(ways[turn % len(ways)])
            costs.typed.append(world.spent * 1e3)
            costs.lost += said != wanted
    return costs


def tables(reports: int) -> Iterator[str]:
    learnt.weights(), answers.learnt(), province_of(UNIT)
    with tempfile.TemporaryDirectory(prefix="donghanh-bench-") as folder:
        world = opened(Path(folder))
        guardian = world.guardian()
        person = world.person(guardian=guardian)
        answered(world, guardian, person, 2)
        yield TITLES
        costs = (answered(world, guardian, person, reports), asked_for(world, guardian, reports))
        yield costs[0].line("an answer")
        yield costs[1].line("a wish")
        adds = max(median(cost.typed) - median(cost.pressed) for cost in costs)
        yield f"a typed message adds {adds:.2f} ms at the median (goal {GOAL_MS:.0f} ms)"
        world.store.close()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--reports", type=int, default=60, help="visit reports by pressing, and as many in words")
    for line in tables(options.parse_args().reports):
        print(line, flush=True)


if __name__ == "__main__":
    main()
