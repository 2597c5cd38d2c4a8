"""The open dialogue of a party (an account, or a chat not yet linked): which form, and the answers so far."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, Select, String, Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import Id, Instant, Sealed, SealedCell, seal_json
from storage.database import Db, metadata
from storage.prepared import Prepared

conversations = Table(
    "conversations",
    metadata,
    Column("party_id", Id, primary_key=True, autoincrement=False),
    Column("form", String(40)),
    Column("state", Sealed("conversations.state")),
    Column("turn", Integer, nullable=False),
    Column("chat_id", BigInteger),
    Column("expires_at", Instant),
    Column("nudge_at", Instant),
    Column("minute", Integer, nullable=False),
    Column("minute_count", Integer, nullable=False),
    Index("ix_conversations_nudge", "nudge_at"),
    Index("ix_conversations_expiry", "expires_at"),
)
COLUMNS = (
    conversations.c.form,
    conversations.c.state,
    conversations.c.turn,
    conversations.c.minute,
    conversations.c.minute_count,
    conversations.c.expires_at,
)


@dataclass(slots=True)
class Conversation:
    """Where the dialogue of a party stands.

    `answers` by question id, of which the first `begun_with` were there when the form began; `offered` are the presses
    that the numbers of the last list stood for, and `labels` give them by their folded words. `album` is the last one
    sent: its name, and the message of the inbox that its first picture came with, 0 where that was kept nowhere. `back`
    leads to the dialogue that was set aside last: its form, how it is named, until when it is offered, in seconds.
    """

    party_id: int
    form: str | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    offered: list[str] = field(default_factory=list)
    turn: int = 0
    minute: int = 0
    minute_count: int = 0
    expires_at: datetime | None = None
    nudge_at: datetime | None = None
    labels: dict[str, str] = field(default_factory=dict)
    album: tuple[str, int] = ("", 0)
    begun_with: int = 0
    back: tuple[str, str, int] = ("", "", 0)

    @classmethod
    def read(
        cls,
        party_id: int,
        form: str | None,
        state: SealedCell | None,
        turn: int,
        minute: int,
        minute_count: int,
        expires_at: datetime | None,
    ) -> "Conversation":
        content = state.open_json(party_id) if state else {}
        return cls(
            party_id,
            form,
            content.get("answers", {}),
            content.get("offered", []),
            turn,
            minute,
            minute_count,
            expires_at,
            labels=content.get("labels", {}),
            album=tuple(content.get("album", ("", 0))),
            begun_with=content.get("begun_with", 0),
            back=tuple(content.get("back", ("", "", 0))),
        )

    def close(self) -> None:
        self.form, self.answers, self.expires_at, self.nudge_at, self.begun_with = None, {}, None, None, 0


SAVE = Prepared(
    update(conversations)
    .where(conversations.c.party_id == bindparam("party"))
    .values(
        form=bindparam("form"),
        state=bindparam("state"),
        turn=bindparam("turn"),
        chat_id=bindparam("chat_id"),
        minute=bindparam("minute"),
        minute_count=bindparam("minute_count"),
        expires_at=bindparam("expires_at"),
        nudge_at=bindparam("nudge_at"),
    )
)


UNSET: dict[str, Any] = {"album": ("", 0), "begun_with": 0, "back": ("", "", 0)}


def _state_of(talk: Conversation) -> dict[str, Any]:
    state = {"answers": talk.answers, "offered": talk.offered, "labels": talk.labels}
    return {**state, **{name: value for name, unset in UNSET.items() if (value := getattr(talk, name)) != unset}}


def save(db: Db, changed: list[tuple[Conversation, int]], *, at_end: bool = False) -> None:
    """Writes conversations with the chat each was last used in; `at_end`, where the transaction reads them no more."""
    rows = [
        {
            "party": talk.party_id,
            "form": talk.form,
            "state": seal_json(talk.party_id, _state_of(talk)),
            "turn": talk.turn,
            "chat_id": chat_id,
            "minute": talk.minute,
            "minute_count": talk.minute_count,
            "expires_at": talk.expires_at,
            "nudge_at": talk.nudge_at,
        }
        for talk, chat_id in changed
    ]
    SAVE.note(db, rows, at_end=at_end)


def open_for(db: Db, party_id: int) -> None:
    """Adds a row for the party, so that there is something to lock; one that is there stays as it is."""
    insert = sqlite.insert if db.store.sqlite else postgresql.insert
    db.execute(
        insert(conversations).on_conflict_do_nothing(index_elements=["party_id"]),
        {"party_id": party_id, "turn": 0, "minute": 0, "minute_count": 0},
    )


ONE = select(conversations.c.party_id, *COLUMNS).where(conversations.c.party_id == bindparam("party_id"))


def get(db: Db, party_id: int, *, lock: bool = False) -> Conversation | None:
    """Reads the party's conversation, locked if asked; None if it has no row."""
    row = db.execute(ONE.with_for_update() if lock else ONE, {"party_id": party_id}).first()
    return Conversation.read(*tuple(row)) if row else None


@dataclass(frozen=True, slots=True)
class Draft:
    """An unfinished dialogue and the chat it was last used in."""

    party_id: int
    form: str
    chat_id: int | None


def _drafts_by(column: Column[datetime]) -> Select[tuple[int, str, int | None]]:
    return (
        select(conversations.c.party_id, conversations.c.form, conversations.c.chat_id)
        .where(column <= bindparam("now"), conversations.c.form.is_not(None))
        .order_by(column, conversations.c.party_id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )


TO_NUDGE = _drafts_by(conversations.c.nudge_at)
TO_EXPIRE = _drafts_by(conversations.c.expires_at)
NEXT_NUDGE, NEXT_END = (
    select(column).where(column.is_not(None), conversations.c.form.is_not(None)).order_by(column).limit(1)
    for column in (conversations.c.nudge_at, conversations.c.expires_at)
)
NUDGED = update(conversations).where(conversations.c.party_id.in_(bindparam("ids", expanding=True)))


def to_nudge(db: Db, limit: int) -> list[Draft]:
    """Lists drafts that nobody has gone on with for a day; locked for this process until the transaction ends."""
    return [Draft(*row) for row in db.execute(TO_NUDGE, {"now": db.now, "most": limit})]


def to_expire(db: Db, limit: int) -> list[Draft]:
    """Lists drafts whose time is over; locked for this process until the transaction ends."""
    return [Draft(*row) for row in db.execute(TO_EXPIRE, {"now": db.now, "most": limit})]


def nudged(db: Db, party_ids: list[int]) -> None:
    """Notes that these drafts were nudged: once for each."""
    db.execute(NUDGED.values(nudge_at=None), {"ids": party_ids})


def expired(db: Db, party_ids: list[int]) -> None:
    """Ends these dialogues; their rows stay, for a row is what a turn locks."""
    ended = NUDGED.values(form=None, state=None, turn=conversations.c.turn + 1, expires_at=None, nudge_at=None)
    db.execute(ended, {"ids": party_ids})


def next_draft_at(db: Db) -> datetime | None:
    """Tells when a draft is next to be nudged or ended; None if there is none."""
    moments = (db.execute(query).scalar() for query in (NEXT_NUDGE, NEXT_END))
    return min((moment for moment in moments if moment is not None), default=None)
