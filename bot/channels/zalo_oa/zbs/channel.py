"""Sends Zalo's template messages, by user id or phone, to readers whom the account may not write to freely."""

import asyncio
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.zalo_oa.calls import Renewing
from bot.channels.zalo_oa.request import OaRequest
from bot.channels.zalo_oa.tracking import tracking_id
from bot.channels.zalo_oa.zbs.errors import failure_of
from bot.channels.zalo_oa.zbs.limits import CAPABILITIES
from bot.channels.zalo_oa.zbs.money import Till
from bot.channels.zalo_oa.zbs.templates import Registered, Templates
from bot.channels.zalo_session import Refusal
from bot.delivery.channel import Down, Receipt, Rejected, SendFailed
from handlers.kit import Outgoing
from handlers.notify import fallback

BY_UID = "/v3.0/oa/message/template"
BY_PHONE = "/message/template"


class Zbs:
    """The templates of one account. `oa` and the tokens are its own, opened and closed by it; `business` is ours."""

    name = "zbs"
    capabilities = CAPABILITIES

    def __init__(self, asking: Renewing, oa: OaRequest, business: OaRequest, templates: Templates, till: Till):
        self.asking = asking
        self.store = asking.tokens.store
        self.oa = oa
        self.business = business
        self.templates = templates
        self.till = till

    async def start(self) -> None:
        await self.business.start()

    async def stop(self) -> None:
        await self.templates.stop()
        await self.till.write()
        await self.business.stop()

    async def send(self, address: str, out: Outgoing, outbox_id: int) -> Receipt:
        try:
            registered = await self.templates.named(out.template)
            registered.check(out.parameters)
            if address.startswith("uid:"):
                return await self._by_uid(address.removeprefix("uid:"), registered, out)
            return await self._by_phone(await self._phone(address), registered, out, outbox_id)
        except Refusal as refusal:
            raise self._failure(refusal.code) from None

    async def _by_uid(self, user_id: str, registered: Registered, out: Outgoing) -> Receipt:
        body = by_uid(user_id, registered, out)
        sent = await self._call(self.oa, BY_UID, body)
        await self.till.sold(registered.price_uid, sent.get("quota"))
        return Receipt(str(sent.get("message_id", ""))[:64])

    async def _by_phone(self, phone: str, registered: Registered, out: Outgoing, outbox_id: int) -> Receipt:
        body = by_phone(phone, registered, out, outbox_id)
        sent = await self._call(self.business, BY_PHONE, body)
        await self.till.sold(registered.price_phone, sent.get("quota"))
        return Receipt(str(sent.get("msg_id", ""))[:64])

    async def _call(self, request: OaRequest, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return await self.asking(lambda access: request.post(path, access, body))

    async def _phone(self, address: str) -> str:
        """Reads the number behind an address; it is nowhere in clear but here. Raises Rejected or Down."""
        try:
            phone = await asyncio.to_thread(self._read_phone, address)
        except SQLAlchemyError as problem:
            raise Down(f"store_{type(problem).__name__}"[:40]) from None
        if not phone:
            raise Rejected("no_phone")
        return phone.removeprefix("+")

    def _read_phone(self, address: str) -> str | None:
        with self.store.transaction() as db:
            return fallback.phone_behind(db, address)

    async def fetch(self, ref: str, most: int) -> bytes:
        raise Rejected("nothing_comes_in")

    def _failure(self, code: int) -> SendFailed:
        return failure_of(code, self.store.now())


def by_uid(user_id: str, registered: Registered, out: Outgoing) -> dict[str, Any]:
    return {"user_id": user_id, "template_id": registered.id, "template_data": dict(out.parameters)}


def by_phone(phone: str, registered: Registered, out: Outgoing, outbox_id: int) -> dict[str, Any]:
    """Gives the body of a template by phone; the tracking id brings the receipt back to its message."""
    return {
        "phone": phone,
        "template_id": registered.id,
        "template_data": dict(out.parameters),
        "tracking_id": tracking_id(outbox_id),
    }
