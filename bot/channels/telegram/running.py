"""Runs Telegram in the service: its channel, webhook or polling, and the name that links need."""

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import orjson
import structlog
from aiohttp import web
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.platform import Figure, Refused
from bot.channels.telegram.channel import POLL_PATIENCE, Telegram, failure_of
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.telegram.update import read_update
from bot.delivery.channel import TOKEN, Retry
from bot.files.attachments import Attachments
from bot.intake.desk import Desk
from bot.intake.hooks import OK, Handler, secret_hook
from bot.intake.polling import LONG_PAUSE, Away, Unwelcome, poll, take
from bot.intake.reading import NotAnUpdate
from bot.supervision import Part, ails
from handlers.kit import Incoming
from handlers.kit.deployment import Deployment
from storage.database import Db
from storage.leases import open_lease

log = structlog.get_logger()
PATH = "/hooks/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
ASK_AGAIN = 60.0
PATIENCE = 5.0
SILENCE = 2 * (POLL_PATIENCE + LONG_PAUSE)


def open_telegram(settings: TelegramSettings, attachments: Attachments | None = None) -> Telegram:
    """Makes the channel of a bot whose token is set; it is not started."""
    assert settings.telegram_token is not None
    token = settings.telegram_token.get_secret_value()
    return Telegram(token, settings.telegram_api, attachments, settings.telegram_rate)


class RunningTelegram:
    """Runs one bot: webhook or polling in, and asks for the name that its links need."""

    def __init__(self, settings: TelegramSettings, public_url: str, attachments: Attachments | None = None):
        self.settings = settings
        self.public_url = public_url
        self.channel = open_telegram(settings, attachments)

    def routes(self, desk: Desk) -> Iterable[web.RouteDef]:
        if secret := self.settings.telegram_secret:
            yield web.post(PATH, telegram_hook(desk, secret.get_secret_value()))

    def work(self, desk: Desk, refused: Refused) -> Iterable[Part]:
        polls = self.settings.telegram_mode == "polling"
        silence = SILENCE if polls else 0.0
        yield Part("telegram.updates", partial(take_updates, self, desk, refused), ends=not polls, silence=silence)
        yield Part("telegram.name", partial(learn_name, self.channel, desk.deployment, refused), ends=True)

    def figures(self, _db: Db) -> Iterable[Figure]:
        return ()


def telegram_hook(desk: Desk, secret: str) -> Handler:
    return secret_hook(
        desk, "telegram", header=HEADER, secret=secret, read=_reader(desk.deployment), answer=_acknowledged
    )


def _reader(deployment: Deployment) -> Callable[[Any], Incoming | None]:
    """Gives what reads an update; the bot's name may be learnt later than the first one."""
    return lambda update: read_update(update, "telegram", deployment.addresses.get("telegram", ""))


def _acknowledged(update: dict[str, Any]) -> bytes:
    """Gives the body of our 200, which itself stops the clock on a pressed button: one request less."""
    query = update.get("callback_query")
    if not query:
        return OK
    return orjson.dumps({"method": "answerCallbackQuery", "callback_query_id": str(query.get("id", ""))})


async def take_updates(running: RunningTelegram, desk: Desk, refused: Refused) -> None:
    """Polls until cancelled, or has Telegram bring the updates to us."""
    telegram, settings = running.channel, running.settings
    if settings.telegram_mode == "polling":
        lease = open_lease(desk.store, "polling:telegram")
        await poll(desk.supervisor, "telegram", lease, _Polling(telegram, desk, refused).ask)
    elif running.public_url and settings.telegram_secret:
        await set_webhook(telegram, f"{running.public_url}{PATH}", settings.telegram_secret.get_secret_value())


async def set_webhook(telegram: Telegram, url: str, secret: str) -> None:
    """Sets the webhook, again every minute until Telegram accepts it."""
    while True:
        try:
            return await telegram.set_webhook(url, secret)
        except TelegramError as problem:
            failure = failure_of(problem)
            ails(failure.code)
            await log.aerror("telegram.set_webhook", failure=failure.code, cure="python -m bot doctor")
            await asyncio.sleep(failure.after if isinstance(failure, Retry) else ASK_AGAIN)


class _Polling:
    """Takes updates by polling. `offset`: up to which they are confirmed; `free`: no webhook is set."""

    def __init__(self, channel: Telegram, desk: Desk, refused: Refused):
        self.channel = channel
        self.desk = desk
        self.read = _reader(desk.deployment)
        self.refused = refused
        self.offset = 0
        self.free = False

    async def ask(self) -> bool:
        """Asks once. True if anything new came."""
        try:
            if not self.free:
                await self.channel.drop_webhook()
                self.free = True
            return await self._round()
        except (Conflict, InvalidToken) as problem:
            if isinstance(problem, InvalidToken):
                self.refused(TOKEN)
            raise Unwelcome(failure_of(problem).code) from None
        except TelegramError as problem:
            failure = failure_of(problem)
            raise Away(failure.code, failure.after if isinstance(failure, Retry) else 0.0) from None

    async def _round(self) -> bool:
        before = self.offset
        updates = await self.channel.updates(before)
        results = await asyncio.gather(*(self._take(update.content) for update in updates), return_exceptions=True)
        for update, result in zip(updates, results, strict=True):
            if isinstance(result, BaseException):
                raise result
            self.offset = max(self.offset, update.id + 1)
        return self.offset > before

    async def _take(self, update: dict[str, Any]) -> None:
        try:
            message = self.read(update)
        except NotAnUpdate as problem:
            await log.awarning("poll.not_an_update", channel="telegram", problem=str(problem))
            return
        if message is not None:
            await take(self.desk, message)
        query = update.get("callback_query")
        if isinstance(query, dict):
            await self.channel.acknowledge(str(query.get("id", "")))


async def learn_name(telegram: Telegram, deployment: Deployment, refused: Refused) -> None:
    """Asks for the bot's name, which links need, until Telegram tells it; the service does not wait for that.

    Calls `refused` for a wrong token.
    """
    while True:
        try:
            deployment.addresses["telegram"] = await telegram.username()
            return
        except TelegramError as problem:
            failure = failure_of(problem)
            if failure.code == TOKEN:
                refused(TOKEN)
            ails(failure.code)
            await log.awarning("telegram.name", failure=failure.code, cure="run `python -m bot doctor`")
            await asyncio.sleep(failure.after if isinstance(failure, Retry) else ASK_AGAIN)


async def name_or_nothing(settings: TelegramSettings) -> str:
    """Asks once for the bot's name, for commands; gives "" when Telegram is off or away."""
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
