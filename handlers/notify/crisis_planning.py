"""The clocks of a crisis: somebody rings within the hour, the person is asked the next day, a human ends it."""

from datetime import datetime

from handlers.kit.deployment import Deployment
from rules import aftercare
from rules.local_time import local_day
from storage import alerts, due, persons
from storage.alerts import Alert
from storage.database import Db
from storage.persons import Person


def is_crisis(alert: Alert, person: Person | None) -> bool:
    """Says whether an alert about this person, or about nobody, is followed up to its end."""
    by_themself = person is not None and person.account_id is not None and person.account_id == alert.raised_by
    return aftercare.is_followed(alert.reason, by_themself=by_themself)


def begin(db: Db, deployment: Deployment, alert: Alert) -> None:
    """Plans what follows an alert of a crisis; words that come later set anew only what does not wait any more."""
    person = persons.get(db, alert.person_id)
    if not is_crisis(alert, person):
        return
    waiting = {kind for kind in (aftercare.CALL, aftercare.OPEN) if _waits(db, alert.id, kind)}
    if aftercare.CALL not in waiting:
        plan_call(db, alert, aftercare.told_again_at(db.now, db.now))
    if aftercare.OPEN not in waiting:
        plan_end(db, deployment, alert)
    if person is not None:
        plan_asking(db, person)


def _waits(db: Db, alert_id: int, kind: str) -> bool:
    return any(state == "waiting" for _, _, state in due.how_many(db, [alert_id], [kind]))


def plan_call(db: Db, alert: Alert, moment: datetime) -> None:
    """Sets the clock that asks whether somebody has rung."""
    due.plan(db, aftercare.CALL, alert.id, _period(moment), moment, unit=alert.unit)


def plan_asking(db: Db, person: Person) -> None:
    """Sets the clock that asks the person how they are, by day."""
    moment = aftercare.ask_at(db.now)
    day = f"{local_day(moment)}"
    due.plan(db, aftercare.ASK, person.id, day, moment, unit=person.unit, recipient_id=person.account_id)


def plan_end(db: Db, deployment: Deployment, alert: Alert) -> None:
    """Sets the clock that asks how it ended."""
    moment = aftercare.still_open_at(db.now, deployment.free_days)
    due.plan(db, aftercare.OPEN, alert.id, _period(moment), moment, unit=alert.unit)


def _period(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}"


def last_of(db: Db, person: Person) -> Alert | None:
    """Finds the crisis that somebody is asked about: the latest of the last days that was no false alarm."""
    since = db.now - aftercare.ASKED_WITHIN
    recent = (alert for alert in alerts.of_person(db, person.id) if alert.last_at >= since)
    return next((alert for alert in recent if alert.state != "false_alarm" and is_crisis(alert, person)), None)
