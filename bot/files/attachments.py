"""What was sent along, opened again: for the page that shows it and for the platform it goes to."""

import asyncio
from dataclasses import dataclass

from bot.files.store import FileStore
from storage import attachments
from storage.database import Store
from storage.keyring import CellTampered, KeyMissing


class NotThere(LookupError):
    """It is not fetched yet, not kept any more, or its file does not open."""


@dataclass(frozen=True, slots=True)
class Content:
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Attachments:
    """Whether somebody may look is asked before; here it is only taken down."""

    store: Store
    files: FileStore

    async def open(self, attachment_id: int) -> Content:
        return await asyncio.to_thread(self._open, attachment_id)

    def _open(self, attachment_id: int) -> Content:
        with self.store.transaction() as db:
            found = attachments.get(db, attachment_id)
        if found is None or found.state != "stored" or found.type is None:
            raise NotThere(str(attachment_id))
        try:
            return Content(found.type, self.files.read(attachment_id))
        except (FileNotFoundError, CellTampered, KeyMissing):
            raise NotThere(str(attachment_id)) from None
