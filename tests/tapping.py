"""A commune in which what somebody presses, types and reads is counted while a job of theirs is played."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path

from bot.channels.registry import channel_limits, links
from handlers.kit import Incoming
from handlers.kit.deployment import Deployment
from handlers.matters import REGISTRY
from handlers.texts import Texts
from seeds.tables import load_tables
from storage.keyring import Keyring
from storage.migrations import upgrade
from storage.opening import open_store
from tests.conftest import START, StandingClock
from tests.handlers.work.offering import offers_a_job, partner_of
from tests.person import WITH_BUTTONS, Talker, World
from tests.warm import warmed


@dataclass(slots=True)
class Counting(World):
    """A commune in which what one of its people presses, types and is answered is counted."""

    clock: StandingClock
    counted: str = ""
    taps: int = 0
    typed: int = 0
    read: int = 0

    def deliver(self, message: Incoming) -> None:
        World.deliver(self, message)
        if message.address == self.counted:
            self.taps += message.kind == "press"
            self.typed += message.kind != "press"
            self.read += 1


@dataclass(slots=True)
class People:
    """Somebody of each role, and whom it is all about."""

    world: Counting
    guardian: Talker = field(init=False)
    officer: Talker = field(init=False)
    person: Talker = field(init=False)
    partner: Talker = field(init=False)
    about: int = field(init=False)
    offer: int = field(init=False)

    def __post_init__(self) -> None:
        self.guardian, self.officer = self.world.guardian(), self.world.officer()
        self.person = self.world.person_with_phone("Lê Thị Hoa", born=1992)
        day = START.date() - timedelta(days=1)
        self.about = self.world.person("Trần Văn Nam", guardian=self.guardian, next_visit_on=day)
        self.partner, organisation = partner_of(self.world)
        self.offer = offers_a_job(self.world, organisation)
        offers_a_job(self.world, organisation, title="Công nhân may")
        offers_a_job(self.world, organisation, trade="building", title="Thợ phụ hồ")


Play = Callable[[People], object]


@cache
def _migrated() -> Path:
    """Makes the tables once for all jobs."""
    file = Path(tempfile.mkdtemp()) / "migrated.db"
    upgrade(f"sqlite:///{file}")
    return file


@contextmanager
def commune() -> Iterator[Counting]:
    clock, texts = StandingClock(), Texts.load()
    deployment = Deployment(
        texts, "17791", "xã Kim Bảng", load_tables(START.date()), channel_limits(), REGISTRY, {}, links()
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "taps.db"
        shutil.copyfile(_migrated(), file)
        store = warmed(open_store(f"sqlite:///{file}", Keyring.fresh(), clock.now))
        yield Counting(store, deployment, clock, WITH_BUTTONS)
        store.close()


def counted(role: str, before: Play, play: Play) -> Counting:
    """Plays a job in a commune of its own."""
    with commune() as world:
        people = People(world)
        before(people)
        talker: Talker = getattr(people, role)
        talker.listen()
        world.counted = talker.address
        play(people)
        return world
