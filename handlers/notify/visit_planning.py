"""The reminders of a person's next visit, planned whenever the day of it or the guardian changes."""

from collections.abc import Set
from datetime import date

from handlers.kit.deployment import Deployment
from rules.deadlines import visit_reminders
from rules.notices import of_visits
from storage import assignments, due, persons
from storage.database import Db
from storage.due import Planned
from storage.persons import Person


def plan_visits(db: Db, deployment: Deployment, person_id: int) -> None:
    """Plans the reminders of the next visit as it now stands, for whoever has the person in care; earlier ones go."""
    due.clear(db, person_id, [kind for kind, _ in of_visits()], "planned anew")
    person = persons.get(db, person_id)
    if person is not None and person.status == "managed":
        plan_next(db, deployment, person, assignments.guardian_of(db, person_id))


def plan_next(db: Db, deployment: Deployment, person: Person, guardian_id: int | None) -> None:
    """Plans what is not past; what has been cleared for the same day waits again."""
    if person.next_visit_on is not None:
        reminders = reminders_of(person.id, person.unit, person.next_visit_on, guardian_id, deployment.free_days)
        due.plan_many(db, [reminder for reminder in reminders if reminder.at > db.now], again=True)


def reminders_of(
    person_id: int, unit: str, next_visit_on: date, guardian_id: int | None, free_days: Set[date]
) -> list[Planned]:
    """Lists them; the period is the day of the visit: a visit moved to another day is reminded of anew."""
    return [
        Planned(
            reminder.kind,
            person_id,
            next_visit_on.isoformat(),
            reminder.at,
            unit,
            guardian_id if reminder.reader == "guardian" else None,
        )
        for reminder in visit_reminders(next_visit_on, free_days)
        if guardian_id is not None or reminder.without_guardian
    ]
