"""Sends on a Zalo Official Account: text with up to five buttons, in a window that the reader opens."""

from dataclasses import replace
from typing import Any

import structlog

from bot.channels.downloads import Downloads
from bot.channels.zalo_oa.calls import Call, Renewing
from bot.channels.zalo_oa.errors import Action, action_of, failure_of
from bot.channels.zalo_oa.event import TAP
from bot.channels.zalo_oa.limits import CAPABILITIES
from bot.channels.zalo_oa.quota import QUOTA, Paid, Quota, was_paid
from bot.channels.zalo_oa.request import OaRequest
from bot.channels.zalo_oa.tokens import Tokens
from bot.channels.zalo_oa.windows import Windows
from bot.channels.zalo_session import Refusal
from bot.delivery.channel import Receipt, Rejected, SendFailed
from bot.delivery.render import fit
from bot.files.attachments import Attachments, Content, NotThere
from handlers.kit import Button, Outgoing
from rules.message_lengths import cut, units

log = structlog.get_logger()
SEND = "/v3.0/oa/message/cs"
UPLOAD = "/v2.0/oa/upload/image"
ACCOUNT = "/v2.0/oa/getoa"
LARGEST_PHOTO = 1024 * 1024
PHOTOS = frozenset(("image/jpeg", "image/png"))
LONGEST_LABEL = 100
LONGEST_TITLE = 100
LONGEST_SUBTITLE = 500


class ZaloOa:
    """One account. `picture`: a public address of ours, which a request for a number needs.

    `attachments`: where photos to be shown are taken from.
    """

    name = "zalo_oa"
    capabilities = CAPABILITIES

    def __init__(
        self,
        tokens: Tokens,
        api: str,
        *,
        picture: str = "",
        loopback: bool = False,
        attachments: Attachments | None = None,
    ):
        self.attachments = attachments
        if attachments is not None:
            self.capabilities = replace(self.capabilities, shows=frozenset(("photo",)), caption=2000)
        self.tokens = tokens
        self.asking = Renewing(tokens, lambda code: action_of(code) is Action.REFRESH)
        self.request = OaRequest(api)
        self.downloads = Downloads(loopback)
        self.windows = Windows(tokens.store, self.name, Quota(self._quota_of, tokens.store.now))
        self.paid = Paid(tokens.store, self.name)
        self.picture = picture

    async def start(self) -> None:
        await self.request.start()
        await self.downloads.start()
        await self.tokens.start()

    async def stop(self) -> None:
        await self.paid.write()
        await self.tokens.stop()
        await self.downloads.stop()
        await self.request.stop()

    async def send(self, address: str, out: Outgoing, outbox_id: int) -> Receipt:
        costs = await self.windows.check(address)
        message = await self._photo(out) if out.attachment else message_of(out, self.picture)
        sent = await self._say(address, message, out.quotes)
        self.windows.note_quota(address, sent.get("quota"))
        if was_paid(sent.get("quota"), costs):
            await self.paid.one_more()
        return Receipt(str(sent.get("message_id", ""))[:64])

    async def _say(self, address: str, message: dict[str, Any], quotes: str) -> dict[str, Any]:
        """Sends a message with a quote, which makes it a reply; without one where that is refused."""
        body = {"recipient": {"user_id": address}, "message": message}
        if quotes:
            quoting = {**body, "message": {**message, "quote_message_id": quotes}}
            try:
                return await self._with_token(lambda access: self.request.post(SEND, access, quoting))
            except Rejected as refusal:
                await log.ainfo("zalo_oa.not_quoted", failure=refusal.code)
        return await self._with_token(lambda access: self.request.post(SEND, access, body))

    async def _photo(self, out: Outgoing) -> dict[str, Any]:
        """Makes a message with a photo, buttons listed below it; a text instead where the photo cannot be shown."""
        listed = fit(out, replace(self.capabilities, buttons=0))
        photo = await self._taken_down(out.attachment)
        if photo is None or photo.type not in PHOTOS or len(photo.content) > LARGEST_PHOTO:
            return {"text": listed.instead or listed.text}
        content, media_type = photo.content, photo.type
        sent = await self._with_token(lambda access: self.request.upload(UPLOAD, access, content, media_type))
        element = {"media_type": "image", "attachment_id": str(sent.get("attachment_id", ""))}
        shown = _template({"template_type": "media", "elements": [element]})
        return {"text": listed.text, "attachment": shown} if listed.text else {"attachment": shown}

    async def _taken_down(self, attachment_id: int) -> Content | None:
        try:
            return await self.attachments.open(attachment_id) if self.attachments else None
        except NotThere:
            return None

    async def fetch(self, ref: str, most: int) -> bytes:
        return await self.downloads.fetch(ref, most)

    async def account(self) -> dict[str, Any]:
        """Gives the account as the platform knows it: name, is_verified, package_name. Raises a SendFailed."""
        return await self._with_token(lambda access: self.request.get(ACCOUNT, access))

    async def _quota_of(self, address: str) -> dict[str, Any]:
        """Asks for a reader's quota. Raises Refusal, which says nothing of messages."""
        asked = {"user_id": address}
        return await self.asking(lambda access: self.request.post(QUOTA, access, asked))

    async def _with_token(self, call: Call[dict[str, Any]]) -> dict[str, Any]:
        try:
            return await self.asking(call)
        except Refusal as refusal:
            raise self._failure(refusal.code) from None

    def _failure(self, code: int) -> SendFailed:
        return failure_of(code, self.tokens.store.now())


def message_of(out: Outgoing, picture: str) -> dict[str, Any]:
    if out.asks == "contact" and picture and (asking := _asking(out, picture)):
        return asking
    message: dict[str, Any] = {"text": out.text}
    if out.buttons:
        message["attachment"] = _template({"buttons": [_button(button) for button in out.buttons]})
    return message


def _button(button: Button) -> dict[str, str]:
    """Makes a button of the hidden kind: the other would put its payload into the chat as the person's words."""
    return {
        "title": cut(button.label, LONGEST_LABEL),
        "type": "oa.query.hide",
        "payload": f"{TAP}{button.press}",
    }


def _asking(out: Outgoing, picture: str) -> dict[str, Any] | None:
    """Makes a request for the number; it has no buttons, what they do is typed. None if the question is too long."""
    words = " · ".join(f"{button.typed or button.label} ({button.label})" for button in out.buttons)
    title, _, rest = out.text.partition("\n") if units(out.text) > LONGEST_TITLE else (out.text, "", "")
    subtitle = "\n".join(part for part in (rest.strip(), words) if part) or title
    if units(title) > LONGEST_TITLE or units(subtitle) > LONGEST_SUBTITLE:
        return None
    element = {"title": title, "subtitle": subtitle, "image_url": picture}
    return {"attachment": _template({"template_type": "request_user_info", "elements": [element]})}


def _template(payload: dict[str, Any]) -> dict[str, Any]:
    return {"type": "template", "payload": payload}
