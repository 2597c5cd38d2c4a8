"""The bot's name stands in the links that carry a code; the service asks for it and does not wait."""

import asyncio

import pytest

from bot.channels.registry import links
from bot.channels.telegram import running
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.settings import TelegramSettings
from bot.settings import load_settings
from handlers.kit.deployment import Deployment
from handlers.linking.invitation import describe
from handlers.matters import REGISTRY
from handlers.texts import Texts
from seeds.tables import load_tables
from tests.bot.channels.telegram.fake import TOKEN, FakeTelegram
from tests.conftest import START
from tests.patience import PATIENCE


async def test_it_is_asked_for_until_telegram_answers(
    telegram: FakeTelegram, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "ASK_AGAIN", 0.01)
    deployment = Deployment(texts, "17791", "xã Kim Bảng", load_tables(START.date()), {}, REGISTRY, links=links())
    channel = Telegram(TOKEN, telegram.url)
    await channel.start()
    telegram.fails("getMe", times=3)
    refused: list[str] = []
    async with asyncio.timeout(PATIENCE):
        await running.learn_name(channel, deployment, refused.append)
    assert refused == [], "an answer that fails says nothing of the token"
    await channel.stop()
    assert describe(deployment, "7F3K-92QD") == {"telegram": "https://t.me/donghanh_test_bot?start=7F3K-92QD"}


async def test_a_command_does_without_it(telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONGHANH_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("DONGHANH_TELEGRAM_API", telegram.url)
    settings = load_settings(None).of(TelegramSettings)
    assert await running.name_or_nothing(settings) == "donghanh_test_bot"
    monkeypatch.setattr(running, "PATIENCE", 0.2)
    telegram.hangs("getMe")
    assert await running.name_or_nothing(settings) == ""
    monkeypatch.delenv("DONGHANH_TELEGRAM_TOKEN")
    assert await running.name_or_nothing(load_settings(None).of(TelegramSettings)) == ""
