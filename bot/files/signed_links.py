"""Photos for platforms that take no uploads: each at an address of ours that nobody can guess, for a few minutes."""

import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from aiohttp import web

from bot.files.attachments import Attachments, NotThere

log = structlog.get_logger()
PATH = "/lent/{name}"
LIFE = timedelta(minutes=5)
NAME = re.compile(r"(\d{1,19})-(\d{10,11})-([0-9a-f]{64})\.jpg")
KIND = "image/jpeg"
HEADERS = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex", "Content-Type": KIND}


@dataclass(frozen=True, slots=True)
class SignedLinks:
    """The address is the right to look: it is made only for a message on its way to somebody who may."""

    attachments: Attachments
    public_url: str

    def address(self, attachment_id: int) -> str:
        until = int((self.attachments.store.now() + LIFE).timestamp())
        return f"{self.public_url}/lent/{attachment_id}-{until}-{self._proof(attachment_id, until)}.jpg"

    def _proof(self, attachment_id: int, until: int) -> str:
        return self.attachments.store.keyring.blind("lent", f"{attachment_id}-{until}").hex()

    def attachment_of(self, name: str) -> int | None:
        """The attachment behind a name of ours whose time is not up."""
        parts = NAME.fullmatch(name)
        if parts is None:
            return None
        attachment_id, until = int(parts[1]), int(parts[2])
        if not hmac.compare_digest(self._proof(attachment_id, until), parts[3]):
            return None
        return attachment_id if datetime.fromtimestamp(until, UTC) > self.attachments.store.now() else None

    async def get(self, request: web.Request) -> web.Response:
        """What has no valid link and what is not there answer alike."""
        attachment_id = self.attachment_of(request.match_info["name"])
        if attachment_id is None:
            raise web.HTTPNotFound
        try:
            found = await self.attachments.open(attachment_id)
        except NotThere:
            raise web.HTTPNotFound from None
        if found.type != KIND:
            raise web.HTTPNotFound
        await log.ainfo("signed_links.fetched", attachment=attachment_id)
        return web.Response(body=found.content, headers=HEADERS)
