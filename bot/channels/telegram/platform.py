"""Telegram as one value of the registry. python-telegram-bot weighs ten megabytes: it is imported where it is used."""

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from bot.channels.findings import Finding
from bot.channels.platform import Platform, RunningChannel, Server, Surroundings
from bot.channels.telegram.error_words import ERROR_WORDS
from bot.channels.telegram.limits import CAPABILITIES
from bot.channels.telegram.settings import TelegramSettings


def _open(settings: TelegramSettings, around: Surroundings) -> Sequence[RunningChannel]:
    from bot.channels.telegram.running import RunningTelegram

    return [RunningTelegram(settings, around.server.public_url, around.attachments)]


def _checks(settings: TelegramSettings, server: Server) -> Iterable[Finding]:
    from bot.channels.telegram.doctor import telegram

    return telegram(settings, server.public_url)


async def _ask_address(settings: TelegramSettings) -> str:
    from bot.channels.telegram.running import name_or_nothing

    return await name_or_nothing(settings)


def _link(address: str, code: str) -> str:
    """Writes the link of a bot, given as its name, with or without @, or as its page."""
    return f"https://t.me/{quote(address.rsplit('/', 1)[-1].lstrip('@'))}?start={code}"


async def _try_token(settings: TelegramSettings) -> tuple[str, str]:
    from bot.channels.telegram.doctor import tried

    return await tried(settings)


TELEGRAM = Platform(
    name="telegram",
    settings=TelegramSettings,
    switch="telegram_token",
    capabilities={"telegram": CAPABILITIES},
    open=_open,
    checks=_checks,
    error_words={"telegram": ERROR_WORDS},
    ask_address=_ask_address,
    link=_link,
    token="telegram_token",
    try_token=_try_token,
)
