"""How many templates may still leave today, as the platform last said; what was told of it starts anew each day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Column, Date, Integer, PrimaryKeyConstraint, String, Table, bindparam, case, func, select, update

from storage.database import Db, metadata
from storage.upsert import insert

quotas = Table(
    "quotas",
    metadata,
    Column("channel", String(12), nullable=False),
    Column("what", String(12), nullable=False),
    Column("most", Integer),
    Column("remaining", Integer),
    Column("day", Date, nullable=False),
    Column("told", Integer, nullable=False),
    PrimaryKeyConstraint("channel", "what"),
)


@dataclass(frozen=True, slots=True)
class Quota:
    """None for what the platform has not said."""

    most: int | None
    remaining: int | None
    day: date


_NEW = insert(quotas)
_SAME_DAY = quotas.c.day == _NEW.excluded.day
NOTE = _NEW.on_conflict_do_update(
    index_elements=["channel", "what"],
    set_={
        "most": func.coalesce(_NEW.excluded.most, quotas.c.most),
        "remaining": case(
            (_NEW.excluded.remaining.isnot(None), _NEW.excluded.remaining), (_SAME_DAY, quotas.c.remaining), else_=None
        ),
        "told": case((_SAME_DAY, quotas.c.told), else_=0),
        "day": _NEW.excluded.day,
    },
)
OF = select(quotas.c.most, quotas.c.remaining, quotas.c.day).where(
    quotas.c.channel == bindparam("channel"), quotas.c.what == bindparam("what")
)
TELL = (
    update(quotas)
    .where(
        quotas.c.channel == bindparam("of"),
        quotas.c.what == bindparam("thing"),
        quotas.c.day == bindparam("today"),
        quotas.c.told < bindparam("step"),
    )
    .values(told=bindparam("step"))
)


def note(db: Db, channel: str, what: str, *, most: int | None = None, remaining: int | None = None) -> None:
    """Notes what the platform says now; what it leaves out stays as it was, what remained yesterday does not."""
    row = {"channel": channel, "what": what, "most": most, "remaining": remaining, "day": db.today, "told": 0}
    db.execute(NOTE, row)


def of(db: Db, channel: str, what: str) -> Quota | None:
    """Reads the quota as of today: what remained on an earlier day says nothing any more."""
    row = db.execute(OF, {"channel": channel, "what": what}).first()
    if row is None:
        return None
    return Quota(row.most, row.remaining if row.day == db.today else None, row.day)


def tell_once(db: Db, channel: str, what: str, step: int) -> bool:
    """Tells whether today's step is still to be told; whoever asks first tells it."""
    asked = {"of": channel, "thing": what, "today": db.today, "step": step}
    return db.execute(TELL, asked).rowcount > 0
