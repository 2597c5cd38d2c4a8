"""Checks Telegram for the doctor: the token, the mode, the webhook."""

import asyncio
from collections.abc import Iterator

from telegram import WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.channels.findings import Finding
from bot.channels.telegram.running import PATH, open_telegram
from bot.channels.telegram.settings import TelegramSettings

PATIENCE = 8.0
MANY = 100


def telegram(settings: TelegramSettings, public_url: str) -> list[Finding]:
    """Asks Telegram for the bot and its webhook, and changes nothing."""
    return asyncio.run(_ask_platform(settings, public_url))


async def tried(settings: TelegramSettings) -> tuple[str, str]:
    """Tries a token; gives `works`, `refused` or `away`, and the name of the bot."""
    channel = open_telegram(settings)
    await channel.start()
    try:
        async with asyncio.timeout(PATIENCE):
            return "works", f"@{await channel.username()}"
    except InvalidToken:
        return "refused", ""
    except (TelegramError, TimeoutError):
        return "away", ""
    finally:
        await channel.stop()


async def _ask_platform(settings: TelegramSettings, public_url: str) -> list[Finding]:
    channel = open_telegram(settings)
    await channel.start()
    try:
        async with asyncio.timeout(PATIENCE):
            name = await channel.username()
            hook = await channel.webhook()
    except InvalidToken:
        return [Finding("bad", "telegram: the token does not work", "take it anew from @BotFather")]
    except (TelegramError, TimeoutError) as problem:
        away = f"telegram: {settings.telegram_api} does not answer ({type(problem).__name__})"
        return [Finding("bad", away, "see whether this machine reaches it; what waits is sent later")]
    finally:
        await channel.stop()
    works = Finding("good", f"telegram: the token works, the bot is @{name}")
    return [works, *(_polling(hook) if settings.telegram_mode == "polling" else _webhook(public_url, hook))]


def _polling(hook: WebhookInfo) -> Iterator[Finding]:
    if hook.url:
        yield Finding("off", "telegram: polling, but a webhook is set", "the start of the service takes it away")
    else:
        yield Finding("good", "telegram: polling, no webhook is set")


def _webhook(public_url: str, hook: WebhookInfo) -> Iterator[Finding]:
    if not public_url:
        yield Finding("bad", "telegram: webhook mode, but DONGHANH_PUBLIC_URL is not set", "set it: https://…")
        return
    wanted = f"{public_url}{PATH}"
    if hook.url != wanted:
        actual = "another address is set" if hook.url else "none is set"
        yield Finding("bad", f"telegram: webhook, but {actual}; it should be {wanted}", "start the service: it sets it")
        return
    if hook.last_error_message and hook.pending_update_count:
        cure = "see that this address is reached from outside, with a valid certificate"
        yield Finding("bad", f"telegram: the webhook fails: {hook.last_error_message}", cure)
    waiting = hook.pending_update_count
    state = "good" if waiting < MANY else "off"
    yield Finding(state, f"telegram: webhook set, {waiting} updates wait there")
