"""A token that a platform refuses: the admins hear of it at once, before anybody writes, and it stands on readyz."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from pydantic import SecretStr
from sqlalchemy import select

from bench.ports import free_port
from bot.app import Service
from bot.channels.settings import PlatformSettings
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.zalo_bot.settings import ZaloBotSettings
from bot.deployment import open_deployment
from bot.settings import Settings
from storage import accounts, chats
from storage.keyring import Keyring
from storage.opening import open_store
from storage.outbox import outbox
from tests.bot.channels.telegram.fake import FakeTelegram
from tests.bot.channels.zalo_bot.fake import FakeZaloBot
from tests.daytime import daytime
from tests.patience import until
from tests.warm import warmed

UNIT = "17791"
WRONG = "12345689:not-the-one"
SECRET = "secret_of_the_hook"


@asynccontextmanager
async def running(folder: Path, url: str, platform: PlatformSettings) -> AsyncIterator[Service]:
    port = free_port()
    address = f"127.0.0.1:{port}"
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        unit="17791",
        database_url=url,
        keys_file=folder / "keys.json",
        listen=address,
        public_url=f"http://{address}",
    ).with_platforms(platform)
    clock = daytime()
    store = warmed(open_store(url, Keyring.fresh(), clock.now))
    with store.transaction() as db:
        admin = accounts.add(db, unit=UNIT, name="Võ Thị Lan", roles=("admin",))
        chats.link(db, chats.add(db, "web", "lan").id, admin)
    service = Service(settings, clock, store, open_deployment(settings, clock))
    runner = web.AppRunner(service.web_app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await service.start()
    try:
        yield service
    finally:
        await runner.cleanup()
        await service.stop()


def told(service: Service) -> list[str]:
    with service.store.transaction() as db:
        return list(db.execute(select(outbox.c.kind)).scalars())


async def readiness(service: Service) -> dict[str, Any]:
    async with ClientSession() as session, session.get(f"{service.settings.public_url}/readyz") as answer:
        found: dict[str, Any] = await answer.json()
        return found


async def is_told_of(service: Service, channel: str) -> None:
    await until(lambda: told(service) == ["channel"])
    assert "ails: token" in str((await readiness(service))["channels"][channel])
    async with ClientSession() as session, session.get(f"{service.settings.public_url}/metrics") as answer:
        assert f'donghanh_channel_up{{channel="{channel}"}} 0.0' in await answer.text()
    assert WRONG not in str(service)


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_of_the_zalo_bot(sqlite_url: str, tmp_path: Path, mode: str) -> None:
    async with FakeZaloBot() as zalo:
        settings = ZaloBotSettings(
            _env_file=None,  # type: ignore[call-arg]
            zalo_bot_token=SecretStr(WRONG),
            zalo_bot_api=zalo.url,
            zalo_bot_mode=mode,  # type: ignore[arg-type]
            zalo_bot_secret=SecretStr(SECRET),
        )
        async with running(tmp_path, sqlite_url, settings) as service:
            await is_told_of(service, "zalo_bot")


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_of_telegram(sqlite_url: str, tmp_path: Path, mode: str) -> None:
    async with FakeTelegram() as telegram:
        settings = TelegramSettings(
            _env_file=None,  # type: ignore[call-arg]
            telegram_token=SecretStr(WRONG),
            telegram_api=telegram.url,
            telegram_mode=mode,  # type: ignore[arg-type]
            telegram_secret=SecretStr(SECRET),
        )
        async with running(tmp_path, sqlite_url, settings) as service:
            await is_told_of(service, "telegram")
