"""Who has seen an alert, taken it, given it back and closed it, each decided by one statement."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from rules.alerts import states_before
from storage.alerts.history import note_event
from storage.alerts.tables import alerts
from storage.database import Db


def see(db: Db, alert_id: int, by: int) -> bool:
    """Marks an open alert as seen. True for the first to look, however many look at once."""
    return _move(db, alert_id, "seen", by, seen_by=by, seen_at=db.now)


def take(db: Db, alert_id: int, by: int) -> bool:
    """Gives the alert to this account. True for the one who has it now; from here it climbs no further."""
    return _move(db, alert_id, "taken", by, taken_by=by, taken_at=db.now, climb_at=None)


def give_back(db: Db, alert_id: int, by: int, climb_at: datetime | None) -> bool:
    """Opens the alert again for others, and it climbs again; False if it is not this account's."""
    mine = alerts.c.taken_by == by
    return _move(db, alert_id, "open", by, mine, event="given_back", taken_by=None, taken_at=None, climb_at=climb_at)


def hand_back(db: Db, alert_id: int, taken_by: int, climb_at: datetime | None, *, by: int | None) -> bool:
    """Opens the alert again in the name of whoever has it and cannot see to it any more; False if it is not theirs."""
    is_taker = alerts.c.taken_by == taken_by
    return _move(
        db, alert_id, "open", by, is_taker, event="given_back", taken_by=None, taken_at=None, climb_at=climb_at
    )


def hand_on(db: Db, alert_id: int, *, by: int, to: int) -> bool:
    """Gives what this account has taken to another; False if it is not this account's."""
    handing_on = update(alerts).where(alerts.c.id == alert_id, alerts.c.state == "taken", alerts.c.taken_by == by)
    moved = db.execute(
        handing_on.values(taken_by=to, taken_at=db.now).returning(alerts.c.unit, alerts.c.person_id)
    ).first()
    if moved is None:
        return False
    note_event(db, alert_id, by, "handed_on", str(to))
    db.audit(moved.unit, by, "alert.handed_on", moved.person_id, f"alert {alert_id} to {to}")
    return True


def close(db: Db, alert_id: int, by: int, outcome: str, sentence: str | None = None) -> bool:
    """Ends the alert with what came of it (a code of `rules.alerts`); False if it has ended already.

    The `sentence` on it is kept sealed in the alert's history.
    """
    ending: dict[str, Any] = {"closed_by": by, "closed_at": db.now, "outcome": outcome, "climb_at": None}
    return _move(db, alert_id, "closed", by, detail=outcome, note=sentence, **ending)


def false_alarm(db: Db, alert_id: int, by: int, sentence: str | None = None) -> bool:
    """Ends the alert as one that was none, and keeps the `sentence` on it; False if it has ended already."""
    return _move(db, alert_id, "false_alarm", by, note=sentence, closed_by=by, closed_at=db.now, climb_at=None)


def _move(
    db: Db,
    alert_id: int,
    state: str,
    by: int | None,
    *only: Any,
    event: str = "",
    detail: str = "",
    note: str | None = None,
    **values: Any,
) -> bool:
    """Moves the alert by one statement: of several at once only one finds a state that may become this one."""
    moved = db.execute(
        update(alerts)
        .where(alerts.c.id == alert_id, alerts.c.state.in_(states_before(state)), *only)
        .values(state=state, **values)
        .returning(alerts.c.unit, alerts.c.person_id)
    ).first()
    if moved is None:
        return False
    note_event(db, alert_id, by, event or state, detail, note)
    db.audit(moved.unit, by, f"alert.{event or state}", moved.person_id, f"alert {alert_id}")
    return True
