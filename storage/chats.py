"""Chats: the places where an account can be reached, one row for each address on a channel."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, String, Table, bindparam, false, or_, select, update

from rules.local_time import MINUTE
from storage import conversations, sessions
from storage.accounts import accounts
from storage.columns import Id, Instant
from storage.database import Db, metadata
from storage.prepared import FEW, Prepared

# the officers' desk in a browser: it is written in, and never chosen to tell anybody anything
DESK = "desk"
WRITTEN_IN = ("active", DESK)
chats = Table(
    "chats",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("channel", String(12), nullable=False),
    Column("address", String(128), nullable=False),
    Column("account_id", BigInteger),
    Column("party_id", BigInteger, nullable=False),
    Column("state", String(8), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("welcomed_at", Instant),
    Column("last_in_at", Instant),
    Column("hushed_until", Instant),
    Column("held", Boolean, nullable=False, server_default=false()),
    Index("ix_chats_address", "channel", "address", unique=True),
    Index("ix_chats_account", "account_id"),
)


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat of a channel.

    `party_id` is whose dialogue it is: the account's, or the chat's own while it is not linked.

    `hushed_until`: till then somebody of the office writes here by hand, and the bot keeps silent. `held`: the platform
    let something not through, which leaves as soon as the reader writes. A `template` chat takes nothing but forms of
    words that its platform has approved, and is never chosen to talk in. A `desk` chat takes the answers to what is
    pressed and typed at the officers' desk, and is never chosen to be told anything else.
    """

    id: int
    channel: str
    address: str
    account_id: int | None
    party_id: int
    state: str
    welcomed: bool
    last_in_at: datetime | None = None
    hushed_until: datetime | None = None
    held: bool = False

    def is_hushed(self, now: datetime) -> bool:
        return self.hushed_until is not None and self.hushed_until > now


COLUMNS = (
    chats.c.id,
    chats.c.channel,
    chats.c.address,
    chats.c.account_id,
    chats.c.party_id,
    chats.c.state,
    chats.c.welcomed_at,
    chats.c.last_in_at,
    chats.c.hushed_until,
    chats.c.held,
)
ONE = select(*COLUMNS).where(chats.c.id == bindparam("id"))
AT = select(*COLUMNS).where(chats.c.channel == bindparam("channel"), chats.c.address == bindparam("address"))
LAST_USED_FIRST = (chats.c.last_in_at.is_(None), chats.c.last_in_at.desc(), chats.c.id.desc())
OF_ACCOUNT = select(*COLUMNS).where(chats.c.account_id == bindparam("account_id")).order_by(*LAST_USED_FIRST)
ALL_OF = (
    select(*COLUMNS).where(chats.c.account_id.in_(bindparam("account_ids", expanding=True))).order_by(*LAST_USED_FIRST)
)
LINKED_IN = (
    select(chats.c.account_id)
    .join(accounts, accounts.c.id == chats.c.account_id)
    .where(accounts.c.unit == bindparam("unit"), chats.c.state != "template")
    .distinct()
)
ALL_OF_FEW = Prepared(ALL_OF, lists=("account_ids",))
OF_ACCOUNTS = ALL_OF.where(chats.c.state == "active")


def from_row(row: Sequence[Any]) -> Chat:
    """Makes a chat of a row with `COLUMNS`."""
    chat_id, channel, address, account_id, party_id, state, welcomed_at, last_in_at, hushed_until, held = row
    welcomed = welcomed_at is not None
    return Chat(chat_id, channel, address, account_id, party_id, state, welcomed, last_in_at, hushed_until, held)


def get(db: Db, chat_id: int | None) -> Chat | None:
    """Reads a chat; None if there is none of this id, or no id."""
    row = db.execute(ONE, {"id": chat_id}).first() if chat_id else None
    return from_row(row) if row else None


def at(db: Db, channel: str, address: str) -> Chat | None:
    """Finds the chat at this address of the channel; None if nobody has written from it."""
    row = db.execute(AT, {"channel": channel, "address": address}).first()
    return from_row(row) if row else None


def of_account(db: Db, account_id: int) -> list[Chat]:
    """Lists the account's chats, last used first, closed ones too."""
    return [from_row(row) for row in db.execute(OF_ACCOUNT, {"account_id": account_id})]


def all_of(db: Db, account_ids: Iterable[int]) -> dict[int, list[Chat]]:
    """Maps account → all its chats, closed ones too, last used first."""
    by_account: dict[int, list[Chat]] = {}
    keys = {"account_ids": list(account_ids)}
    rows = ALL_OF_FEW.rows(db, keys) if len(keys["account_ids"]) <= FEW else db.execute(ALL_OF, keys)
    for chat in map(from_row, rows):
        by_account.setdefault(chat.account_id or 0, []).append(chat)
    return by_account


def linked_in(db: Db, unit: str) -> set[int]:
    """Gives the accounts of the commune for which a chat speaks."""
    return set(db.execute(LINKED_IN, {"unit": unit}).scalars())


def reaching(db: Db, account_ids: Iterable[int]) -> dict[int, Chat]:
    """Maps account → the chat last used in which it can be reached, for those who have one."""
    by_account: dict[int, Chat] = {}
    for row in db.execute(OF_ACCOUNTS, {"account_ids": list(account_ids)}):
        by_account.setdefault(row.account_id, from_row(row))
    return by_account


