"""The wall clock: which tests read it, and other moments to run them at.

`pytest --clock 2028-02-29T10:00` starts each of them, and the processes it starts, at that moment in
Viet Nam; from there the clock goes on. A test that reads the wall clock and is not marked fails.
"""

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

import pytest
import time_machine

from bot.clock import Clock
from storage.database import VIETNAM
from tests.tree import ROOT

MOVED = Path(__file__).parent / "moved"
AHEAD = "WALL_CLOCK_AHEAD"
CURE = "it reads the wall clock: give it a clock of its own, such as tests.daytime, or mark it wall_clock"
_readings: list[str] = []


def paths() -> str:
    """PYTHONPATH of a process that a test starts: our modules, and what moves its clock."""
    return os.pathsep.join([str(ROOT), *([str(MOVED)] if AHEAD in os.environ else [])])


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--clock", action="append", default=[], metavar="2028-02-29T10:00", help="for wall_clock tests")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    moments = metafunc.config.getoption("--clock")
    mark = metafunc.definition.get_closest_marker("wall_clock")
    if moments and mark and mark.kwargs.get("moves", True):
        metafunc.fixturenames.append("moved_clock")
        metafunc.parametrize("moved_clock", moments, indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--clock"):
        chosen = [item for item in items if _moment_of(item)]
        config.hook.pytest_deselected(items=[item for item in items if not _moment_of(item)])
        items[:] = chosen


def _moment_of(item: pytest.Item) -> str | None:
    found: str | None = item.callspec.params.get("moved_clock") if hasattr(item, "callspec") else None
    return found


@pytest.fixture
def moved_clock(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Around the whole test, so that its fixtures live at the same moment."""
    moment = _moment_of(item)
    if moment is None:
        return (yield)
    with moved_to(datetime.fromisoformat(moment).replace(tzinfo=VIETNAM)):
        return (yield)


@contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    ahead = (moment - datetime.now(UTC)).total_seconds()
    # a moment with a zone of its own would become the zone of this process too
    with pytest.MonkeyPatch.context() as patch, time_machine.travel(moment.astimezone(UTC)):
        patch.setenv(AHEAD, str(ahead))
        yield


class Watched(datetime):
    """The `datetime` that `storage.database` asks for the time."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        _readings.append("storage.database.utc_now")
        return datetime.now(tz)


@pytest.fixture(scope="session", autouse=True)
def _watched_clocks() -> Iterator[None]:
    now = Clock.now

    def noticed(clock: Clock) -> Any:
        if not clock.ahead:
            _readings.append("bot.clock.Clock")
        return now(clock)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Clock, "now", noticed)
        patch.setattr("storage.database.datetime", Watched)
        yield


@pytest.fixture(autouse=True)
def _readings_are_marked(request: pytest.FixtureRequest) -> Iterator[None]:
    _readings.clear()
    yield
    assert request.node.get_closest_marker("wall_clock") or not _readings, f"{CURE} ({_readings[0]})"
