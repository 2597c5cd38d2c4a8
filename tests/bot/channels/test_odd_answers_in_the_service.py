"""While Telegram answers nonsense, readyz, the figures and the doctor say so; afterwards they say that it is well."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import ClientSession
from pydantic import SecretStr

from bot.app import Service
from bot.channels.telegram.settings import TelegramSettings
from bot.commands.doctor_service import running_service
from tests.bot.channels.odd_answers import ODD, OddServer
from tests.bot.channels.test_odd_answers import TOKEN, says
from tests.bot.channels.test_refused_accounts import readiness, running
from tests.patience import PATIENCE


async def told(service: Service) -> tuple[str, bool, list[str]]:
    """What readyz, the figures and the doctor say of Telegram."""
    state = (await readiness(service))["channels"]["telegram"]
    async with ClientSession() as session, session.get(f"{service.settings.public_url}/metrics") as answer:
        up = 'donghanh_channel_up{channel="telegram"} 1.0' in await answer.text()
    found = await asyncio.to_thread(lambda: list(running_service(service.settings)))
    return state, up, [finding.what for finding in found if finding.state == "bad"]


@pytest.mark.parametrize("odd", ["an id that is a word", "a portal's page"])
async def test_the_truth_is_told(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: str) -> None:
    monkeypatch.setattr("bot.intake.polling.PAUSE", 0.05)
    monkeypatch.setattr("bot.intake.polling.FLOOR", 0.05)
    server = OddServer("getUpdates", ODD[odd], times=1_000_000, otherwise=says("telegram"))
    settings = TelegramSettings(
        _env_file=None,  # type: ignore[call-arg]
        telegram_token=SecretStr(TOKEN),
        telegram_mode="polling",
    )
    async with server.running():
        asking = settings.model_copy(update={"telegram_api": server.url})
        async with running(tmp_path, sqlite_url, asking) as service:
            async with asyncio.timeout(PATIENCE):
                while (await told(service))[0] == "well":
                    await asyncio.sleep(0.05)
            state, up, found = await told(service)
            assert state.startswith("ails: no")
            assert not up
            assert found == [f"telegram: the running service says: {state}"]
            server.times = 0
            async with asyncio.timeout(PATIENCE):
                while (await told(service)) != ("well", True, []):
                    await asyncio.sleep(0.05)
            assert not service.supervisor.restarts()
