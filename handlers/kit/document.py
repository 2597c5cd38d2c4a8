"""A file that is made after the turn which asked for it, from an attachment that says what is to be made."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.kit.deployment import Deployment
from handlers.kit.messages import Outgoing
from storage.attachments import Attachment
from storage.database import Db

Writing = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of file that is made after a turn.

    `prepare` reads the facts in a transaction and gives what writes the file, outside of it: a PDF.

    It gives None when whoever asked may not have it any more. `tell` says that it is there, with an address that
    opens it for a few minutes (empty where there is none); `tell_failed` says that it could not be made.
    """

    id: str
    prepare: Callable[[Db, Deployment, Attachment], Writing | None]
    tell: Callable[[Db, Deployment, Attachment, str], Outgoing]
    tell_failed: Callable[[Db, Deployment, Attachment], Outgoing]
