"""Chats that were cut off from their account, or left by it: what was given before opens nothing, and stays theirs."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Table, bindparam, or_, select

from storage.columns import Id, Instant
from storage.database import Db, metadata

cuts = Table(
    "cuts",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("account_id", BigInteger, nullable=False),
    Column("by", BigInteger),
    Column("at", Instant, nullable=False),
    Index("ix_cuts_account", "account_id"),
    Index("ix_cuts_chat", "chat_id"),
)
SINCE = (
    select(cuts.c.id)
    .where(
        or_(cuts.c.account_id == bindparam("account"), cuts.c.chat_id == bindparam("chat")),
        cuts.c.at >= bindparam("since", type_=Instant),
    )
    .limit(1)
)
OF_CHAT = select(cuts.c.id).where(cuts.c.chat_id == bindparam("chat"))


def note(db: Db, chat_id: int, account_id: int, by: int | None) -> None:
    """Notes that the chat was cut off from the account; `by` is an account, None for the technician."""
    row = {"id": db.new_id(), "chat_id": chat_id, "account_id": account_id, "by": by, "at": db.now}
    db.execute(cuts.insert(), row)


def since(db: Db, moment: datetime, *, account_id: int | None, chat_id: int) -> bool:
    """Tells whether this chat, or any of the account, was cut off at this moment or later."""
    return db.execute(SINCE, {"account": account_id, "chat": chat_id, "since": moment}).first() is not None


def last(db: Db, chat_id: int) -> int:
    """Gives the id of when this chat last parted from an account; 0 if it did not lately. Ids follow time."""
    # the few are compared here: asked for the greatest id, a database may read all there are from the end
    return max(db.execute(OF_CHAT, {"chat": chat_id}).scalars(), default=0)
