"""Sends on the web chat: hands messages to the open pages; the outbox row itself is the lasting copy."""

import asyncio
from dataclasses import dataclass, field

from bot.channels.web.limits import CAPABILITIES
from bot.channels.web.lines import line_of
from bot.channels.web.streams import Event, Streams
from bot.channels.web.uploads import NoSuchUpload, Uploads
from bot.delivery.channel import Receipt, Rejected
from handlers.kit import Outgoing
from storage.database import Store


@dataclass(frozen=True, slots=True)
class WebChat:
    """The only channel of our own."""

    store: Store
    uploads: Uploads
    streams: Streams = field(default_factory=Streams)
    name = "web"
    capabilities = CAPABILITIES

    async def start(self) -> None:
        await asyncio.to_thread(self.uploads.sweep)

    async def stop(self) -> None:
        self.streams.end()

    async def send(self, address: str, out: Outgoing, outbox_id: int) -> Receipt:
        """Publishes to the open pages; one that opens later reads the row from the store."""
        line = line_of(outbox_id, self.store.now(), out)
        self.streams.publish(address, Event("message", line.to_json(), line.id))
        return Receipt(out.edits or line.id)

    async def fetch(self, ref: str, most: int) -> bytes:
        try:
            content = await asyncio.to_thread(self.uploads.read, ref)
        except NoSuchUpload:
            raise Rejected("gone") from None
        if len(content) > most:
            raise Rejected("too_large")
        return content
