"""A file that is made after the turn which asked for it, from an attachment that says what is to be made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from handlers.kit.deployment import Deployment
from handlers.kit.messages import Outgoing
from rules.notices import kind_of
from storage import chats, outbox
from storage.attachments import Attachment
from storage.database import Db

# writes the file; it takes the content of the file that was sent, where it is made of one
Writing = Callable[..., bytes]
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CALENDAR, JPEG, JSON, ZIP = "text/calendar", "image/jpeg", "application/json", "application/zip"
# later than this whoever asked has given up
SAID_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class MadeOf:
    """The file that somebody sent, of which a document is made.

    `attachment` finds it. `keep` writes what is to stay of it, in the transaction that tells of the document;
    `tell_unfit` says what is wrong with it, by what the writing raised or the reason why it could not be fetched.
    """

    attachment: Callable[[Attachment], int]
    keep: Callable[[Db, Attachment, bytes], None]
    tell_unfit: Callable[[Db, Deployment, Attachment, ValueError], Outgoing]


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of file that is made after a turn; `type`: its media type.

    `prepare` reads the facts in a transaction and gives what writes the file, outside of it; None when whoever asked
    may not have it any more. `tell` says that it is there, with an address that opens it for a few minutes (empty
    where there is none); `tell_failed` says that it could not be made.
    """

    id: str
    prepare: Callable[[Db, Deployment, Attachment], Writing | None]
    tell: Callable[[Db, Deployment, Attachment, str], Outgoing]
    tell_failed: Callable[[Db, Deployment, Attachment], Outgoing]
    type: str = PDF
    made_of: MadeOf | None = None


def say_later(db: Db, chat_id: int, account_id: int | None, out: Outgoing) -> None:
    """Says in the chat that asked what was not ready in its turn; the chat may have passed to somebody else since."""
    chat = chats.get(db, chat_id)
    if chat is None or chat.account_id != account_id:
        return
    reply = kind_of("reply")
    outbox.put(
        db,
        chat,
        out.to_json(),
        lane=reply.lane,
        kind=reply.id,
        expires_at=db.now + SAID_WITHIN,
        subject_id=out.attachment or None,
    )
