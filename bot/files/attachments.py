"""Opens stored attachments, for the page that shows one and for the platform it is sent to."""

import asyncio
from dataclasses import dataclass

from bot.files.store import FileStore
from handlers.kit.document import CALENDAR, DOCX, JSON, PDF, XLSX, ZIP
from storage import attachments
from storage.database import Store
from storage.keyring import CellTampered, KeyMissing


class NotThere(LookupError):
    """The attachment is not fetched yet, not kept any more, or its file does not open."""


# media type → what a file of it is called where it leaves us; the name it came with may say whom it is about
NAMES = {
    PDF: "file.pdf",
    JSON: "file.json",
    XLSX: "danh-sach.xlsx",
    DOCX: "van-ban.docx",
    CALENDAR: "lich-hen.ics",
    ZIP: "ho-so-quy.zip",
    "audio/webm": "voice.webm",
    "audio/wav": "voice.wav",
    "audio/aac": "voice.aac",
}


@dataclass(frozen=True, slots=True)
class Content:
    """An opened attachment; `type` is its media type."""

    type: str
    content: bytes

    @property
    def name(self) -> str:
        return NAMES.get(self.type, "file")

    @property
    def is_to_be_edited(self) -> bool:
        """Says whether its reader is to save it and work on it."""
        return self.type in (XLSX, DOCX, CALENDAR, JSON, ZIP)


@dataclass(frozen=True, slots=True)
class Attachments:
    """Opens attachments for callers that have asked whether the reader may look."""

    store: Store
    files: FileStore

    async def open(self, attachment_id: int) -> Content:
        """Reads and opens one, on a thread. Raises NotThere."""
        return await asyncio.to_thread(self._open, attachment_id)

    def _open(self, attachment_id: int) -> Content:
        with self.store.transaction() as db:
            row = attachments.get(db, attachment_id)
        if row is None or row.state != "stored" or row.type is None:
            raise NotThere(str(attachment_id))
        try:
            return Content(row.type, self.files.read(attachment_id))
        except (FileNotFoundError, CellTampered, KeyMissing):
            raise NotThere(str(attachment_id)) from None
