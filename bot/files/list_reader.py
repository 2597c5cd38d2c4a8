"""Reads the lists that officers have sent, after the turn: shows what would be done with them, then writes them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.files.rounds import keep_working
from bot.files.store import FileStore
from bot.intake.desk import Desk
from handlers.documents.sheet import as_workbook
from handlers.kit import Outgoing
from handlers.kit.document import XLSX, say_later
from handlers.lists import looking, writing
from handlers.lists.looking import Looked
from handlers.understand.tables.cells import Unreadable
from storage import attachments, chats, list_drafts
from storage.database import Db
from storage.keyring import CellTampered, KeyMissing
from storage.list_drafts import ListDraft
from storage.signals import LISTS

log = structlog.get_logger()
AT_ONCE = 4


@dataclass(slots=True)
class ListReader:
    """One process at a time reads them. `address` gives a link that opens an attachment for a few minutes, or ""."""

    desk: Desk
    files: FileStore
    address: Callable[[int], str]

    async def run(self) -> None:
        """Runs until cancelled."""
        await keep_working(self.desk, "lists", LISTS, self)

    async def round(self) -> int:
        """Takes those that wait, one after the other; says how many there were."""
        waiting = await self.desk.run(lambda db: list_drafts.waiting(db, AT_ONCE))
        for draft in waiting:
            try:
                await self._take(draft)
            except (OperationalError, InterfaceError, OSError):
                raise
            except Exception as problem:  # noqa: BLE001  a fault of ours in one list must not keep the others waiting
                await log.aerror("lists.failed", draft=draft.id, failure=type(problem).__name__)
                await self._end(draft, "not_taken")
        return len(waiting)

    async def _take(self, draft: ListDraft) -> None:
        try:
            file = await asyncio.to_thread(self.files.read, draft.attachment_id)
        except (FileNotFoundError, CellTampered, KeyMissing):
            return await self._end(draft, "not_fetched")
        try:
            if draft.wants == "write":
                return await self.desk.run(lambda db: self._write(db, draft, file))
            return await self._look(draft, file)
        except Unreadable as problem:
            return await self._end(draft, problem.code)

    async def _look(self, draft: ListDraft, file: bytes) -> None:
        """Compares it on a thread of its own, so that nobody's message waits meanwhile: nothing is held that writes."""

        def look() -> Looked | None:
            with self.desk.store.reading() as db:
                return looking.look(db, self.desk.deployment, draft, file)

        looked = await asyncio.to_thread(look)
        if looked is None:
            return await self.desk.run(lambda db: list_drafts.end(db, draft))
        faults = await asyncio.to_thread(as_workbook, looked.faults) if looked.faults else b""
        return await self._show(draft, looked, faults)

    async def _show(self, draft: ListDraft, looked: Looked, faults: bytes) -> None:
        """Sends the list with its faults coloured, then what would be done, with what can be pressed below it."""
        faults_id = await self.desk.run(lambda db: db.new_id()) if faults else 0
        if faults:
            await asyncio.to_thread(self.files.keep, faults_id, faults)

        def show(db: Db) -> None:
            if list_drafts.get(db, draft.id) is None:
                return
            list_drafts.keep(db, draft, looked.content)
            db.audit(draft.unit, draft.account_id, "list.looked", draft.id, looked.content["shown"]["kind"])
            chat = chats.get(db, draft.chat_id)
            if faults and chat is not None:
                attachments.add_document(
                    db, chat, faults_id, account_id=draft.account_id, media_type=XLSX, size=len(faults)
                )
                self._say(db, draft, looking.coloured(db, self.desk.deployment, draft, faults_id, self.address))
            self._say(db, draft, looked.out)

        await self.desk.run(show)

    def _write(self, db: Db, draft: ListDraft, file: bytes) -> None:
        out = writing.write(db, self.desk.deployment, draft, file)
        if out is None:
            list_drafts.end(db, draft)
        else:
            self._say(db, draft, out)

    async def _end(self, draft: ListDraft, code: str) -> None:
        """Says in a sentence why it cannot be taken in, and forgets it."""

        def end(db: Db) -> None:
            out = looking.unreadable(db, self.desk.deployment, draft, code)
            list_drafts.end(db, draft)
            if out is not None:
                self._say(db, draft, out)

        await log.ainfo("lists.not_taken", draft=draft.id, reason=code)
        await self.desk.run(end)

    def _say(self, db: Db, draft: ListDraft, out: Outgoing) -> None:
        say_later(db, draft.chat_id, draft.account_id, out)
