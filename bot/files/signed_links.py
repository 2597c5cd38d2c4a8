"""Signs addresses of attachments, valid for a few minutes, and serves photos at them to platforms that fetch them."""

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
    """Makes and checks names `<attachment>-<until>-<proof>`; one made for one `purpose` serves no other."""

    store: Store
    purpose: str
    life: timedelta

    def of(self, attachment_id: int) -> str:
        """Gives a name that is valid from now on for `life`."""
        until = int((self.store.now() + self.life).timestamp())
        return f"{attachment_id}-{until}-{self._proof(attachment_id, until)}"

    def _proof(self, attachment_id: int, until: int) -> str:
        return self.store.keyring.blind(self.purpose, f"{attachment_id}-{until}").hex()

    def attachment_of(self, name: str) -> int | None:
        """Gives the id of the attachment that a valid name stands for, None for any other name."""
        parts = NAME.fullmatch(name)
        if parts is None:
            return None
        attachment_id, until = int(parts[1]), int(parts[2])
        if not hmac.compare_digest(self._proof(attachment_id, until), parts[3]):
            return None
        return attachment_id if datetime.fromtimestamp(until, UTC) > self.store.now() else None


def document_names(store: Store) -> SignedNames:
    """Gives the names by which documents are opened where a chat shows no files; the page asks once more who may."""
    return SignedNames(store, "document", DOCUMENT_LINK_LIFE)


@dataclass(frozen=True, slots=True)
class SignedLinks:
    """Serves photos. Whoever has an address may look: it is made only for a message to somebody who may."""

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
        """Answers 404 alike for a name that is not valid and for what is not there."""
        attachment_id = self.attachment_of(request.match_info["name"])
        if attachment_id is None:
            raise web.HTTPNotFound
        try:
            photo = await self.attachments.open(attachment_id)
        except NotThere:
            raise web.HTTPNotFound from None
        if photo.type != KIND:
            raise web.HTTPNotFound
        await log.ainfo("signed_links.fetched", attachment=attachment_id)
        return web.Response(body=photo.content, headers=HEADERS)