def add(db: Db, channel: str, address: str) -> Chat:
    """Adds a chat nobody is linked to, with a dialogue of its own."""
    chat_id = db.new_id()
    db.execute(
        chats.insert(),
        {
            "id": chat_id,
            "channel": channel,
            "address": address,
            "account_id": None,
            "party_id": chat_id,
            "state": "active",
            "created_at": db.now,
        },
    )
    conversations.open_for(db, chat_id)
    return Chat(chat_id, channel, address, None, chat_id, "active", welcomed=False)


AT_SEVERAL = select(*COLUMNS).where(
    chats.c.channel == bindparam("channel"), chats.c.address.in_(bindparam("addresses", expanding=True))
)
CHANGE_HANDS = (
    update(chats).where(chats.c.id == bindparam("chat")).values(account_id=bindparam("owner"), state="template")
)


def for_templates(db: Db, channel: str, owners: Mapping[str, int]) -> dict[str, Chat]:
    """Maps address → the chat that takes approved forms of words for its owner; made when first wanted.

    A phone changes hands: the chat at its address then goes to the new owner.
    """
    rows = db.execute(AT_SEVERAL, {"channel": channel, "addresses": list(owners)}) if owners else ()
    by_address = {row.address: from_row(row) for row in rows}
    fresh = {
        address: _template_row(db, channel, address, owners[address]) for address in owners.keys() - by_address.keys()
    }
    if fresh:
        db.execute(chats.insert(), list(fresh.values()))
    moved = [chat for address, chat in by_address.items() if chat.account_id != owners[address]]
    if moved:
        db.execute(CHANGE_HANDS, [{"chat": chat.id, "owner": owners[chat.address]} for chat in moved])
    for chat in moved:
        by_address[chat.address] = replace(chat, account_id=owners[chat.address], state="template")
    for address, row in fresh.items():
        owner = owners[address]
        by_address[address] = Chat(row["id"], channel, address, owner, row["id"], "template", welcomed=False)
    return by_address


def _template_row(db: Db, channel: str, address: str, owner: int) -> dict[str, Any]:
    chat_id = db.new_id()
    return {
        "id": chat_id,
        "channel": channel,
        "address": address,
        "account_id": owner,
        "party_id": chat_id,
        "state": "template",
        "created_at": db.now,
    }


def link(db: Db, chat_id: int, account_id: int) -> None:
    """Makes the chat speak for the account; the dialogue is the account's from now on."""
    conversations.open_for(db, account_id)
    db.execute(
        update(chats)
        .where(chats.c.id == chat_id)
        .values(account_id=account_id, party_id=account_id, state="active", last_in_at=db.now)
    )


def desk_of(db: Db, account_id: int) -> Chat:
    """Finds the chat of the account's desk; makes it when it is first wanted."""
    if existing := desks_of(db, account_id):
        return existing[0]
    chat = add(db, "web", sessions.fresh_address())
    link(db, chat.id, account_id)
    db.execute(update(chats).where(chats.c.id == chat.id).values(state=DESK, welcomed_at=db.now))
    return replace(chat, account_id=account_id, party_id=account_id, state=DESK, welcomed=True)


def desks_of(db: Db, account_id: int) -> list[Chat]:
    """Lists the chats of the account's desk: one, once it was first wanted."""
    return [chat for chat in of_account(db, account_id) if chat.state == DESK]


def move(db: Db, chat: Chat, address: str) -> bool:
    """Gives the chat another address; False if it has left the one it had."""
    moving = update(chats).where(chats.c.id == chat.id, chats.c.address == chat.address)
    return db.execute(moving.values(address=address)).rowcount == 1


def set_state(db: Db, chat_id: int, state: str) -> bool:
    """Sets active, blocked (by the platform or the reader) or stopped (by a stop word). True if it changed.

    The desk's chat has no such state: it is open as long as its session is.
    """
    other = (chats.c.id == chat_id, chats.c.state != state, chats.c.state != DESK)
    changed = db.execute(update(chats).where(*other).values(state=state))
    return changed.rowcount > 0


def welcome(db: Db, chat_id: int) -> None:
    """Notes that the chat has had its welcome."""
    db.execute(update(chats).where(chats.c.id == chat_id).values(welcomed_at=db.now))


HUSH = (
    update(chats)
    .where(chats.c.channel == bindparam("of"), chats.c.address == bindparam("whose"))
    .where(or_(chats.c.hushed_until.is_(None), chats.c.hushed_until < bindparam("until", type_=Instant)))
    .values(hushed_until=bindparam("until", type_=Instant))
)


def hush(db: Db, channel: str, address: str, until: datetime) -> None:
    """Keeps the bot silent in the chat until then; word of it may come late, and never makes an end earlier."""
    db.execute(HUSH, {"of": channel, "whose": address, "until": until})


USED = Prepared(update(chats).where(chats.c.id == bindparam("chat")).values(last_in_at=bindparam("at")))


def used(db: Db, written_in: list[Chat], *, at_end: bool = False) -> None:
    """Notes when chats were last written in, to the minute; `at_end`, where the transaction reads them no more."""
    late = db.now - MINUTE
    rows = [{"chat": chat.id, "at": db.now} for chat in written_in if not chat.last_in_at or chat.last_in_at < late]
    USED.note(db, rows, at_end=at_end)
