"""Somebody in care whom nothing reaches: an alert, so that one who is near goes and sees."""

from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.notify import alerts
from rules.notices import kind_of
from storage import persons
from storage.database import Db
from storage.due import Due


def raise_alerts(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    people = persons.several(db, {row.subject_id for row in due_rows})
    for row in due_rows:
        person = people.get(row.subject_id)
        if person is None or person.status != "managed":
            batch.drop([row], "no longer so")
            continue
        reason = kind_of(row.kind).alert
        with batch.attempt([row]):
            alerts.raise_silence(db, deployment, person, reason)
