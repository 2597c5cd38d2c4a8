"""How messages leave: taken from the outbox by one process, sent, put back for later, or given up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, literal_column, or_, select, union_all, update

from storage.chats import chats
from storage.columns import Instant, SealedCell
from storage.conversations import conversations
from storage.database import Db
from storage.ids import Ids
from storage.outbox.table import ALERT, BROADCAST, QUEUED, REMINDER, REPLY, SENDING, outbox
from storage.prepared import Prepared
from storage.signals import OUTBOX

TALKING = timedelta(minutes=15)
MOMENT = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Sending:
    """A row on its way out. `body` is the Outgoing as JSON; `tried` are the chats that it was put in before."""

    id: int
    chat_id: int
    account_id: int | None
    channel: str
    address: str
    lane: int
    kind: str
    subject_id: int | None
    body: dict[str, Any]
    attempts: int
    expires_at: datetime
    left_over: bool = False
    tried: tuple[int, ...] = ()


def to_send_at_once(db: Db) -> list[Sending]:
    """Lists, after the commit, what this process has to send now."""
    return [
        Sending(
            message["id"],
            message["chat_id"],
            message["account_id"],
            message["channel"],
            message["address"],
            message["lane"],
            message["kind"],
            message["subject_id"],
            message["body"],
            1,
            message["expires_at"],
            tried=tuple(message["tried"] or ()),
        )
        for message in db.outgoing
        if message["at_once"]
    ]


def has_waited(sending: Sending) -> bool:
    """Tells whether a message was put more than a moment ago, by its id, which carries the machine's time."""
    return sending.attempts > 1 or Ids.age(sending.id) > MOMENT


SENDING_COLUMNS = (
    outbox.c.id,
    outbox.c.chat_id,
    outbox.c.account_id,
    outbox.c.channel,
    chats.c.address,
    outbox.c.lane,
    outbox.c.kind,
    outbox.c.subject_id,
    outbox.c.body,
    outbox.c.attempts,
    outbox.c.expires_at,
    outbox.c.tried,
)
WITH_ADDRESS = select(*SENDING_COLUMNS).join_from(outbox, chats, chats.c.id == outbox.c.chat_id)
NEXT = (
    WITH_ADDRESS.where(QUEUED, outbox.c.channel == bindparam("channel"), outbox.c.lane == bindparam("lane"))
    .where(outbox.c.not_before <= bindparam("now"))
    .order_by(outbox.c.not_before, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(of=outbox, skip_locked=True)
)
LEFT_SENDING = (
    WITH_ADDRESS.add_columns(outbox.c.resent)
    .where(SENDING, outbox.c.channel == bindparam("channel"), outbox.c.id < bindparam("before"))
    .order_by(outbox.c.id)
)
CLAIM = (
    update(outbox).where(outbox.c.id == bindparam("message")).values(state="sending", attempts=outbox.c.attempts + 1)
)
SENT = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("message"))
    .values(state="sent", platform_id=bindparam("platform"), sent_at=bindparam("at"))
)
RELEASE = (
    update(outbox)
    .where(outbox.c.id == bindparam("message"), SENDING)
    .values(state="queued", not_before=bindparam("at"), failure=bindparam("why"), resent=False)
)
END = update(outbox).where(outbox.c.id == bindparam("message")).values(state=bindparam("end"), failure=bindparam("why"))
RESENT = update(outbox).where(outbox.c.id == bindparam("message"), SENDING).values(resent=True)
NOT_RESENT = update(outbox).where(outbox.c.id == bindparam("message")).values(resent=False)
# whoever has the channel now notes `resent` before it begins to send one of these
RELEASE_UNTRIED = RELEASE.where(outbox.c.resent.is_(False))


IN_A_DIALOGUE = (
    select(conversations.c.party_id)
    .where(
        conversations.c.party_id == chats.c.party_id,
        conversations.c.form.isnot(None),
        chats.c.last_in_at > bindparam("lately", type_=Instant),
    )
    .exists()
)
LEFT_ALONE = or_(chats.c.hushed_until.is_(None), chats.c.hushed_until <= bindparam("now", type_=Instant))
NEXT_UNASKED = NEXT.where(~IN_A_DIALOGUE, LEFT_ALONE)


def take(db: Db, channel: str, lane: int, most: int) -> list[Sending]:
    """Claims waiting messages of a lane for this process, oldest first.

    A reminder never breaks into a dialogue or into what a human says by hand.
    """
    asked = {"channel": channel, "lane": lane, "now": db.now, "most": most}
    if lane < REMINDER:
        rows = db.execute(NEXT, asked).all()
    else:
        rows = db.execute(NEXT_UNASKED, {**asked, "lately": db.now - TALKING}).all()
    claim(db, [row.id for row in rows])
    return [_sending(row, attempts=row.attempts + 1) for row in rows]


def claim(db: Db, ids: list[int]) -> None:
    """Marks messages as being sent, and counts the attempt."""
    if ids:
        db.execute(CLAIM, [{"message": message_id} for message_id in ids])


