"""How much of a channel's allowance is used: a row for each channel, month and thing that is counted."""

from collections.abc import Mapping

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, String, Table, bindparam, func, select, update

from storage.chats import chats
from storage.database import Db, metadata
from storage.upsert import insert

SENT, PEOPLE, DONG, PAID = "sent", "people", "dong", "paid"

usage = Table(
    "usage",
    metadata,
    Column("channel", String(12), nullable=False),
    Column("month", String(7), nullable=False),
    Column("what", String(12), nullable=False),
    Column("count", Integer, nullable=False),
    Column("told", Integer, nullable=False),
    PrimaryKeyConstraint("channel", "month", "what"),
)
_NEW = insert(usage)
MORE = _NEW.on_conflict_do_update(
    index_elements=["channel", "month", "what"],
    set_={"count": usage.c.count + _NEW.excluded.count},
)
MET = _NEW.on_conflict_do_update(
    index_elements=["channel", "month", "what"],
    set_={"count": _NEW.excluded.count},
)
OF = select(usage.c.count).where(
    usage.c.channel == bindparam("channel"), usage.c.month == bindparam("month"), usage.c.what == bindparam("what")
)
WHO_WRITES = select(func.count()).select_from(chats).where(chats.c.channel == bindparam("channel"))
TELL = (
    update(usage)
    .where(
        usage.c.channel == bindparam("of"),
        usage.c.month == bindparam("in_month"),
        usage.c.what == bindparam("thing"),
        usage.c.told < bindparam("step"),
    )
    .values(told=bindparam("step"))
)


def month(db: Db) -> str:
    """Names the month that counts now, `2026-11`: allowances are taken to go by the months of Viet Nam."""
    return f"{db.today:%Y-%m}"


def sent(db: Db, messages: Mapping[str, int]) -> None:
    """Adds so many messages to each channel's month."""
    for channel, count in sorted(messages.items()):
        db.execute(MORE, _row(db, channel, SENT, count))


def sent_this_month(db: Db, channel: str) -> int:
    """Counts the channel's messages of this month."""
    return _count(db, channel, SENT)


def paid(db: Db, channel: str, messages: int, dong: int) -> None:
    """Adds messages and what they cost, in đồng, to the channel's month."""
    db.execute(MORE, _row(db, channel, SENT, messages))
    db.execute(MORE, _row(db, channel, DONG, dong))


def more(db: Db, channel: str, what: str, count: int) -> None:
    """Adds to the count of something in the channel's month."""
    db.execute(MORE, _row(db, channel, what, count))


def paid_this_month(db: Db, channel: str) -> int:
    """Counts messages that cost something, of a channel whose messages mostly do not."""
    return _count(db, channel, PAID)


def dong_this_month(db: Db, channel: str) -> int:
    """Adds up what the channel's messages of this month have cost, in đồng."""
    return _count(db, channel, DONG)


def _count(db: Db, channel: str, what: str) -> int:
    return int(db.execute(OF, {"channel": channel, "month": month(db), "what": what}).scalar() or 0)


def people(db: Db, channel: str) -> int:
    """Counts everybody who has written on the channel and is still known here."""
    return int(db.execute(WHO_WRITES, {"channel": channel}).scalar_one())


def note_people(db: Db, channel: str, count: int) -> None:
    """Notes how many people the channel has this month."""
    db.execute(MET, _row(db, channel, PEOPLE, count))


def tell_once(db: Db, channel: str, what: str, step: int) -> bool:
    """Tells whether this month's step is still to be told; whoever asks first tells it."""
    asked = {"of": channel, "in_month": month(db), "thing": what, "step": step}
    return db.execute(TELL, asked).rowcount > 0


def _row(db: Db, channel: str, what: str, count: int) -> dict[str, object]:
    return {"channel": channel, "month": month(db), "what": what, "count": count, "told": 0}
