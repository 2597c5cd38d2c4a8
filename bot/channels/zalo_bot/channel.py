"""Calls the Zalo Bot Platform: sends text and photos, fetches files, sets the webhook, polls."""

import time
from dataclasses import replace
from typing import Any

import structlog

from bot.channels.downloads import Downloads
from bot.channels.zalo_bot.limits import CAPABILITIES, LONGEST
from bot.channels.zalo_bot.request import IDLE, Refusal, ZaloBotRequest
from bot.channels.zalo_bot.update import ZaloBotReader
from bot.delivery.channel import Down, Receipt, SendFailed, WindowClosed
from bot.files.signed_links import SignedLinks
from handlers.kit import Outgoing

log = structlog.get_logger()
POLL = 25
TOO_MANY = 429
NOT_TAKEN = 400
WRONG_TOKEN = 401
# seconds of 429 after which it is the month's allowance: limits by the second are over long before
SURELY_SPENT = 300.0


class ZaloBot:
    """One bot. `spent`: the month's messages are used up, so that a refusal means another way, not later."""

    name = "zalo_bot"
    capabilities = CAPABILITIES

    def __init__(self, token: str, api: str, *, loopback: bool = False, links: SignedLinks | None = None):
        self.links = links
        if links is not None:
            self.capabilities = replace(self.capabilities, shows=frozenset(("photo",)), caption=LONGEST)
        self.request = ZaloBotRequest(token, api)
        self.downloads = Downloads(loopback)
        self.reader = ZaloBotReader(self.name)
        self.spent = False
        self._refused_since: float | None = None

    async def start(self) -> None:
        await self.request.start()
        await self.downloads.start()

    async def stop(self) -> None:
        await self.request.stop()
        await self.downloads.stop()

    async def send(self, address: str, out: Outgoing, outbox_id: int) -> Receipt:
        try:
            sent = await self._show(address, out, outbox_id) if out.attachment else await self._say(address, out.text)
        except Refusal as refusal:
            raise self._failure(refusal) from None
        self._refused_since = None
        return Receipt(str(_object(sent or {}).get("message_id", ""))[:64])

    async def _say(self, address: str, text: str) -> Any:
        return await self.request.call("sendMessage", {"chat_id": address, "text": text})

    async def _show(self, address: str, out: Outgoing, outbox_id: int) -> Any:
        """Has the platform fetch a photo from us; where it cannot, the reader is told where to look."""
        if self.links is None:
            return await self._say(address, out.instead or out.text)
        photo = self.links.address(out.attachment, outbox_id)
        try:
            return await self.request.call("sendPhoto", {"chat_id": address, "photo": photo, "caption": out.text})
        except Refusal as refusal:
            if refusal.code != NOT_TAKEN:
                raise
            await log.awarning("zalo_bot.photo_not_taken", attachment=out.attachment)
            return await self._say(address, out.instead or out.text)

    def _failure(self, refusal: Refusal) -> SendFailed:
        if refusal.code == WRONG_TOKEN:
            log.error("zalo_bot.wrong_token", cure="take it anew in Zalo Bot Creator; `python -m bot doctor` tries it")
        if refusal.code != TOO_MANY:
            return refusal.failure
        now = time.monotonic()
        if self._refused_since is None:
            self._refused_since = now
        spent = self.spent or now - self._refused_since > SURELY_SPENT
        return WindowClosed("quota") if spent else refusal.failure

    async def fetch(self, ref: str, most: int) -> bytes:
        return await self.downloads.fetch(ref, most)

    async def account(self) -> dict[str, Any]:
        """Gives the bot as the platform knows it: id, account_name, account_type. Raises a SendFailed."""
        return _object(await self._ask("getMe"))

    async def webhook(self) -> str:
        """Gives the address updates are brought to; "" when none is set, which is answered in two ways."""
        try:
            answer = await self.request.call("getWebhookInfo")
        except Refusal as refusal:
            if refusal.code == 404:
                return ""
            raise refusal.failure from None
        return str(_object(answer or {}).get("url") or "")

    async def drop_webhook(self) -> None:
        if await self.webhook():
            await self._ask("deleteWebhook")

    async def set_webhook(self, url: str, secret: str) -> str:
        """Has updates brought to `url`; gives what became of the platform's own try, such as `webhook.ok`."""
        answer = _object(await self._ask("setWebhook", {"url": url, "secret_token": secret}))
        verification = answer.get("verification")
        return _outcome(_object(verification)) if verification else ""

    async def try_webhook(self) -> str:
        """Has the platform call our webhook and gives the outcome. Raises Retry when it has done so often today."""
        return _outcome(_object(await self._ask("testWebhook")))

    async def updates(self) -> list[dict[str, Any]]:
        """Gives one update, or none after 25 seconds. Raises a SendFailed; Rejected while a webhook is set."""
        try:
            answer = await self.request.call("getUpdates", {"timeout": POLL}, patience=POLL + 10)
        except Refusal as refusal:
            if refusal.code == IDLE:
                return []
            raise refusal.failure from None
        if not answer:
            return []
        updates = [update for update in (answer if isinstance(answer, list) else [answer]) if isinstance(update, dict)]
        if not updates:
            raise Down("no_updates")
        return updates

    async def _ask(self, method: str, parameters: dict[str, Any] | None = None) -> Any:
        try:
            return await self.request.call(method, parameters)
        except Refusal as refusal:
            raise refusal.failure from None


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Down("no_object")
    return value


def _outcome(answer: dict[str, Any]) -> str:
    """Reads the outcome of a webhook test; `webhook.ok` is the only good one."""
    said = str(answer.get("outcome") or ("webhook.ok" if answer.get("ok") is True else "webhook.err.other"))
    return said if answer.get("ok") is True or said != "webhook.ok" else "webhook.err.other"
