"""What was said in a thread, and who has read how far."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from storage.columns import Instant, SealedCell, seal
from storage.database import Db
from storage.threads.records import Thread
from storage.threads.tables import thread_messages, thread_readers, threads
from storage.upsert import insert


@dataclass(frozen=True, slots=True)
class Message:
    """A message in a thread, by an account of one of the two sides."""

    id: int
    by: int
    from_office: bool
    attachment_id: int | None
    at: datetime
    sealed_text: SealedCell

    @property
    def text(self) -> str:
        return self.sealed_text.open(self.id)


LAST = (
    select(
        *(thread_messages.c[name] for name in ("id", "by", "from_office", "attachment_id", "at", "text")),
    )
    .where(thread_messages.c.thread_id == bindparam("thread"))
    .order_by(thread_messages.c.at.desc(), thread_messages.c.id.desc())
    .limit(bindparam("most"))
)
UNREAD = (
    select(thread_messages.c.thread_id, func.count())
    .outerjoin(
        thread_readers,
        (thread_readers.c.thread_id == thread_messages.c.thread_id)
        & (thread_readers.c.account_id == bindparam("account")),
    )
    .where(
        thread_messages.c.thread_id.in_(bindparam("threads", expanding=True)),
        thread_messages.c.by != bindparam("account"),
        thread_readers.c.read_at.is_(None) | (thread_messages.c.at > thread_readers.c.read_at),
    )
    .group_by(thread_messages.c.thread_id)
)
ON_SCREEN = (
    select(thread_readers.c.thread_id)
    .where(
        thread_readers.c.account_id == bindparam("account"),
        thread_readers.c.read_at >= bindparam("since", type_=Instant),
    )
    .order_by(thread_readers.c.read_at.desc())
    .limit(1)
)
READ = insert(thread_readers)
READ = READ.on_conflict_do_update(index_elements=["thread_id", "account_id"], set_={"read_at": READ.excluded.read_at})
OF_ATTACHMENT = select(thread_messages.c.thread_id).where(thread_messages.c.attachment_id == bindparam("attachment"))


def messages(db: Db, thread_id: int, most: int = 20) -> list[Message]:
    """Lists what was said, the oldest of the last `most` first."""
    return [Message(*row) for row in db.execute(LAST, {"thread": thread_id, "most": most})][::-1]


def say(db: Db, thread: Thread, *, by: int, from_office: bool, text: str, attachment_id: int | None = None) -> int:
    """Adds a message and gives its id: now the other side is waited for. What was closed is open again."""
    message_id = db.new_id()
    row = {"id": message_id, "thread_id": thread.id, "by": by, "from_office": from_office, "at": db.now}
    db.execute(thread_messages.insert(), {**row, "text": seal(message_id, text), "attachment_id": attachment_id})
    side = "guardian" if from_office else "office"
    goes_on = thread.waits_for == side and thread.closed_at is None
    state = {
        "last_at": db.now,
        "closed_at": None,
        "closed_by": None,
        "waits_for": side,
        "waits_since": thread.waits_since if goes_on else db.now,
        **({"officer_id": by} if from_office else {}),
    }
    db.execute(update(threads).where(threads.c.id == thread.id).values(state))
    read_now(db, thread.id, by)
    db.audit(thread.unit, by, "thread.said", thread.person_id, f"thread {thread.id}")
    return message_id


def read_now(db: Db, thread_id: int, account_id: int) -> None:
    """Notes that an account has read all that was said so far."""
    db.execute(READ, {"thread_id": thread_id, "account_id": account_id, "read_at": db.now})


def unread(db: Db, account_id: int, thread_ids: Collection[int]) -> dict[int, int]:
    """Counts by thread what an account has not read yet; a thread without any is left out."""
    rows = db.execute(UNREAD, {"account": account_id, "threads": list(thread_ids)})
    return {row[0]: row[1] for row in rows}


def thread_on_screen(db: Db, account_id: int, since: datetime) -> int | None:
    """Tells which thread an account has looked at last, if that was since then."""
    thread_id: int | None = db.execute(ON_SCREEN, {"account": account_id, "since": since}).scalar()
    return thread_id


def thread_of_attachment(db: Db, attachment_id: int) -> int | None:
    """Tells in which thread something was sent along."""
    thread_id: int | None = db.execute(OF_ATTACHMENT, {"attachment": attachment_id}).scalar()
    return thread_id