def left_sending(db: Db, channel: str, before: int) -> tuple[list[Sending], list[Sending]]:
    """Lists what an earlier process claimed and did not finish, ids below `before`.

    Two lists: what is to be sent again, and what has been sent again already.
    """
    rows = db.execute(LEFT_SENDING, {"channel": channel, "before": before}).all()
    again = [replace(_sending(row, row.attempts), left_over=True) for row in rows if not row.resent]
    return again, [_sending(row, row.attempts) for row in rows if row.resent]


ON_THEIR_WAY = select(outbox.c.id).where(SENDING, outbox.c.channel == bindparam("channel"))


def on_their_way(db: Db, channel: str) -> list[int]:
    """Lists the ids of what is noted as being sent just now, by whomever."""
    return list(db.execute(ON_THEIR_WAY, {"channel": channel}).scalars())


STILL_ON_THEIR_WAY = select(outbox.c.id).where(SENDING, outbox.c.id.in_(bindparam("ids", expanding=True)))


def still_on_their_way(db: Db, ids: Iterable[int]) -> set[int]:
    """Gives those of these messages that are noted as being sent just now."""
    return set(db.execute(STILL_ON_THEIR_WAY, {"ids": list(ids)}).scalars())


def resend(db: Db, message_id: int) -> bool:
    """Notes, before a message is sent a second time after a crash, that there is no third.

    False if it is not to be sent: its earlier holder has noted meanwhile that it left, or has given it back.
    """
    return db.execute(RESENT, {"message": message_id}).rowcount == 1


def has_not_left(db: Db, message_id: int) -> None:
    """Notes that the platform has not taken what was sent a second time, so that it may be sent again after a crash."""
    db.execute(NOT_RESENT, {"message": message_id})


def _sending(row: Sequence[Any], attempts: int) -> Sending:
    body: SealedCell = row[8]
    message_id, chat_id, account_id, channel, address, lane, kind, subject_id = row[:8]
    return Sending(
        message_id,
        chat_id,
        account_id,
        channel,
        address,
        lane,
        kind,
        subject_id,
        body.open_json(message_id),
        attempts,
        expires_at=row[10],
        tried=tuple(row[11] or ()),
    )


def sent(db: Db, marks: Iterable[tuple[int, str, datetime]], *, at_end: bool = False) -> None:
    """Marks messages as sent by (id, the platform's id, when): one statement for all.

    `at_end`: where the transaction reads them no more.
    """
    rows = [{"message": message, "platform": platform, "at": at} for message, platform, at in marks]
    SENT.note(db, rows, at_end=at_end)


def release(db: Db, message_id: int, at: datetime, why: str) -> None:
    """Puts a message back in the queue, not before `at`, with the failure."""
    db.signal(OUTBOX)
    db.execute(RELEASE, {"message": message_id, "at": at, "why": why})


def release_all(db: Db, ids: list[int], at: datetime, why: str) -> None:
    """Puts messages back in the queue, not before `at`, with the failure."""
    if ids:
        db.signal(OUTBOX)
        db.execute(RELEASE, [{"message": message_id, "at": at, "why": why} for message_id in ids])


def release_untried(db: Db, ids: Iterable[int]) -> None:
    """Puts messages back in the queue that nobody has begun to send, but those that another process has begun with."""
    db.signal(OUTBOX)
    db.execute(RELEASE_UNTRIED, [{"message": message_id, "at": db.now, "why": "handed_over"} for message_id in ids])


def end(db: Db, message_id: int, state: str, why: str) -> None:
    """Ends a message as `dead` (could not be sent) or `dropped` (too late to be of use), with the failure."""
    end_all(db, [message_id], state, why)


def end_all(db: Db, ids: Iterable[int], state: str, why: str) -> None:
    """Ends messages as `end` does, in one statement."""
    rows = [{"message": message_id, "end": state, "why": why[:80]} for message_id in ids]
    if rows:
        db.execute(END, rows)


# a lane each, so that the index answers with its first entry however many wait
FIRST_OF_EACH_LANE = union_all(
    *(
        select(func.min(outbox.c.not_before).label("first")).where(
            QUEUED,
            outbox.c.channel == bindparam("channel"),
            outbox.c.lane == literal_column(str(lane)),
            outbox.c.not_before <= bindparam("now", type_=Instant),
        )
        for lane in (ALERT, REPLY, REMINDER, BROADCAST)
    )
)


def oldest_waiting(db: Db, channel: str) -> datetime | None:
    """Tells since when the channel's oldest message that may leave has waited; None if none does."""
    firsts = db.execute(FIRST_OF_EACH_LANE, {"channel": channel, "now": db.now}).scalars()
    return min((moment for moment in firsts if moment is not None), default=None)


# as above, and of what may not leave yet, too
NEXT_OF_EACH_LANE = union_all(
    *(
        select(func.min(outbox.c.not_before).label("first")).where(
            QUEUED, outbox.c.channel == bindparam("channel"), outbox.c.lane == literal_column(str(lane))
        )
        for lane in (ALERT, REPLY, REMINDER, BROADCAST)
    )
)


def next_waiting(db: Db, channel: str) -> datetime | None:
    """Tells when the first of the channel's waiting messages may leave; None if none waits."""
    firsts = db.execute(NEXT_OF_EACH_LANE, {"channel": channel}).scalars()
    return min((moment for moment in firsts if moment is not None), default=None)
