"""Raising an alert: the same one again, before long, joins the one that is still open."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from rules.alerts import higher, joins
from storage.alerts.history import note_event
from storage.alerts.records import BY_ID, COLUMNS, STILL_OPEN, Alert
from storage.alerts.tables import alerts
from storage.columns import seal
from storage.database import Db
from storage.persons import persons
from storage.signals import of_change
from storage.units import hold_numbers, next_number

SAME = (
    select(*COLUMNS)
    .where(
        alerts.c.unit == bindparam("unit"),
        alerts.c.person_id.is_not_distinct_from(bindparam("person_id")),
        alerts.c.about.is_not_distinct_from(bindparam("about")),
        alerts.c.reason == bindparam("reason"),
        STILL_OPEN,
    )
    .order_by(alerts.c.last_at.desc(), alerts.c.id.desc())
    .limit(1)
    .with_for_update()
)
HAMLET = select(persons.c.hamlet).where(persons.c.id == bindparam("person_id"))


def raise_alert(
    db: Db,
    *,
    unit: str,
    level: str,
    reason: str,
    person_id: int | None,
    raised_by: int | None,
    climb_at: datetime | None,
    about: str | None = None,
    note: str | None = None,
    hamlet: str = "",
) -> tuple[Alert, bool]:
    """Raises an alert, or joins the same one that is still open; tells with True that the roster has to hear of it.

    It has to when the alert is new, or when a repeat has lifted it to a higher level. `level` and `reason` are codes of
    `rules.alerts`; `about` names what it concerns when that is no person, e.g. `account:7`.
    """
    # nobody raises the same one beside us: whoever would take a number waits
    hold_numbers(db, unit, "alert")
    keys: dict[str, Any] = {"unit": unit, "person_id": person_id, "about": about, "reason": reason}
    row = db.execute(SAME, keys).first()
    if row is not None and joins(row.level, row.last_at, db.now):
        return _join(db, Alert(*row), level, raised_by, climb_at, note)
    if person_id is not None and not hamlet:
        hamlet = db.execute(HAMLET, {"person_id": person_id}).scalar() or ""
    new = {**keys, "level": level, "raised_by": raised_by, "climb_at": climb_at, "hamlet": hamlet}
    alert_id = _insert(db, new, note)
    note_event(db, alert_id, raised_by, "opened", level)
    db.audit(unit, raised_by, "alert.raised", person_id, f"alert {alert_id}")
    return _reread(db, alert_id), True


def _insert(db: Db, new: dict[str, Any], note: str | None) -> int:
    alert_id = db.new_id()
    row = {
        **new,
        "id": alert_id,
        "number": next_number(db, new["unit"], "alert"),
        "state": "open",
        "opened_at": db.now,
        "last_at": db.now,
        "repeats": 0,
        "step": 0,
        "note": seal(alert_id, note),
    }
    db.execute(alerts.insert(), row)
    return alert_id


def _join(
    db: Db, alert: Alert, level: str, raised_by: int | None, climb_at: datetime | None, note: str | None
) -> tuple[Alert, bool]:
    """Counts a repeat; a more pressing one starts the climb again, also when somebody has the alert in hand."""
    top = higher(alert.level, level)
    lifted = top != alert.level
    changed: dict[str, Any] = {"repeats": alert.repeats + 1, "last_at": db.now}
    if lifted:
        changed |= {"level": top, "step": 0, "climb_at": None if alert.state == "taken" else climb_at}
    db.execute(update(alerts).where(alerts.c.id == alert.id).values(**changed))
    note_event(db, alert.id, raised_by, "lifted" if lifted else "repeated", top, note)
    db.signal(of_change(alert.unit, "alert.repeated"))
    return _reread(db, alert.id), lifted


def _reread(db: Db, alert_id: int) -> Alert:
    return Alert(*db.execute(BY_ID, {"id": alert_id}).one())
