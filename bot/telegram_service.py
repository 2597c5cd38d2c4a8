"""Telegram as a part of the service: its channel, the way its updates come in, and the name people find it by."""

import asyncio

import structlog
from telegram.error import TelegramError

from bot.channels.telegram import Telegram
from bot.desk import Desk
from bot.polling import poll_telegram
from bot.settings import Settings
from handlers.book import Book
from storage.database import Store
from storage.leases import open_lease

log = structlog.get_logger()
ASK_AGAIN = 60.0
PATIENCE = 5.0


def open_telegram(settings: Settings) -> Telegram:
    assert settings.telegram_token is not None
    return Telegram(settings.telegram_token.get_secret_value(), settings.telegram_api)


async def take_updates(telegram: Telegram, settings: Settings, store: Store, desk: Desk) -> None:
    """Polls until cancelled, or has Telegram bring the updates to us."""
    if settings.telegram_mode == "polling":
        await poll_telegram(telegram, desk, open_lease(store, "polling:telegram"))
    elif settings.public_url and settings.telegram_secret:
        await telegram.set_webhook(f"{settings.public_url}/hooks/telegram", settings.telegram_secret.get_secret_value())


async def learn_name(telegram: Telegram, book: Book) -> None:
    """Links with a code need the bot's name; the service does not wait for it."""
    while True:
        try:
            book.addresses["telegram"] = await telegram.username()
            return
        except TelegramError as problem:
            await log.awarning("telegram.name", failure=type(problem).__name__, cure="run `python -m bot doctor`")
            await asyncio.sleep(ASK_AGAIN)


async def name_or_nothing(settings: Settings) -> str:
    """For commands: asked once, empty when Telegram is off or away."""
    if settings.telegram_token is None:
        return ""
    telegram = open_telegram(settings)
    await telegram.start()
    try:
        async with asyncio.timeout(PATIENCE):
            return await telegram.username()
    except (TelegramError, TimeoutError):
        return ""
    finally:
        await telegram.stop()
