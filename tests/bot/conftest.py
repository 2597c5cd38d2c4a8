"""What tests of the running parts may ask for."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.bot.channels.telegram.fake import FakeTelegram
from tests.bot.commands.console import Console
from tests.patience import PATIENCE


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_late_on_a_slow_machine() -> Iterator[None]:
    """What the service would call late is so only where a test says it."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("bot.intake.desk", "bot.web.reading", "bot.web.language", "bot.console.talk"):
            patch.setattr(f"{module}.PATIENCE", PATIENCE)
        yield


@pytest.fixture
def console(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Console:
    """In a folder of its own, on a migrated and empty SQLite."""
    monkeypatch.chdir(tmp_path)
    return Console(tmp_path, {"database_url": sqlite_url})


@pytest.fixture
def console_on_each(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Console:
    monkeypatch.chdir(tmp_path)
    return Console(tmp_path, {"database_url": database_url})


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake
