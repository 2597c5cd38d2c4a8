"""The alerts of a commune page after page, for a table of any length: what is open, or what has ended."""

from sqlalchemy import BigInteger, Integer, bindparam, select, tuple_

from storage.alerts.records import BY_URGENCY, COLUMNS, OPEN_OF, RANKS, Alert, Wanted
from storage.alerts.tables import ENDED, alerts
from storage.columns import Instant
from storage.database import Db

OPEN_AFTER = tuple_(*BY_URGENCY) > tuple_(
    bindparam("rank", type_=Integer),
    bindparam("last_at", type_=Instant),
    bindparam("last_id", type_=BigInteger),
)
ENDED_OF = (
    select(*COLUMNS)
    .where(alerts.c.unit == bindparam("unit"), ENDED)
    .order_by(alerts.c.closed_at.desc(), alerts.c.id.desc())
)
ENDED_BEFORE = tuple_(alerts.c.closed_at, alerts.c.id) < tuple_(
    bindparam("last_at", type_=Instant), bindparam("last_id", type_=BigInteger)
)


def open_after(db: Db, unit: str, wanted: Wanted, last: Alert | None, *, most: int) -> list[Alert]:
    """Lists the open alerts behind `last`, or from the first, the most pressing first."""
    query = wanted.within(OPEN_OF).limit(most)
    if last is None:
        return [Alert(*row) for row in db.execute(query, {"unit": unit})]
    keys = {"unit": unit, "rank": RANKS.get(last.level, len(RANKS)), "last_at": last.opened_at, "last_id": last.id}
    return [Alert(*row) for row in db.execute(query.where(OPEN_AFTER), keys)]


def ended_before(db: Db, unit: str, wanted: Wanted, last: Alert | None, *, most: int) -> list[Alert]:
    """Lists the alerts that ended before `last`, or all, the latest first."""
    query = wanted.within(ENDED_OF).limit(most)
    if last is None or last.closed_at is None:
        return [Alert(*row) for row in db.execute(query, {"unit": unit})]
    keys = {"unit": unit, "last_at": last.closed_at, "last_id": last.id}
    return [Alert(*row) for row in db.execute(query.where(ENDED_BEFORE), keys)]
