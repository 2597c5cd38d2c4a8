"""What became of each outgoing message, told without its words or its reader's address; and changes made by hand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, and_, bindparam, func, literal_column, select, union_all, update

from storage.chats import chats
from storage.columns import Instant
from storage.database import Db
from storage.ids import Ids
from storage.outbox.call_list import call_list
from storage.outbox.sending import IN_A_DIALOGUE, TALKING
from storage.outbox.table import HELD, QUEUED, SENDING, outbox
from storage.signals import OUTBOX

WAITING = ("queued", "sending", "held")
STATES = (*WAITING, "sent", "dead", "dropped")
# the clocks of several machines need not agree
DOUBT = timedelta(days=1)
# each in the words of its index, the ended ones in those of the index that they share
ENDED = outbox.c.state.in_([literal_column("'dead'"), literal_column("'dropped'")])
IN_STATE: Mapping[str, ColumnElement[bool]] = {
    "queued": QUEUED,
    "sending": SENDING,
    "held": HELD,
    "sent": outbox.c.state == literal_column("'sent'"),
    "dead": and_(ENDED, outbox.c.state == literal_column("'dead'")),
    "dropped": and_(ENDED, outbox.c.state == literal_column("'dropped'")),
}


@dataclass(frozen=True, slots=True)
class Message:
    """A message as the store knows it, but for what it says and to which address."""

    id: int
    chat_id: int
    channel: str
    account_id: int | None
    lane: int
    kind: str
    subject_id: int | None
    state: str
    attempts: int
    resent: bool
    not_before: datetime
    expires_at: datetime
    created_at: datetime
    sent_at: datetime | None
    failure: str | None
    delivered_at: datetime | None
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reader:
    """The chat it goes to: open or closed, in the middle of a dialogue, left to a human until then."""

    state: str
    in_dialogue: bool
    hushed_until: datetime | None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which messages are meant. `since`: made then or later."""

    states: Sequence[str] = WAITING
    channel: str = ""
    kinds: Sequence[str] = ()
    since: datetime | None = None
    after: int = 0

    def conditions(self) -> list[ColumnElement[bool]]:
        conditions = [outbox.c.id > max(self.after, Ids.at(self.since - DOUBT) if self.since else 0)]
        if self.since:
            conditions.append(outbox.c.created_at >= bindparam("since", self.since, type_=Instant))
        if self.channel:
            conditions.append(outbox.c.channel == self.channel)
        if self.kinds:
            conditions.append(outbox.c.kind.in_(list(self.kinds)))
        return conditions


COLUMNS = [outbox.c[name] for name in Message.__slots__]
BY_ID = select(*COLUMNS).where(outbox.c.id == bindparam("message"))
READER = select(
    chats.c.state,
    IN_A_DIALOGUE.label("in_dialogue"),
    chats.c.hushed_until,
).where(chats.c.id == bindparam("chat"))
# what goes on in another chat is the same notice: of the same kind about the same thing, and dies at the same moment
GOES_ON = (
    select(*COLUMNS)
    .join(chats, chats.c.id == outbox.c.chat_id)
    .where(
        chats.c.account_id == bindparam("account"),
        outbox.c.id > bindparam("after"),
        outbox.c.chat_id != bindparam("former"),
        outbox.c.kind == bindparam("kind"),
        outbox.c.subject_id.is_not_distinct_from(bindparam("about")),
        outbox.c.expires_at == bindparam("expires", type_=Instant),
    )
    .order_by(outbox.c.id)
    .limit(5)
)
ON_THE_CALL_LIST = (
    select(call_list.c.state)
    .where(
        call_list.c.account_id == bindparam("account"),
        call_list.c.reason == bindparam("kind"),
    )
    .order_by(call_list.c.id.desc())
    .limit(1)
)
COUNTS: CompoundSelect[str, int] = union_all(
    *(
        select(literal_column(f"'{state}'").label("state"), func.count().label("count"))
        .select_from(outbox)
        .where(IN_STATE[state])
        for state in STATES
        if state != "sent"
    )
)


def counts(db: Db) -> dict[str, int]:
    """Counts the messages in each state but `sent`: of those there are too many to count."""
    return {str(state): int(count) for state, count in db.execute(COUNTS).all()}


def matching(db: Db, only: Filter, most: int) -> list[Message]:
    """Lists the messages meant: of each state the oldest; of what was sent, the newest."""
    messages: list[Message] = []
    for state in only.states:
        order = outbox.c.id.desc() if state == "sent" else outbox.c.id
        query = select(*COLUMNS).where(IN_STATE[state], *only.conditions()).order_by(order).limit(most)
        messages += [Message(*row) for row in db.execute(query)]
    return sorted(messages, key=lambda message: message.id)[:most]


def how_many(db: Db, only: Filter) -> int:
    """Counts the messages meant, in all the states asked for."""
    queries = (
        select(func.count().label("count")).select_from(outbox).where(IN_STATE[state], *only.conditions())
        for state in only.states
    )
    return sum(int(db.execute(query).scalar_one()) for query in queries)


def get(db: Db, message_id: int) -> Message | None:
    """Reads a message; None if there is none of this id."""
    row = db.execute(BY_ID, {"message": message_id}).first()
    return Message(*row) if row else None


def reader_of(db: Db, message: Message) -> Reader | None:
    """Reads how the chat stands that the message goes to; None if the chat is gone."""
    row = db.execute(READER, {"chat": message.chat_id, "lately": db.now - TALKING}).first()
    return Reader(row.state, bool(row.in_dialogue), row.hushed_until) if row else None


def copies_of(db: Db, message: Message) -> list[Message]:
    """Lists the same notice in other chats of its reader, where it went on after this one failed."""
    if message.account_id is None:
        return []
    asked: dict[str, Any] = {"account": message.account_id, "after": message.id, "former": message.chat_id}
    asked |= {"kind": message.kind, "about": message.subject_id, "expires": message.expires_at}
    return [Message(*row) for row in db.execute(GOES_ON, asked)]


def call_of(db: Db, message: Message) -> str | None:
    """Reads how the call stands that such a notice was turned into; None if there is none."""
    if message.account_id is None:
        return None
    state: str | None = db.execute(ON_THE_CALL_LIST, {"account": message.account_id, "kind": message.kind}).scalar()
    return state


AGAIN = (
    update(outbox)
    .where(outbox.c.id == bindparam("message"), ENDED)
    .values(
        state="queued",
        attempts=0,
        resent=False,
        failure=None,
        not_before=bindparam("leaves", type_=Instant),
        expires_at=bindparam("ends", type_=Instant),
    )
)
DROP = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("messages", expanding=True)), outbox.c.state.in_(("queued", "held")))
    .values(state="dropped", failure="operator")
)


def queue_again(db: Db, message_id: int, leaves: datetime, ends: datetime) -> bool:
    """Queues what was given up or dropped as if it had never been tried. False: it is not so any more."""
    db.signal(OUTBOX)
    return db.execute(AGAIN, {"message": message_id, "leaves": leaves, "ends": ends}).rowcount > 0


def drop(db: Db, message_ids: Iterable[int]) -> int:
    """Drops messages by hand and says how many still waited; what is being sent is not called back."""
    return db.execute(DROP, {"messages": list(message_ids)}).rowcount


STATE = select(outbox.c.state, outbox.c.platform_id).where(outbox.c.id == bindparam("message"))


def state_of(db: Db, message_id: int) -> tuple[str, str]:
    """Reads the state of a message and the platform's id of it; each empty where there is none."""
    row = db.execute(STATE, {"message": message_id}).first()
    return (row.state, row.platform_id or "") if row else ("", "")
