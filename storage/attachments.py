"""Photos, voice notes and files that people send: first a row that says what to fetch, then an encrypted file."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, bindparam, select, update

from storage.chats import Chat
from storage.columns import Id, Instant, Sealed, SealedCell, seal
from storage.database import Db, metadata
from storage.signals import ATTACHMENTS, DOCUMENTS, LISTS

# `about` of what goes with a message to many, of a document about somebody, of what came with an alarm, of what
# somebody without an account has sent to the officer who answered them, of a list of people to be taken in, and of what
# goes between a guardian and the officers
TO_MANY, DOCUMENT, ALARM, NEWCOMER, LIST = "to_many", "document", "alarm", "newcomer", "list"
THREAD = "thread"
# documents about nobody in particular that a guardian may have; others are for officers, some with everybody's codes
OF_GUARDIANS = ("visit_month",)
# all that is kept about whoever asks, for them alone; by its link it opens once
OPENED_ONCE = ("own_data", "own_data_json")
_OPENED = "opened"
attachments = Table(
    "attachments",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("channel", String(12), nullable=False),
    Column("ref", Sealed("attachments.ref"), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("state", String(8), nullable=False),
    Column("reason", String(40)),
    Column("type", String(100)),
    Column("size", Integer),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("fetched_at", Instant),
    Column("account_id", BigInteger),
    Column("message_id", BigInteger),
    Column("about", String(8)),
    Column("person_id", BigInteger),
    Index("ix_attachments_state", "state", "created_at"),
    Index("ix_attachments_message", "message_id"),
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something sent along, or a document.

    `account_id` sent it, with `message_id` of the inbox, which an album's pictures share; `about` a visit, a check-in
    or a relay of `person_id`.

    What belongs to a form that was never filed is about nobody.
    """

    id: int
    chat_id: int
    channel: str
    kind: str
    state: str
    reason: str | None
    type: str | None
    size: int | None
    attempts: int
    created_at: datetime
    account_id: int | None
    about: str | None
    person_id: int | None
    sealed_ref: SealedCell

    @property
    def ref(self) -> str:
        return self.sealed_ref.open(self.id)

    @property
    def document(self) -> str:
        """Gives the id of the document that is to be made."""
        return self.ref.partition(":")[0]

    @property
    def argument(self) -> str:
        """Gives of which quarter, month or record the document is to be; empty where its person says it all."""
        return self.ref.partition(":")[2]


NAMES = tuple(name for name in Attachment.__slots__ if name != "sealed_ref")
COLUMNS = (*(attachments.c[name] for name in NAMES), attachments.c.ref)
TO_FETCH = (
    select(*COLUMNS)
    .where(attachments.c.state == "to_fetch", attachments.c.id.not_in(bindparam("but", expanding=True)))
    .order_by(attachments.c.created_at, attachments.c.id)
    .limit(bindparam("most"))
)
TO_MAKE = (
    select(*COLUMNS)
    .where(attachments.c.state == "to_make")
    .order_by(attachments.c.created_at, attachments.c.id)
    .limit(bindparam("most"))
)
ONE = select(*COLUMNS).where(attachments.c.id == bindparam("id"))
_ITS_MESSAGE = select(attachments.c.message_id).where(attachments.c.id == bindparam("id")).scalar_subquery()
ALBUM_WITH = (
    select(attachments.c.id)
    .where(attachments.c.message_id == _ITS_MESSAGE, attachments.c.state != "expired")
    .order_by(attachments.c.id)
)
OF_MESSAGE = select(*COLUMNS).where(attachments.c.message_id == bindparam("message")).order_by(attachments.c.id)
SEVERAL = select(*COLUMNS).where(attachments.c.id.in_(bindparam("ids", expanding=True)))
WITH_MESSAGES = (
    select(*COLUMNS, attachments.c.message_id)
    .where(attachments.c.message_id.in_(bindparam("messages", expanding=True)), attachments.c.state != "expired")
    .order_by(attachments.c.id)
)
SENT_WITH = select(attachments.c.message_id, attachments.c.id, attachments.c.type).where(
    attachments.c.message_id.in_(bindparam("messages", expanding=True)), attachments.c.state == "stored"
)


def expect(
    db: Db,
    *,
    chat_id: int,
    channel: str,
    kind: str,
    ref: str,
    size: int | None,
    account_id: int | None = None,
    message_id: int | None = None,
    about: str | None = None,
    person_id: int | None = None,
) -> int:
    """Notes that something is to be fetched: photo, voice or file, by the platform's own reference. Gives its id."""
    attachment_id = db.new_id()
    db.signal(ATTACHMENTS)
    db.execute(
        attachments.insert(),
        {
            "id": attachment_id,
            "chat_id": chat_id,
            "channel": channel,
            "ref": seal(attachment_id, ref),
            "kind": kind,
            "state": "to_fetch",
            "size": size,
            "attempts": 0,
            "created_at": db.now,
            "account_id": account_id,
            "message_id": message_id,
            "about": about,
            "person_id": person_id,
        },
    )
    return attachment_id


def ask_for(
    db: Db, chat: Chat, document: str, *, account_id: int, person_id: int | None = None, argument: str = ""
) -> int:
    """Notes that a document is to be made for the reader of this chat, about somebody or nobody. Gives its id."""
    ref = f"{document}:{argument}" if argument else document
    attachment_id = expect(
        db, chat_id=chat.id, channel=chat.channel, kind="file", ref=ref, size=None, account_id=account_id
    )
    db.signal(DOCUMENTS)
    _set(db, attachment_id, state="to_make", about=DOCUMENT, person_id=person_id)
    return attachment_id


