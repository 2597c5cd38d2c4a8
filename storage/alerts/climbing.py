"""Alerts that nobody takes in time go a step up."""

from datetime import datetime

from sqlalchemy import bindparam, func, or_, select, update

from storage.alerts.history import note_event
from storage.alerts.records import COLUMNS, Alert
from storage.alerts.tables import alerts
from storage.database import Db
from storage.signals import of_change

# only what is open or seen has a time to climb
TO_CLIMB = (
    select(*COLUMNS)
    .where(alerts.c.climb_at <= bindparam("now"))
    .order_by(alerts.c.climb_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
NEXT_CLIMB = select(func.min(alerts.c.climb_at)).where(
    alerts.c.climb_at.is_not(None), alerts.c.state.in_(("open", "seen"))
)


def to_climb(db: Db, now: datetime, limit: int = 100) -> list[Alert]:
    """Lists the alerts nobody has taken in time; locked for this process until the transaction ends."""
    return [Alert(*row) for row in db.execute(TO_CLIMB, {"now": now, "most": limit})]


def next_climb_at(db: Db) -> datetime | None:
    """Tells when the next alert goes a step up, if nobody takes it before; None if none will."""
    moment: datetime | None = db.execute(NEXT_CLIMB).scalar()
    return moment


def climbed(db: Db, alert_id: int, next_at: datetime | None) -> bool:
    """Counts a step up and sets when the next is due; False if it was taken or closed meanwhile."""
    waits = or_(alerts.c.state == "open", alerts.c.state == "seen")
    risen = db.execute(
        update(alerts)
        .where(alerts.c.id == alert_id, waits)
        .values(step=alerts.c.step + 1, climb_at=next_at)
        .returning(alerts.c.step, alerts.c.unit)
    ).first()
    if risen is None:
        return False
    note_event(db, alert_id, None, "climbed", str(risen.step))
    db.signal(of_change(risen.unit, "alert.climbed"))
    return True
