"""Messages accepted, each once: unique by channel and the platform's own id. Waiting until their turn is taken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
from sqlalchemy.dialects import postgresql

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
from storage.prepared import Prepared, read_together

FEW = 5
IS_WAITING = Column("state") == "waiting"
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
    Index("ix_inbox_waiting", "id", sqlite_where=IS_WAITING, postgresql_where=IS_WAITING),
    Index("ix_inbox_chat_waiting", "chat_id", sqlite_where=IS_WAITING, postgresql_where=IS_WAITING),
)
LATEST = (
    select(inbox.c.id, inbox.c.body)
    .where(inbox.c.chat_id == bindparam("chat"), inbox.c.id < bindparam("before"))
    .order_by(inbox.c.id.desc())
    .limit(FEW)
)
# a constant, not a parameter: only so can a database use the index of those that wait
WAITING = inbox.c.state == literal_column("'waiting'")


@dataclass(slots=True)
class Arrival:
    """A message as a channel handed it over; `body` is JSON. The id is given when it is stored, after `behind`."""

    channel: str
    external_id: str
    address: str
    body: dict[str, Any]
    behind: int = 0
    id: int = 0


@dataclass(slots=True)
class Party:
    """Who writes: the chat, the account behind it if any, and the dialogue. Read under the lock of the dialogue.

    `waiting` is the last message that still waits for its turn, in whichever chat of the account; 0 when none does.
    """

    chat: Chat
    account: Account | None
    talk: Conversation
    waiting: int = 0


Read = Prepared | Select[Any]
# where in a row of STATE it stands
PARTY_ID = len(CHAT_COLUMNS) + len(ACCOUNT_COLUMNS)
others = chats.chats.alias("others")
STATE = (
    select(
        *CHAT_COLUMNS,
        *ACCOUNT_COLUMNS,
        conversations.conversations.c.party_id,
        *CONVERSATION_COLUMNS,
        select(func.max(inbox.c.id)).where(inbox.c.chat_id == chats.chats.c.id, WAITING).scalar_subquery(),
        select(func.max(inbox.c.id))
        .join_from(others, inbox, inbox.c.chat_id == others.c.id)
        .where(others.c.account_id == chats.chats.c.account_id, WAITING)
        .scalar_subquery(),
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
# most often one person writes
THIS_ADDRESS = (chats.chats.c.channel == bindparam("channel"), chats.chats.c.address == bindparam("address"))
OF_ADDRESS, LOCK_ADDRESS = Prepared(STATE.where(*THIS_ADDRESS)), Prepared(LOCK.where(*THIS_ADDRESS))
THESE = (
    chats.chats.c.channel == bindparam("channel"),
    chats.chats.c.address.in_(bindparam("addresses", expanding=True)),
)
THIS = (chats.chats.c.id == bindparam("chat"),)
OF_ADDRESSES, LOCK_ADDRESSES = STATE.where(*THESE), LOCK.where(*THESE)
OF_CHAT, LOCK_CHAT = STATE.where(*THIS), LOCK.where(*THIS)


def parties(db: Db, channel: str, addresses: list[str]) -> dict[str, Party]:
    """Finds everyone who writes from these addresses, locked in one order; chats not seen before are made."""
    if len(addresses) == 1:
        rows = _locked(db, LOCK_ADDRESS, OF_ADDRESS, {"channel": channel, "address": addresses[0]})
    else:
        rows = _locked(db, LOCK_ADDRESSES, OF_ADDRESSES, {"channel": channel, "addresses": addresses})
    by_address = {party.chat.address: party for party in map(_party, rows)}
    for address in addresses:
        if address not in by_address:
            chat = chats.add(db, channel, address)
            by_address[address] = Party(chat, None, Conversation(chat.party_id))
    share_talk(by_address.values())
    return by_address


def last_text(db: Db, chat_id: int, before: int) -> str:
    """Reads what was last typed in this chat before the message `before`; empty when that lies further back."""
    for row in db.execute(LATEST, {"chat": chat_id, "before": before}):
        body = row.body.open_json(row.id)
        if body.get("kind") == "text":
            return str(body.get("text", ""))
    return ""


def share_talk(batch: Iterable[Party]) -> None:
    """Makes two chats of one account in one batch share one dialogue, be they on one channel or two."""
    talks: dict[int, Conversation] = {}
    for party in batch:
        party.talk = talks.setdefault(party.talk.party_id, party.talk)


def party_of(db: Db, chat_id: int) -> Party | None:
    """Reads who writes in this chat, locked; None if the chat is gone."""
    rows = _locked(db, LOCK_CHAT, OF_CHAT, {"chat": chat_id})
    return _party(rows[0]) if rows else None


def _rows(db: Db, statements: Sequence[Read], asked: dict[str, Any]) -> list[Sequence[Sequence[Any]]]:
    """Reads the rows of each statement, in one way to the database where all of them are prepared."""
    prepared = [statement for statement in statements if isinstance(statement, Prepared)]
    if len(prepared) == len(statements):
        return [*read_together(db, prepared, asked)]
    return [db.execute(statement, asked).all() for statement in statements if not isinstance(statement, Prepared)]


def _locked(db: Db, lock: Read, read: Read, asked: dict[str, Any]) -> Sequence[Sequence[Any]]:
    """Locks first and reads after: what was read with the lock could be older than it. SQLite has one writer.

    Whoever was waited for may have linked the chat to an account: then it is the account's dialogue that is to be held.
    """
    if db.store.sqlite:
        return _rows(db, (read,), asked)[0]
    while True:
        locked, rows = _rows(db, (lock, read), asked)
        held = {party_id for (party_id,) in locked}
        if held.issuperset(row[PARTY_ID] for row in rows):
            return rows


def _party(row: Sequence[Any]) -> Party:
    chats_end = len(CHAT_COLUMNS)
    chat = chat_from_row(row[:chats_end])
    account = account_from_row(row[chats_end:PARTY_ID]) if row[chats_end] is not None else None
    *talk, here, anywhere = row[PARTY_ID:]
    return Party(chat, account, Conversation.read(*talk), max(here or 0, anywhere or 0))


ACCEPT = Prepared(postgresql.insert(inbox).on_conflict_do_nothing(index_elements=["channel", "external_id"]))


def accept(db: Db, arrivals: list[tuple[Arrival, int, bool]]) -> set[int]:
    """Stores (arrival, chat id, done) and says which ids are new: channels deliver more than once."""
    rows = [_row(db, arrival, chat_id, done) for arrival, chat_id, done in arrivals]
    ids = [row["id"] for row in rows]
    if ACCEPT.run(db, rows) == len(rows):
        return set(ids)
    return set(db.execute(select(inbox.c.id).where(inbox.c.id.in_(ids))).scalars())


def _row(db: Db, arrival: Arrival, chat_id: int, done: bool) -> dict[str, Any]:
    arrival.id = db.new_id(after=arrival.behind)
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
NEXT_OF_CHATS = (
    select(inbox.c.id, inbox.c.chat_id, inbox.c.attempts, inbox.c.received_at, inbox.c.body)
    .where(WAITING, inbox.c.chat_id.in_(bindparam("chats", expanding=True)))
    .order_by(inbox.c.id)
    .limit(1)
)


def chats_waiting(db: Db, before: datetime, most: int) -> list[int]:
    """Lists the chats with messages accepted by `before` and not answered, the longest waiting first."""
    return list(dict.fromkeys(row.chat_id for row in db.execute(TO_ANSWER, {"before": before, "most": most})))


def next_of(db: Db, *chat_ids: int) -> Waiting | None:
    """Reads the oldest waiting message of these chats of one party; call it under the party's lock."""
    row = db.execute(NEXT_OF_CHATS, {"chats": list(chat_ids)}).first()
    return Waiting(*tuple(row)) if row else None


