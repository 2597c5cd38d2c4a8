"""What happened to an alert, step by step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from storage.alerts.tables import alert_events
from storage.columns import SealedCell, opened, seal
from storage.database import Db


@dataclass(frozen=True, slots=True)
class Event:
    """A step in an alert's history.

    `kind` is opened, repeated, lifted, attached, seen, taken, given_back, handed_on
    (the detail is to whom), climbed, closed or false_alarm; after a crisis called,
    no_answer and answered, too (rules/aftercare.py).
    """

    id: int
    at: datetime
    by: int | None
    kind: str
    detail: str
    attachment_id: int | None
    sealed_note: SealedCell | None

    @property
    def note(self) -> str | None:
        return opened(self.sealed_note, self.id)


EVENTS = (
    select(
        alert_events.c.id,
        alert_events.c.at,
        alert_events.c.by,
        alert_events.c.kind,
        alert_events.c.detail,
        alert_events.c.attachment_id,
        alert_events.c.note,
    )
    .where(alert_events.c.alert_id == bindparam("alert_id"))
    .order_by(alert_events.c.id)
)


def events(db: Db, alert_id: int) -> list[Event]:
    """Lists what happened to the alert, in order."""
    return [Event(*row) for row in db.execute(EVENTS, {"alert_id": alert_id})]


def note_event(db: Db, alert_id: int, by: int | None, kind: str, detail: str = "", note: str | None = None) -> None:
    """Adds a line to the alert's history. `by` is an account, None for the service itself."""
    event_id = db.new_id()
    db.execute(
        alert_events.insert(),
        {
            "id": event_id,
            "alert_id": alert_id,
            "at": db.now,
            "by": by,
            "kind": kind,
            "detail": detail,
            "note": seal(event_id, note),
        },
    )


def attach(db: Db, alert_id: int, attachment_ids: Iterable[int], by: int | None) -> None:
    """Ties what was sent along to the latest event, by which the alert was raised or repeated just now.

    An event has one of them; each of the others is one of its own, of the same moment.
    """
    for place, attachment_id in enumerate(attachment_ids):
        if place:
            note_event(db, alert_id, by, "attached")
        _tie(db, alert_id, attachment_id)


def _tie(db: Db, alert_id: int, attachment_id: int) -> None:
    latest = select(func.max(alert_events.c.id)).where(alert_events.c.alert_id == alert_id).scalar_subquery()
    db.execute(update(alert_events).where(alert_events.c.id == latest).values(attachment_id=attachment_id))