def add_document(db: Db, chat: Chat, attachment_id: int, *, account_id: int, media_type: str, size: int) -> None:
    """Notes a document whose file is kept already, for the reader of this chat, about nobody on record."""
    row = {
        "id": attachment_id,
        "chat_id": chat.id,
        "channel": chat.channel,
        "ref": seal(attachment_id, ""),
        "kind": "file",
        "state": "stored",
        "type": media_type,
        "size": size,
        "attempts": 0,
        "created_at": db.now,
        "fetched_at": db.now,
        "account_id": account_id,
        "about": DOCUMENT,
    }
    db.execute(attachments.insert(), row)


def file_under(db: Db, attachment_id: int, *, about: str, person_id: int | None) -> None:
    """Says what the attachment and its album belong to, once the form is filed; from then on others may look, too."""
    _set_album(db, attachment_id, about=about, person_id=person_id)


def file_for_many(db: Db, attachment_id: int) -> None:
    """Says that the attachment goes with a message to many, and is about nobody."""
    _set(db, attachment_id, about=TO_MANY)


def get(db: Db, attachment_id: int | None) -> Attachment | None:
    """Reads an attachment; None if there is none of this id, or no id."""
    row = db.execute(ONE, {"id": attachment_id}).first() if attachment_id else None
    return Attachment(*row) if row else None


def several(db: Db, ids: Collection[int]) -> dict[int, Attachment]:
    """Reads attachments by id; those that are gone are left out."""
    rows = db.execute(SEVERAL, {"ids": list(ids)}) if ids else ()
    return {row[0]: Attachment(*row) for row in rows if row.state != "expired"}


def sent_with(db: Db, message_ids: Collection[int]) -> dict[int, tuple[int, str]]:
    """Maps message of the inbox → what was sent with it and is kept: id and media type."""
    return {row[0]: (row[1], row[2]) for row in db.execute(SENT_WITH, {"messages": list(message_ids)})}


def with_messages(db: Db, message_ids: Collection[int]) -> dict[int, list[Attachment]]:
    """Maps message of the inbox → what came with it, fetched or not."""
    came: dict[int, list[Attachment]] = {}
    for *row, message_id in db.execute(WITH_MESSAGES, {"messages": list(message_ids)}) if message_ids else ():
        came.setdefault(message_id, []).append(Attachment(*row))
    return came


def album_of(db: Db, message_id: int) -> list[Attachment]:
    """Lists what came with a message, an album's pictures in their order."""
    return [Attachment(*row) for row in db.execute(OF_MESSAGE, {"message": message_id})]


def after(db: Db, attachment_id: int) -> tuple[int, int, int]:
    """Gives the next picture of the album, 0 after the last; this one's place; and how many there are."""
    ids = list(db.execute(ALBUM_WITH, {"id": attachment_id}).scalars())
    place = ids.index(attachment_id) + 1 if attachment_id in ids else 1
    return (ids[place] if place < len(ids) else 0), place, len(ids)


def to_fetch(db: Db, most: int, but: Collection[int] = ()) -> list[Attachment]:
    """Lists what is to be fetched, the oldest first, without those that rest until their next try."""
    return [Attachment(*row) for row in db.execute(TO_FETCH, {"most": most, "but": list(but)})]


def to_make(db: Db, most: int) -> list[Attachment]:
    """Lists the documents that wait to be made, the oldest first; see `Attachment.document`."""
    return [Attachment(*row) for row in db.execute(TO_MAKE, {"most": most})]


def stored(db: Db, attachment_id: int, *, media_type: str, size: int) -> None:
    """Notes that the file is fetched and kept: its media type, and its size in bytes."""
    db.signal(DOCUMENTS)  # one may wait for it
    _set(db, attachment_id, state="stored", type=media_type, size=size, fetched_at=db.now)
    db.signal(LISTS)


def refused(db: Db, attachment_id: int, reason: str) -> None:
    """Notes why there is no file: too large, of a kind we do not keep, or not to be had."""
    db.signal(DOCUMENTS)
    _set(db, attachment_id, state="refused", reason=reason)
    db.signal(LISTS)


def give_up_documents(db: Db, account_id: int, reason: str) -> int:
    """Notes that documents this account waits for are not made; says how many."""
    waiting = update(attachments).where(attachments.c.account_id == account_id, attachments.c.state == "to_make")
    return db.execute(waiting.values(state="refused", reason=reason)).rowcount


def expire(db: Db, attachment_id: int) -> None:
    """Marks the attachment and its album as not to be kept; their files go with the next sweep, and then the rows."""
    _set_album(db, attachment_id, state="expired")


def open_once(db: Db, attachment_id: int) -> bool:
    """Notes that a document was opened by its link; False where it has been before."""
    unopened = update(attachments).where(attachments.c.id == attachment_id, attachments.c.reason.is_(None))
    return db.execute(unopened.values(reason=_OPENED)).rowcount > 0


def tried(db: Db, attachment_id: int) -> None:
    """Counts one more attempt to fetch it."""
    _set(db, attachment_id, attempts=attachments.c.attempts + 1)


def _set(db: Db, attachment_id: int, **values: Any) -> None:
    db.execute(update(attachments).where(attachments.c.id == attachment_id).values(**values))


def _set_album(db: Db, attachment_id: int, **values: Any) -> None:
    """Sets it for what came in the same message, too."""
    ids = {attachment_id, *db.execute(ALBUM_WITH, {"id": attachment_id}).scalars()}
    db.execute(update(attachments).where(attachments.c.id.in_(ids)).values(**values))
