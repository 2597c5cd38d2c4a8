"""Lists sent in chat, from the file's arrival until it is written or dropped: one for each officer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import BigInteger, Column, Index, String, Table, bindparam, delete, select, update

from storage import attachments
from storage.attachments import LIST
from storage.columns import Id, Instant, Sealed, SealedCell, seal_json
from storage.database import Db, metadata
from storage.signals import LISTS, of_change

Wish = Literal["look", "write"]
list_drafts = Table(
    "list_drafts",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("account_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("attachment_id", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Column("wants", String(8)),
    Column("content", Sealed("list_drafts.content"), nullable=False),
    Index("ix_list_drafts_account", "account_id", "id"),
    Index("ix_list_drafts_wants", "wants", "id"),
)


@dataclass(frozen=True, slots=True)
class ListDraft:
    """A list on its way. `wants`: what is to be done with the file after the turn; None: the officer is to say.

    Its content: `sheet` and `kind` that were chosen, `meanings` of headings, `answers` about rows, and `shown`, what
    the officer has seen of it last.
    """

    id: int
    unit: str
    account_id: int
    chat_id: int
    attachment_id: int
    at: datetime
    wants: Wish | None
    sealed_content: SealedCell

    @property
    def content(self) -> dict[str, Any]:
        opened: dict[str, Any] = self.sealed_content.open_json(self.id)
        return opened


COLUMNS = tuple(list_drafts.c[name] for name in ("id", "unit", "account_id", "chat_id", "attachment_id", "at"))
COLUMNS += (list_drafts.c.wants, list_drafts.c.content)
OF_ACCOUNT = select(*COLUMNS).where(list_drafts.c.account_id == bindparam("account")).order_by(list_drafts.c.id.desc())
ONE = select(*COLUMNS).where(list_drafts.c.id == bindparam("id"))
_ITS_FILE = attachments.attachments.c
# a file that is still on its way is waited for
WAITING = (
    select(*COLUMNS)
    .join(attachments.attachments, _ITS_FILE.id == list_drafts.c.attachment_id)
    .where(list_drafts.c.wants.in_(("look", "write")), _ITS_FILE.state != "to_fetch")
    .order_by(list_drafts.c.wants, list_drafts.c.id)
    .limit(bindparam("most"))
)
THIS = list_drafts.c.id == bindparam("draft")


def add(db: Db, *, unit: str, account_id: int, chat_id: int, attachment_id: int) -> int:
    """Notes that a list is to be looked at; one that the officer sent before makes room."""
    for earlier in of_account(db, account_id):
        end(db, earlier)
    attachments.file_under(db, attachment_id, about=LIST, person_id=None)
    draft_id = db.new_id()
    row = {
        "id": draft_id,
        "unit": unit,
        "account_id": account_id,
        "chat_id": chat_id,
        "attachment_id": attachment_id,
        "at": db.now,
        "wants": "look",
        "content": seal_json(draft_id, {}),
    }
    db.execute(list_drafts.insert(), row)
    db.signal(LISTS)
    return draft_id


def of_account(db: Db, account_id: int) -> list[ListDraft]:
    """Lists what the officer has sent and not ended, the newest first."""
    return [ListDraft(*row) for row in db.execute(OF_ACCOUNT, {"account": account_id})]


def get(db: Db, draft_id: int) -> ListDraft | None:
    """Reads a list on its way; None once it is written or dropped."""
    row = db.execute(ONE, {"id": draft_id}).first()
    return ListDraft(*row) if row else None


def waiting(db: Db, most: int) -> list[ListDraft]:
    """Lists those whose file is there, or cannot be had, and with which something is to be done."""
    return [ListDraft(*row) for row in db.execute(WAITING, {"most": most})]


def keep(db: Db, draft: ListDraft, content: Mapping[str, Any], wants: Wish | None = None) -> None:
    """Keeps what is known of it now, and what is to be done with its file."""
    values = {"content": seal_json(draft.id, dict(content)), "wants": wants}
    db.execute(update(list_drafts).where(THIS).values(**values), {"draft": draft.id})
    db.signal(of_change(draft.unit, "list.kept"))
    if wants:
        db.signal(LISTS)


def end(db: Db, draft: ListDraft) -> None:
    """Forgets it, and lets its file go."""
    attachments.expire(db, draft.attachment_id)
    db.signal(of_change(draft.unit, "list.ended"))
    db.execute(delete(list_drafts).where(THIS), {"draft": draft.id})
