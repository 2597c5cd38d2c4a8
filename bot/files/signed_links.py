"""Signs addresses of attachments, valid for a few minutes, and serves photos at them to platforms that fetch them."""

import asyncio
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from aiohttp import web

from bot.files.attachments import Attachments, NotThere
from rules.retention import DOCUMENT_LINK_LIFE
from storage import access, accounts, cutting
from storage.database import Store
from storage.outbox import message_history

log = structlog.get_logger()
PATH = "/lent/{name}"
LIFE = timedelta(minutes=5)
NAME = re.compile(r"(\d{1,19})-(\d{1,19})-(\d{10,11})-([0-9a-f]{64})")
KIND = "image/jpeg"
HEADERS = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex", "Content-Type": KIND}


@dataclass(frozen=True, slots=True)
class Given:
    """What a valid name stands for: which attachment, with which message it was given, and when."""

    attachment_id: int
    message_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class SignedNames:
    """Makes and checks names `<attachment>-<message>-<until>-<proof>`; one made for one `purpose` serves no other."""

    store: Store
    purpose: str
    life: timedelta

    def of(self, attachment_id: int, message_id: int = 0) -> str:
        """Gives a name that is valid from now on for `life`; with the message it goes out with, if that is known."""
        until = int((self.store.now() + self.life).timestamp())
        signed = f"{attachment_id}-{message_id}-{until}"
        return f"{signed}-{self._proof(signed)}"

    def _proof(self, signed: str) -> str:
        return self.store.keyring.blind(self.purpose, signed).hex()

    def given(self, name: str) -> Given | None:
        """Reads a valid name; None for any other. Whether its reader still has the chat is asked by the caller."""
        parts = NAME.fullmatch(name)
        if parts is None or not hmac.compare_digest(self._proof(name.rpartition("-")[0]), parts[4]):
            return None
        until = datetime.fromtimestamp(int(parts[3]), UTC)
        return Given(int(parts[1]), int(parts[2]), until - self.life) if until > self.store.now() else None


def document_names(store: Store) -> SignedNames:
    """Gives the names by which documents are opened where a chat shows no files; the page asks once more who may."""
    return SignedNames(store, "document", DOCUMENT_LINK_LIFE)


@dataclass(frozen=True, slots=True)
class SignedLinks:
    """Serves photos. Whoever has an address may look: it is made only for a message to somebody who may.

    It opens no longer once the chat of that message, or another of the same account, was cut off, or the account ended.
    """

    attachments: Attachments
    public_url: str

    @property
    def names(self) -> SignedNames:
        return SignedNames(self.attachments.store, "lent", LIFE)

    def address(self, attachment_id: int, message_id: int) -> str:
        return f"{self.public_url}/lent/{self.names.of(attachment_id, message_id)}.jpg"

    def _opens(self, given: Given) -> bool:
        with self.attachments.store.transaction() as db:
            message = message_history.get(db, given.message_id)
            if message is None or not access.acts(accounts.get(db, message.account_id)):
                return False
            return cutting.links_open(db, message.chat_id, message.account_id, given.at)

    async def get(self, request: web.Request) -> web.Response:
        """Answers 404 alike for a name that is not valid and for what is not there."""
        name = request.match_info["name"]
        given = self.names.given(name.removesuffix(".jpg")) if name.endswith(".jpg") else None
        if given is None or not await asyncio.to_thread(self._opens, given):
            raise web.HTTPNotFound
        try:
            photo = await self.attachments.open(given.attachment_id)
        except NotThere:
            raise web.HTTPNotFound from None
        if photo.type != KIND:
            raise web.HTTPNotFound
        await log.ainfo("signed_links.fetched", attachment=given.attachment_id)
        return web.Response(body=photo.content, headers=HEADERS)
