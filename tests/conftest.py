"""What every test may ask for: databases, a clock that stands still, and people who talk with the service."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, settings

from bot.channels.registry import channel_limits, links
from handlers.kit.deployment import Deployment
from handlers.matters import REGISTRY
from handlers.texts import Texts
from seeds.tables import load_tables
from storage.database import VIETNAM, Store
from storage.keyring import Keyring
from storage.opening import open_store
from tests.person import WITH_BUTTONS, WITHOUT_BUTTONS, World
from tests.warm import warmed

pytest_plugins = ["tests.databases", "tests.wall_clock"]
# a machine under load is no reason to fail, and every run tries the same examples: `--hypothesis-profile search` others
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.register_profile("search", settings.get_profile("calm"), derandomize=False, max_examples=1_000)
settings.load_profile("calm")
START = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)


class StandingClock:
    """Stands still until it is moved."""

    def __init__(self, start: datetime = START):
        self.moment = start

    def now(self) -> datetime:
        return self.moment

    def move(self, **much: float) -> None:
        self.moment += timedelta(**much)

    def move_to(self, moment: datetime) -> None:
        self.moment = moment


@pytest.fixture(scope="session", autouse=True)
def _commands_leave_the_logs_alone() -> Iterator[None]:
    """A command that runs within a test would set them up for good, to write where its own stderr was."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.commands.opening.set_up_logs", lambda _style: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _sentences_are_read_once() -> Iterator[None]:
    """A service reads them when it starts; here hundreds start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Texts, "load", cache(Texts.load))
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_power_is_cut() -> Iterator[None]:
    """SQLite does not wait for the disk here, as the tests' PostgreSQL does not; most of a turn was that wait."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("storage.database.SYNCHRONOUS", "OFF")
        yield


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    return Keyring.fresh()


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture(scope="session")
def texts() -> Texts:
    return Texts.load()


@pytest.fixture(scope="session")
def deployment(texts: Texts) -> Deployment:
    return Deployment(
        texts,
        "17791",
        "xã Kim Bảng",
        load_tables(START.date()),
        channel_limits(),
        REGISTRY,
        {"web": "https://donghanh.example"},
        links(),
    )


@pytest.fixture
def store(database_url: str, keyring: Keyring, clock: StandingClock) -> Iterator[Store]:
    """A store on each kind of database."""
    opened = warmed(open_store(database_url, keyring, clock.now))
    yield opened
    opened.close()


@pytest.fixture(params=[("sqlite", WITH_BUTTONS), ("postgresql", WITHOUT_BUTTONS)], ids=["buttons", "numbers"])
def world(
    request: pytest.FixtureRequest, keyring: Keyring, deployment: Deployment, clock: StandingClock
) -> Iterator[World]:
    """A commune to play in: on a channel with buttons over SQLite, on one without over PostgreSQL."""
    database, can = request.param
    opened = warmed(open_store(str(request.getfixturevalue(f"{database}_url")), keyring, clock.now))
    yield World(opened, deployment, clock, can)
    opened.close()
