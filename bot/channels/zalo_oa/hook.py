"""Answers the Official Account's webhook: checks the signature, keeps the message, says 200 within two seconds."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
import structlog
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.zalo_oa.event import Album, OaReader, TakenOver
from bot.channels.zalo_oa.news import LimitChanged, News, TemplateChanged, read_news
from bot.channels.zalo_oa.signature import Signature, is_fresh, moment_of
from bot.channels.zalo_oa.template_events import TemplateEvents
from bot.channels.zalo_oa.windows import Windows
from bot.delivery.receipts import Receipts
from bot.intake import hooks
from bot.intake.bodies import read_whole
from bot.intake.desk import Desk, Unavailable, Unstorable
from bot.intake.reading import NotAnUpdate
from bot.intake.spool import Hush, Spool, Spooled
from handlers.kit import Incoming

log = structlog.get_logger()
SIGNATURE = "X-ZEvent-Signature"
MOMENT = "X-ZEvent-Timestamp"
# the platform waits two seconds; what the store has not taken by then waits on the disk
PATIENCE = 1.2


@dataclass(slots=True)
class OaHook:
    """One account's webhook. `hushed`: how long the bot keeps silent in a chat where a human has written by hand."""

    desk: Desk
    mac: Signature
    reader: OaReader
    windows: Windows
    spool: Spool
    hushed: timedelta
    receipts: Receipts
    template_events: TemplateEvents

    async def receive(self, request: web.Request) -> web.Response:
        """Answers one request; a probe, and what is signed but makes no sense, with 200 as well."""
        if await hooks.is_probe(request):
            return _ok()
        event, moment = await self._verified(request)
        try:
            if news := read_news(event, self.reader.oa_id):
                self._hear(news)
                return _ok()
            received = self.reader.read(event)
        except NotAnUpdate as problem:
            await log.awarning("hook.not_an_update", channel=self.reader.channel, problem=str(problem))
            return _ok()
        if isinstance(received, TakenOver):
            await self._hush(Hush(self.reader.channel, received.address, received.at + self.hushed))
        elif isinstance(received, Album):
            self.windows.note(received.messages[0].address, moment)
            await asyncio.gather(*(self._take(message) for message in received.messages))
        elif received is not None:
            if received.kind != "stopped":
                self.windows.note(received.address, moment)
            await self._take(received)
        return _ok()

    def _hear(self, news: News) -> None:
        """Passes on what tells of our own messages and templates; nothing is stored here."""
        if isinstance(news, TemplateChanged | LimitChanged):
            self.template_events.take(news)
        else:
            self.receipts.take(news)

    async def _verified(self, request: web.Request) -> tuple[dict[str, Any], Any]:
        body = await read_whole(request, hooks.LARGEST)
        try:
            event = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise web.HTTPBadRequest from None
        if not isinstance(event, dict):
            raise web.HTTPBadRequest
        signature = request.headers.get(SIGNATURE, "")
        # the moment that is signed stands in the body or in a header: whichever verifies is the one
        moments = dict.fromkeys((str(event.get("timestamp") or ""), request.headers.get(MOMENT, "")))
        signed = next((each for each in moments if each and self.mac.fits(body, each, signature)), None)
        if signed is None:
            await log.awarning("hook.forged", channel=self.reader.channel)
            raise web.HTTPForbidden
        moment = moment_of(signed)
        if moment is None or not is_fresh(moment, self.desk.store.now()):
            cure = "somebody plays back an old body, or the clock of this machine is wrong"
            await log.awarning("hook.not_of_today", channel=self.reader.channel, cure=cure)
            raise web.HTTPForbidden
        return event, moment

    async def _take(self, message: Incoming) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self.desk.accept(message)
        except (Unavailable, TimeoutError):
            await self._spool(message)
        except Unstorable:
            return

    async def _spool(self, spooled: Spooled) -> None:
        try:
            await self.spool.keep(spooled)
        except OSError as problem:
            await log.aerror("spool.full", failure=type(problem).__name__, cure="make room on this disk")
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "30"}) from None

    async def _hush(self, hush: Hush) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await hush.note(self.desk)
        except (SQLAlchemyError, TimeoutError):
            await self._spool(hush)


def _ok() -> web.Response:
    return web.Response(body=hooks.OK, content_type="application/json")
