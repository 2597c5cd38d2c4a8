"""The Zalo Bot Platform as one value of the registry."""

from collections.abc import Iterable, Sequence

from bot.channels.findings import Finding
from bot.channels.platform import Platform, RunningChannel, Server, Surroundings
from bot.channels.zalo_bot.error_words import ERROR_WORDS
from bot.channels.zalo_bot.limits import CAPABILITIES
from bot.channels.zalo_bot.settings import ZaloBotSettings
from storage.database import Store


def _open(settings: ZaloBotSettings, around: Surroundings) -> Sequence[RunningChannel]:
    from bot.channels.zalo_bot.running import RunningZaloBot

    return [RunningZaloBot(settings, around.server.public_url, around.attachments)]


def _checks(settings: ZaloBotSettings, server: Server) -> Iterable[Finding]:
    from bot.channels.zalo_bot.doctor import zalo_bot

    return zalo_bot(settings, server.public_url)


def _stored_checks(_settings: ZaloBotSettings, _server: Server, store: Store) -> Iterable[Finding]:
    from bot.channels.zalo_bot.doctor import zalo_bot_allowance

    with store.transaction() as db:
        return list(zalo_bot_allowance(db))


async def _try_token(settings: ZaloBotSettings) -> tuple[str, str]:
    from bot.channels.zalo_bot.doctor import tried

    return await tried(settings)


ZALO_BOT = Platform(
    name="zalo_bot",
    settings=ZaloBotSettings,
    switch="zalo_bot_token",
    capabilities={"zalo_bot": CAPABILITIES},
    open=_open,
    checks=_checks,
    stored_checks=_stored_checks,
    error_words={"zalo_bot": ERROR_WORDS},
    token="zalo_bot_token",
    try_token=_try_token,
)
