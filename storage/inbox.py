"""Messages accepted, each once: unique by channel and the platform's own id. Waiting until their turn is taken."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    Select,
    String,
    Table,
    bindparam,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage import chats, conversations
from storage.accounts import COLUMNS as ACCOUNT_COLUMNS
from storage.accounts import Account, accounts
from storage.accounts import from_row as account_from_row
from storage.chats import COLUMNS as CHAT_COLUMNS
from storage.chats import Chat
from storage.chats import from_row as chat_from_row
from storage.columns import Id, Instant, Sealed, SealedCell, seal_json
from storage.conversations import COLUMNS as CONVERSATION_COLUMNS
from storage.conversations import Conversation
from storage.database import Db, metadata

inbox = Table(
    "inbox",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("channel", String(12), nullable=False),
    Column("external_id", String(128), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("body", Sealed("inbox.body"), nullable=False),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failure", String(80)),
    Index("ix_inbox_once", "channel", "external_id", unique=True),
    Index("ix_inbox_chat", "chat_id", "id"),
    Index(
        "ix_inbox_waiting",
        "id",
        sqlite_where=Column("state") == "waiting",
        postgresql_where=Column("state") == "waiting",
    ),
    Index(
        "ix_inbox_chat_waiting",
        "chat_id",
        sqlite_where=Column("state") == "waiting",
        postgresql_where=Column("state") == "waiting",
    ),
)
# a constant, not a parameter: only so can a database use the index of those that wait
WAITING = inbox.c.state == literal_column("'waiting'")


@dataclass(slots=True)
class Arrival:
    """A message as a channel handed it over; `body` is JSON. The id is given when it is stored."""

    channel: str
    external_id: str
    address: str
    body: dict[str, Any]
    id: int = 0


@dataclass(slots=True)
class Party:
    """Who writes: the chat, the account behind it if any, and the dialogue. Read under the lock of the dialogue."""

    chat: Chat
    account: Account | None
    talk: Conversation
    waiting: bool = field(default=False)


STATE = (
    select(
        *CHAT_COLUMNS,
        *ACCOUNT_COLUMNS,
        conversations.conversations.c.party_id,
        *CONVERSATION_COLUMNS,
        select(func.min(inbox.c.id)).where(inbox.c.chat_id == chats.chats.c.id, WAITING).scalar_subquery(),
    )
    .join_from(
        chats.chats, conversations.conversations, conversations.conversations.c.party_id == chats.chats.c.party_id
    )
    .outerjoin(accounts, accounts.c.id == chats.chats.c.account_id)
    .order_by(conversations.conversations.c.party_id)
)
LOCK = (
    select(conversations.conversations.c.party_id)
    .join_from(
        chats.chats, conversations.conversations, conversations.conversations.c.party_id == chats.chats.c.party_id
    )
    .order_by(conversations.conversations.c.party_id)
    .with_for_update(of=conversations.conversations)
)
THESE = (
    chats.chats.c.channel == bindparam("channel"),
    chats.chats.c.address.in_(bindparam("addresses", expanding=True)),
)
THIS = (chats.chats.c.id == bindparam("chat"),)
OF_ADDRESSES, LOCK_ADDRESSES = STATE.where(*THESE), LOCK.where(*THESE)
OF_CHAT, LOCK_CHAT = STATE.where(*THIS), LOCK.where(*THIS)


def parties(db: Db, channel: str, addresses: list[str]) -> dict[str, Party]:
    """Everyone who writes from these addresses, locked in one order; chats not seen before are made."""
    asked = {"channel": channel, "addresses": addresses}
    _lock(db, LOCK_ADDRESSES, asked)
    found = {row.address: _party(row) for row in db.execute(OF_ADDRESSES, asked)}
    for address in addresses:
        if address not in found:
            chat = chats.add(db, channel, address)
            found[address] = Party(chat, None, Conversation(chat.party_id))
    _share_talk(found)
    return found


def _share_talk(found: dict[str, Party]) -> None:
    """Two chats of one account in one batch speak in one dialogue."""
    talks: dict[int, Conversation] = {}
    for party in found.values():
        party.talk = talks.setdefault(party.talk.party_id, party.talk)


def party_of(db: Db, chat_id: int) -> Party | None:
    _lock(db, LOCK_CHAT, {"chat": chat_id})
    row = db.execute(OF_CHAT, {"chat": chat_id}).first()
    return _party(row) if row else None


def _lock(db: Db, statement: Select[Any], asked: dict[str, Any]) -> None:
    """Locks first and reads after: what was read with the lock could be older than it. SQLite has one writer."""
    if not db.store.sqlite:
        db.execute(statement, asked)


def _party(row: Sequence[Any]) -> Party:
    chats_end = len(CHAT_COLUMNS)
    accounts_end = chats_end + len(ACCOUNT_COLUMNS)
    chat = chat_from_row(row[:chats_end])
    account = account_from_row(row[chats_end:accounts_end]) if row[chats_end] is not None else None
    return Party(chat, account, Conversation.read(*row[accounts_end:-1]), row[-1] is not None)


def accept(db: Db, arrivals: list[tuple[Arrival, int, bool]]) -> set[int]:
    """Stores (arrival, chat id, done) and says which ids are new: channels deliver more than once."""
    insert = sqlite.insert if db.store.sqlite else postgresql.insert
    rows = [_row(db, arrival, chat_id, done) for arrival, chat_id, done in arrivals]
    ids = [row["id"] for row in rows]
    stored = db.execute(insert(inbox).on_conflict_do_nothing(index_elements=["channel", "external_id"]), rows)
    if stored.rowcount == len(rows):
        return set(ids)
    return set(db.execute(select(inbox.c.id).where(inbox.c.id.in_(ids))).scalars())


def _row(db: Db, arrival: Arrival, chat_id: int, done: bool) -> dict[str, Any]:
    arrival.id = db.new_id()
    return {
        "id": arrival.id,
        "channel": arrival.channel,
        "external_id": arrival.external_id,
        "chat_id": chat_id,
        "received_at": db.now,
        "body": seal_json(arrival.id, arrival.body),
        "state": "done" if done else "waiting",
        "attempts": 0,
    }


@dataclass(frozen=True, slots=True)
class Waiting:
    id: int
    chat_id: int
    attempts: int
    received_at: datetime
    sealed_body: SealedCell

    @property
    def body(self) -> dict[str, Any]:
        content: dict[str, Any] = self.sealed_body.open_json(self.id)
        return content


TO_ANSWER = (
    select(inbox.c.chat_id)
    .where(WAITING, inbox.c.received_at <= bindparam("before"))
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
)
NEXT_OF_CHAT = (
    select(inbox.c.id, inbox.c.chat_id, inbox.c.attempts, inbox.c.received_at, inbox.c.body)
    .where(WAITING, inbox.c.chat_id == bindparam("chat"))
    .order_by(inbox.c.id)
    .limit(1)
)


def chats_waiting(db: Db, before: datetime, most: int) -> list[int]:
    """The chats with messages accepted by `before` and not answered, the longest waiting first."""
    return list(dict.fromkeys(row.chat_id for row in db.execute(TO_ANSWER, {"before": before, "most": most})))


def next_of(db: Db, chat_id: int) -> Waiting | None:
    """The oldest waiting message of a chat; call it under the party's lock."""
    row = db.execute(NEXT_OF_CHAT, {"chat": chat_id}).first()
    return Waiting(*tuple(row)) if row else None


