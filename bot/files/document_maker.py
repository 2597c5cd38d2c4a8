"""Makes the documents that turns have asked for, after their commit, and sends each with the fact that it is there."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.files.rounds import keep_working
from bot.files.store import FileStore
from bot.intake.desk import Desk
from handlers.kit.document import SAID_WITHIN, Document, MadeOf, Writing, say_later
from handlers.kit.messages import Outgoing
from storage import accounts, attachments
from storage.attachments import Attachment
from storage.database import Db
from storage.signals import DOCUMENTS, of_change

log = structlog.get_logger()
AT_ONCE = 4
TRIES = 5


@dataclass(slots=True)
class DocumentMaker:
    """One process at a time makes them. `address` gives a link that opens an attachment for a few minutes, or ""."""

    desk: Desk
    files: FileStore
    address: Callable[[int], str]

    async def run(self) -> None:
        """Runs until cancelled."""
        await keep_working(self.desk, "documents", DOCUMENTS, self)

    async def round(self) -> int:
        """Makes those that wait, one after the other; says how many there were."""
        waiting = await self.desk.run(lambda db: attachments.to_make(db, AT_ONCE))
        for asked in waiting:
            try:
                await self._make(asked)
            except (SQLAlchemyError, OSError):
                raise
            except Exception as problem:  # noqa: BLE001  a fault of ours in one document must not keep all others waiting
                await log.aerror("documents.failed", attachment=asked.id, failure=type(problem).__name__)
        return len(waiting)

    async def _make(self, asked: Attachment) -> None:
        document = self.desk.deployment.registry.documents.get(asked.document)
        if document is None or asked.attempts >= TRIES or self.desk.store.now() - asked.created_at > SAID_WITHIN:
            return await self._give_up(asked, document, "gone" if document is None else "too_late")
        if await self.desk.run(lambda db: _waits(db, document, asked)):
            return None
        await self.desk.run(lambda db: attachments.tried(db, asked.id))
        writing = await self.desk.run(lambda db: document.prepare(db, self.desk.deployment, asked))
        if writing is None:
            return await self._give_up(asked, None, "not_allowed")
        if document.made_of is not None:
            return await self._make_of_file(asked, document, document.made_of, writing)
        try:
            content = await asyncio.to_thread(writing)
        except ValueError as problem:
            await log.aerror("documents.not_written", attachment=asked.id, failure=type(problem).__name__)
            return await self._give_up(asked, document, "not_written")
        await asyncio.to_thread(self.files.keep, asked.id, content)
        return await self.desk.run(lambda db: self._send(db, document, asked, len(content)))

    async def _make_of_file(self, asked: Attachment, document: Document, made_of: MadeOf, writing: Writing) -> None:
        """Makes a document of a file that was sent, or says why it cannot be used."""
        sent = await self.desk.run(lambda db: attachments.get(db, made_of.attachment(asked)))
        try:
            if sent is None or sent.state != "stored":
                raise ValueError(sent.reason if sent else "gone")
            source = await asyncio.to_thread(self.files.read, sent.id)
            content = await asyncio.to_thread(writing, source)
        except (ValueError, FileNotFoundError) as problem:
            unfit = problem if isinstance(problem, ValueError) else ValueError("gone")
            await log.ainfo("documents.unfit", attachment=asked.id, failure=type(problem).__name__)
            return await self.desk.run(lambda db: self._refuse(db, asked, made_of, unfit))
        await asyncio.to_thread(self.files.keep, asked.id, content)

        def keep_and_send(db: Db) -> None:
            made_of.keep(db, asked, source)
            self._send(db, document, asked, len(content))

        return await self.desk.run(keep_and_send)

    def _refuse(self, db: Db, asked: Attachment, made_of: MadeOf, unfit: ValueError) -> None:
        """Notes that the file cannot be used and says why."""
        attachments.refused(db, asked.id, "unfit")
        _say(db, asked, made_of.tell_unfit(db, self.desk.deployment, asked, unfit))

    def _send(self, db: Db, document: Document, asked: Attachment, size: int) -> None:
        """Counts the file as there in the same transaction that puts the message with it."""
        attachments.stored(db, asked.id, media_type=document.type, size=size)
        out = document.tell(db, self.desk.deployment, asked, self.address(asked.id))
        _say(db, asked, out)

    async def _give_up(self, asked: Attachment, document: Document | None, reason: str) -> None:
        """Notes that it was not made and says so in the chat, except to whoever may not have it any more."""

        def note(db: Db) -> None:
            attachments.refused(db, asked.id, reason)
            if document is not None:
                out = document.tell_failed(db, self.desk.deployment, asked)
                _say(db, asked, out)

        await log.ainfo("documents.given_up", attachment=asked.id, reason=reason)
        await self.desk.run(note)


def _say(db: Db, asked: Attachment, out: Outgoing) -> None:
    """Says it in the chat that asked; pages of the desk that wait for the document hear that it is ready, too."""
    say_later(db, asked.chat_id, asked.account_id, out)
    reader = accounts.get(db, asked.account_id) if asked.account_id else None
    if reader is not None:
        db.signal(of_change(reader.unit, "document.ready"))


def _waits(db: Db, document: Document, asked: Attachment) -> bool:
    """Tells whether the file that it is made of is still to be fetched."""
    if document.made_of is None:
        return False
    sent = attachments.get(db, document.made_of.attachment(asked))
    return sent is not None and sent.state == "to_fetch"
