"""Looking things up in the audit: the latest first, by who, what and day, a bounded stretch of the chain at a time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from storage.audit import audit
from storage.database import Db

# most rows that one look goes through: a chain may have millions
STRETCH = 5000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: `action`: how the code begins; what is not given is not asked."""

    actor: int | None = None
    action: str = ""
    subject: int | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    seq: int
    at: datetime
    actor: int | None
    action: str
    subject: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class Found:
    """Rows, and the number below which to look on; 0 at the end of the chain."""

    rows: list[AuditRow]
    before: int


LAST = select(func.max(audit.c.seq)).where(audit.c.unit == bindparam("unit"))
AT = select(audit.c.at).where(audit.c.unit == bindparam("unit"), audit.c.seq == bindparam("seq"))
ROWS = (
    select(audit.c.seq, audit.c.at, audit.c.actor, audit.c.action, audit.c.subject, audit.c.detail)
    .where(audit.c.unit == bindparam("unit"), audit.c.seq.between(bindparam("lowest"), bindparam("highest")))
    .order_by(audit.c.seq.desc())
    .limit(bindparam("most"))
)


def last_seq(db: Db, unit: str) -> int:
    """Gives the number of the unit's last row; 0 where it has none."""
    return int(db.execute(LAST, {"unit": unit}).scalar() or 0)


def seq_at(db: Db, unit: str, moment: datetime) -> int:
    """Finds the last row before a moment, by halving: rows are numbered in the order of their time. 0: none is."""
    low, high = 0, last_seq(db, unit)
    while low < high:
        middle = (low + high + 1) // 2
        at: datetime | None = db.execute(AT, {"unit": unit, "seq": middle}).scalar()
        low, high = (middle, high) if at is not None and at < moment else (low, middle - 1)
    return low


def before(db: Db, unit: str, wanted: Wanted, *, below: int, above: int = 0, most: int) -> Found:
    """Lists the latest rows numbered between, that fit; looks through one stretch of the chain at most."""
    lowest = max(below - STRETCH, above + 1)
    query = ROWS
    if wanted.actor is not None:
        query = query.where(audit.c.actor == wanted.actor)
    if wanted.action:
        query = query.where(audit.c.action.startswith(wanted.action, autoescape=True))
    if wanted.subject is not None:
        query = query.where(audit.c.subject == wanted.subject)
    asked = {"unit": unit, "lowest": lowest, "highest": below - 1, "most": most}
    rows = [AuditRow(*row) for row in db.execute(query, asked)]
    goes_on = rows[-1].seq if len(rows) == most else lowest
    return Found(rows, goes_on if goes_on > above + 1 else 0)
