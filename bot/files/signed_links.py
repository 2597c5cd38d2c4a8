"""Attachments at addresses of ours that nobody can guess, for a few minutes: for platforms that take no uploads."""

import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from aiohttp import web

from bot.files.attachments import Attachments, NotThere
from rules.retention import DOCUMENT_LINK_LIFE
from storage.database import Store

log = structlog.get_logger()
PATH = "/lent/{name}"
LIFE = timedelta(minutes=5)
NAME = re.compile(r"(\d{1,19})-(\d{10,11})-([0-9a-f]{64})")
KIND = "image/jpeg"
HEADERS = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex", "Content-Type": KIND}


@dataclass(frozen=True, slots=True)
class SignedNames:
    """Names `<attachment>-<until>-<proof>`; one made for one `purpose` serves no other."""

    store: Store
    purpose: str
    life: timedelta

    def of(self, attachment_id: int) -> str:
        until = int((self.store.now() + self.life).timestamp())
        return f"{attachment_id}-{until}-{self._proof(attachment_id, until)}"

    def _proof(self, attachment_id: int, until: int) -> str:
        return self.store.keyring.blind(self.purpose, f"{attachment_id}-{until}").hex()

    def attachment_of(self, name: str) -> int | None:
        """The attachment behind a name of ours whose time is not up."""
        parts = NAME.fullmatch(name)
        if parts is None:
            return None
        attachment_id, until = int(parts[1]), int(parts[2])
        if not hmac.compare_digest(self._proof(attachment_id, until), parts[3]):
            return None
        return attachment_id if datetime.fromtimestamp(until, UTC) > self.store.now() else None


def document_names(store: Store) -> SignedNames:
    """What a document is opened by, where the chat shows no files: it asks once more whether its reader may."""
    return SignedNames(store, "document", DOCUMENT_LINK_LIFE)


@dataclass(frozen=True, slots=True)
class SignedLinks:
    """Photos. The address is the right to look: it is made only for a message on its way to somebody who may."""

    attachments: Attachments
    public_url: str

    @property
    def names(self) -> SignedNames:
        return SignedNames(self.attachments.store, "lent", LIFE)

    def address(self, attachment_id: int) -> str:
        return f"{self.public_url}/lent/{self.names.of(attachment_id)}.jpg"

    def attachment_of(self, name: str) -> int | None:
        return self.names.attachment_of(name.removesuffix(".jpg")) if name.endswith(".jpg") else None

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
