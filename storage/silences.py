"""What had not come by its time: visits, roll-calls, answers; and people whom nothing reaches."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, bindparam, func, select, text, type_coerce

from storage.columns import to_ms
from storage.database import Db
from storage.due import due

DAY_MS = 24 * 60 * 60 * 1000
# spelt out, not bound: only so SQLite sees that the partial index fits
IS_SILENCE = text(
    "kind IN ('visit_overdue_officer', 'check_in_missing', 'roll_call_missing', 'unreachable', 'worry_unanswered')"
)
Index("ix_due_silence", due.c.unit, due.c.done_at, sqlite_where=IS_SILENCE, postgresql_where=IS_SILENCE)
DONE_AT = type_coerce(due.c.done_at, BigInteger)
SINCE, BEFORE = bindparam("since", type_=BigInteger), bindparam("before", type_=BigInteger)
NTH_DAY = ((DONE_AT - SINCE) // text(str(DAY_MS))).label("nth_day")
BY_DAY = (
    select(due.c.kind, NTH_DAY, func.count())
    .where(due.c.unit == bindparam("unit"), IS_SILENCE, due.c.state == "done", DONE_AT >= SINCE, DONE_AT < BEFORE)
    .group_by(due.c.kind, text("nth_day"))
)


def by_day(db: Db, unit: str, since: datetime, before: datetime) -> list[tuple[str, int, int]]:
    """Counts what had not come in the commune, alert or not: (kind, days since the first, how many)."""
    rows = db.execute(BY_DAY, {"unit": unit, "since": to_ms(since), "before": to_ms(before)})
    return [(kind, nth_day, count) for kind, nth_day, count in rows]
