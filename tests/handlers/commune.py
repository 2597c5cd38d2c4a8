"""What tests of reminders do with a commune: run what is due, and see who was told what."""

from datetime import date, datetime, time
from typing import Any

from handlers.notify import alerts, reminders, visit_planning
from handlers.notify.reminders import Outcome
from storage import due
from storage.alerts import Alert
from storage.database import VIETNAM
from storage.due import Due
from tests.person import Talker, World
from tests.storage.commune import waiting_for


def moment(day: date, hour: int = 7, minute: int = 30) -> datetime:
    return datetime.combine(day, time(hour, minute), VIETNAM)


def raise_one(world: World, person_id: int | None = None, **more: Any) -> Alert:
    """Raises an alert of the commune, urgent if nothing else is said."""
    known: dict[str, Any] = {"level": "urgent", "reason": "alarm", "raised_by": None, "note": "Cãi nhau to với anh rể"}
    with world.store.transaction() as db:
        return alerts.raise_alert(
            db, world.deployment, unit=world.deployment.unit, person_id=person_id, **{**known, **more}
        )


def run_all(world: World, limit: int = 500) -> Outcome:
    """As the scheduler does: batches, each in a transaction, until nothing is left."""
    total = Outcome()
    while True:
        with world.store.transaction() as db:
            outcome = reminders.run_due(db, world.deployment, limit)
        total += outcome
        if outcome.done + outcome.dropped == 0:
            return total


def plan(world: World, *person_ids: int) -> None:
    with world.store.transaction() as db:
        for person_id in person_ids:
            visit_planning.plan_visits(db, world.deployment, person_id)


def in_care(world: World, guardian: Talker, visit_on: date) -> int:
    """Puts somebody into the care of this guardian, with the next visit planned, and gives their record."""
    person_id = world.person("Trần Văn Nam", guardian=guardian, next_visit_on=visit_on)
    plan(world, person_id)
    return person_id


def told(talker: Talker, *kinds: str) -> list[str]:
    """What came unasked, of these kinds if any are named."""
    talker.listen()
    return [heard.text for heard in talker.heard if heard.kind != "reply" and (not kinds or heard.kind in kinds)]


def rows(world: World, subject_id: int) -> dict[str, str]:
    """kind → state of all that was ever planned for somebody."""
    with world.look() as db:
        found = db.execute(due.due.select().where(due.due.c.subject_id == subject_id).order_by(due.due.c.at))
        return {row.kind: row.state for row in found}


def waiting(world: World, subject_id: int) -> list[Due]:
    with world.look() as db:
        return waiting_for(db, subject_id)