def mark_done(db: Db, message_id: int) -> None:
    """Marks the message as answered."""
    _set(db, message_id, state="done")


def failed(db: Db, message_id: int, failure: str, *, dead: bool) -> None:
    """Notes a failed turn; `dead` sets the message aside for good. `failure` is a type name, never a text."""
    state = "dead" if dead else "waiting"
    _set(db, message_id, attempts=inbox.c.attempts + 1, failure=failure[:80], state=state)


def _set(db: Db, message_id: int, **values: Any) -> None:
    db.execute(update(inbox).where(inbox.c.id == message_id).values(**values))


SAID_BY = (
    select(inbox.c.id, inbox.c.received_at, inbox.c.body, inbox.c.external_id)
    .where(inbox.c.chat_id == bindparam("chat"), inbox.c.id > bindparam("after"))
    .order_by(inbox.c.id.desc())
    .limit(bindparam("most"))
)


def said_by(db: Db, chat_id: int, most: int, *, after: int = 0) -> list[tuple[int, datetime, dict[str, Any], str]]:
    """Lists the last messages of a chat after an id, oldest first: id, when, body, the platform's id."""
    rows = db.execute(SAID_BY, {"chat": chat_id, "most": most, "after": after}).all()
    return [(row.id, row.received_at, row.body.open_json(row.id), row.external_id) for row in reversed(rows)]


def counts(db: Db) -> dict[str, int]:
    """Counts the messages that wait, and those set aside as dead."""
    query = select(inbox.c.state, func.count()).where(inbox.c.state != "done").group_by(inbox.c.state)
    return {str(state): int(count) for state, count in db.execute(query).all()}