def done(db: Db, message_id: int) -> None:
    _set(db, message_id, state="done")


def failed(db: Db, message_id: int, failure: str, *, dead: bool) -> None:
    """Notes a failed turn; `dead` sets the message aside for good. `failure` is a type name, never a text."""
    state = "dead" if dead else "waiting"
    _set(db, message_id, attempts=inbox.c.attempts + 1, failure=failure[:80], state=state)


def _set(db: Db, message_id: int, **values: Any) -> None:
    db.execute(update(inbox).where(inbox.c.id == message_id).values(**values))


SAID_BY = (
    select(inbox.c.id, inbox.c.received_at, inbox.c.body, inbox.c.external_id)
    .where(inbox.c.chat_id == bindparam("chat"))
    .order_by(inbox.c.id.desc())
    .limit(bindparam("most"))
)


def said_by(db: Db, chat_id: int, most: int) -> list[tuple[int, datetime, dict[str, Any], str]]:
    """The last messages of a chat, oldest first: id, when, body, the platform's id."""
    rows = db.execute(SAID_BY, {"chat": chat_id, "most": most}).all()
    return [(row.id, row.received_at, row.body.open_json(row.id), row.external_id) for row in reversed(rows)]


def counts(db: Db) -> dict[str, int]:
    query = select(inbox.c.state, func.count()).where(inbox.c.state != "done").group_by(inbox.c.state)
    return {str(state): int(count) for state, count in db.execute(query).all()}
