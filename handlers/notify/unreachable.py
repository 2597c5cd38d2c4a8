"""Somebody in care whom nothing reaches: an alert, so that one who is near goes and sees."""

from handlers.kit.deployment import Deployment
from handlers.notify import alerts
from handlers.notify.batch import Batch
from rules.alerts import level_of
from rules.notices import kind_of
from storage import persons
from storage.database import Db
from storage.due import Due


def raise_alerts(db: Db, deployment: Deployment, taken: list[Due], round: Batch) -> None:
    known = persons.several(db, {row.subject_id for row in taken})
    for row in taken:
        person = known.get(row.subject_id)
        if person is None or person.status != "managed":
            round.drop([row], "no longer so")
            continue
        reason = kind_of(row.kind).alert
        with round.attempt([row]):
            alerts.raise_alert(
                db,
                deployment,
                unit=person.unit,
                level=level_of(reason),
                reason=reason,
                person_id=person.id,
                raised_by=None,
            )
