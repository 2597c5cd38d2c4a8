"""The messaging platforms that are on: each brings its channel, its routes, and the work that runs beside."""

from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web

from bot.delivery.channel import Channel
from bot.files.attachments import Attachments
from bot.intake.desk import Desk
from bot.settings import Settings
from storage.database import Db

# the platform will have nothing of the account itself, whatever is sent: says with which code
Refused = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that machines watch, under its own name."""

    name: str
    what: str
    value: float


class Platform(Protocol):
    @property
    def channel(self) -> Channel: ...

    def routes(self, desk: Desk) -> Iterable[web.RouteDef]: ...

    def work(self, desk: Desk, refused: Refused) -> Iterable[Coroutine[object, object, None]]:
        """What runs until the service stops: polling, asking for names, watching allowances."""
        ...

    def figures(self, db: Db) -> Iterable[Figure]:
        """What only this platform has to tell of itself."""
        ...


def platforms_on(settings: Settings, attachments: Attachments | None = None) -> list[Platform]:
    """Each is imported only where it is on: python-telegram-bot alone weighs ten megabytes."""
    found: list[Platform] = []
    if settings.telegram_token:
        from bot.channels.telegram.platform import TelegramPlatform

        found.append(TelegramPlatform(settings, attachments))
    if settings.zalo_bot_token:
        from bot.channels.zalo_bot.platform import ZaloBotPlatform

        found.append(ZaloBotPlatform(settings, attachments))
    if settings.zalo_oa_id and attachments is not None:
        from bot.channels.zalo_oa.platform import ZaloOaPlatform
        from bot.channels.zalo_oa.zbs.platform import ZbsPlatform

        account = ZaloOaPlatform(settings, attachments)
        found += [account, ZbsPlatform(settings, account.channel, account.of_templates)]
    return found
