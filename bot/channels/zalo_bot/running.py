"""Runs the Zalo Bot Platform in the service: its channel, webhook or polling, its allowance."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from functools import partial
from typing import Any

import structlog
from aiohttp import web

from bot.channels.downloads import is_loopback
from bot.channels.platform import Figure, Refused
from bot.channels.zalo_bot.channel import POLL, ZaloBot
from bot.channels.zalo_bot.settings import ZaloBotSettings
from bot.delivery.allowances import watch_allowance
from bot.delivery.channel import TOKEN, Rejected, Retry, SendFailed
from bot.files.attachments import Attachments
from bot.files.signed_links import PATH as LINK_PATH
from bot.files.signed_links import SignedLinks
from bot.intake.desk import Desk
from bot.intake.hooks import secret_hook
from bot.intake.polling import LONG_PAUSE, Away, Unwelcome, poll, take
from bot.intake.reading import NotAnUpdate
from bot.supervision import Part, ails
from storage.database import Db
from storage.leases import open_lease

log = structlog.get_logger()
PATH = "/hooks/zalo-bot"
HEADER = "X-Bot-Api-Secret-Token"
ASK_AGAIN = 60.0
REMEMBERED = 1000
SILENCE = 2 * (POLL + 10 + LONG_PAUSE)


def open_zalo_bot(settings: ZaloBotSettings, links: SignedLinks | None = None) -> ZaloBot:
    """Makes the channel of a bot whose token is set; files may lie on this machine only if the platform does too."""
    assert settings.zalo_bot_token is not None
    api = settings.zalo_bot_api
    return ZaloBot(settings.zalo_bot_token.get_secret_value(), api, loopback=is_loopback(api), links=links)


class RunningZaloBot:
    """Runs one bot. Photos go out only where the platform can fetch them: with a public address."""

    def __init__(self, settings: ZaloBotSettings, public_url: str, attachments: Attachments):
        self.settings = settings
        self.public_url = public_url
        self.links = SignedLinks(attachments, public_url) if public_url else None
        self.channel = open_zalo_bot(settings, self.links)

    def routes(self, desk: Desk) -> Iterable[web.RouteDef]:
        if secret := self.settings.zalo_bot_secret:
            read = self.channel.reader.read
            hook = secret_hook(desk, ZaloBot.name, header=HEADER, secret=secret.get_secret_value(), read=read)
            yield web.post(PATH, hook)
        if self.links is not None:
            yield web.get(LINK_PATH, self.links.get)

    def work(self, desk: Desk, refused: Refused) -> Iterable[Part]:
        polls = self.settings.zalo_bot_mode == "polling"
        silence = SILENCE if polls else 0.0
        yield Part("zalo_bot.updates", partial(take_updates, self, desk, refused), ends=not polls, silence=silence)
        yield Part("zalo_bot.allowance", partial(watch_allowance, self.channel, desk))

    def figures(self, _db: Db) -> Iterable[Figure]:
        return ()


async def take_updates(running: RunningZaloBot, desk: Desk, refused: Refused) -> None:
    """Polls until cancelled, or has the platform bring the updates to us."""
    channel, settings = running.channel, running.settings
    if settings.zalo_bot_mode == "polling":
        lease = open_lease(desk.store, f"polling:{channel.name}")
        await poll(desk.supervisor, channel.name, lease, _Polling(channel, desk, refused).ask)
    elif running.public_url and settings.zalo_bot_secret:
        secret = settings.zalo_bot_secret.get_secret_value()
        await set_webhook(channel, f"{running.public_url}{PATH}", secret, refused)


async def set_webhook(channel: ZaloBot, url: str, secret: str, refused: Refused) -> None:
    """Sets the webhook, again and again until it is set; logs when the platform could not reach it."""
    while True:
        try:
            outcome = await channel.set_webhook(url, secret)
        except SendFailed as failure:
            if failure.code == TOKEN:
                refused(TOKEN)
            ails(failure.code)
            await log.aerror("zalo_bot.set_webhook", failure=failure.code, cure="run `python -m bot doctor`")
            await asyncio.sleep(failure.after if isinstance(failure, Retry) else ASK_AGAIN)
            continue
        if outcome not in ("", "webhook.ok"):
            await log.aerror("zalo_bot.webhook_unreached", outcome=outcome, cure="run `python -m bot doctor`")
        return


class _Polling:
    """Takes updates by polling, one a call and without a cursor: the last thousand ids are remembered here."""

    def __init__(self, channel: ZaloBot, desk: Desk, refused: Refused):
        self.channel = channel
        self.desk = desk
        self.refused = refused
        self.free = False
        self._taken: OrderedDict[str, None] = OrderedDict()

    async def ask(self) -> bool:
        """Asks once. True if anything new came."""
        try:
            if not self.free:
                await self.channel.drop_webhook()
                self.free = True
            updates = await self.channel.updates()
        except SendFailed as failure:
            self.free = False
            if failure.code == TOKEN:
                self.refused(TOKEN)
            unwelcome = isinstance(failure, Rejected) or failure.code == TOKEN
            if unwelcome:
                raise Unwelcome(failure.code) from None
            raise Away(failure.code, failure.after if isinstance(failure, Retry) else 0.0) from None
        return any([await self._take(update) for update in updates])

    async def _take(self, update: Any) -> bool:
        """Stores the message of one update. True if it was new."""
        try:
            message = self.channel.reader.read(update)
        except NotAnUpdate as problem:
            await log.awarning("poll.not_an_update", channel=self.channel.name, problem=str(problem))
            return False
        if message is None or message.external_id in self._taken:
            return False
        await take(self.desk, message)
        self._taken[message.external_id] = None
        if len(self._taken) > REMEMBERED:
            self._taken.popitem(last=False)
        return True
