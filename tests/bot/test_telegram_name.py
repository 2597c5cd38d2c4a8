"""The bot's name stands in the links that carry a code; the service asks for it and does not wait."""

import asyncio

import pytest

from bot import telegram_service
from bot.channels.telegram import Telegram
from bot.settings import load_settings
from handlers.book import Book
from handlers.texts import Texts
from handlers.visitor.invitation import describe
from seeds.tables import load_tables
from tests.conftest import START
from tests.fakes.telegram import TOKEN, FakeTelegram


async def test_it_is_asked_for_until_telegram_answers(
    telegram: FakeTelegram, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_service, "ASK_AGAIN", 0.01)
    book = Book(texts, "17791", "xã Kim Bảng", load_tables(START.date()))
    channel = Telegram(TOKEN, telegram.url)
    await channel.start()
    telegram.fails("getMe", times=3)
    refused: list[str] = []
    async with asyncio.timeout(5):
        await telegram_service.learn_name(channel, book, refused.append)
    assert refused == [], "an answer that fails says nothing of the token"
    await channel.stop()
    assert describe(book, "7F3K-92QD") == {"telegram": "https://t.me/donghanh_test_bot?start=7F3K-92QD"}


async def test_a_command_does_without_it(telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONGHANH_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("DONGHANH_TELEGRAM_API", telegram.url)
    monkeypatch.setattr(telegram_service, "PATIENCE", 0.2)
    settings = load_settings(None)
    assert await telegram_service.name_or_nothing(settings) == "donghanh_test_bot"
    telegram.hangs("getMe")
    assert await telegram_service.name_or_nothing(settings) == ""
    monkeypatch.delenv("DONGHANH_TELEGRAM_TOKEN")
    assert await telegram_service.name_or_nothing(load_settings(None)) == ""
