"""What is planned: the reminders of a person's next visit; each day the officers' digests and the monthly check-ins."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.kit.deployment import Deployment
from rules import checkins
from rules.deadlines import MORNING, is_working_day, visit_reminders
from rules.local_time import at
from rules.notice_kind import WithdrawnBy
from rules.notices import of_visits, withdrawn_by
from storage import assignments, due, persons, planning
from storage.database import Db
from storage.due import Planned
from storage.outbox import holds
from storage.persons import Person

LOOK_BACK = timedelta(days=14)
LOOK_AHEAD = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Kind:
    """What is planned each day, and for whom: `page` gives the next so many after an id, `plan` what they lack."""

    what: str
    page: Callable[[Db, int, int], planning.Page]
    plan: Callable[[Db, Deployment, planning.Page], list[Planned]]


def plan_visits(db: Db, deployment: Deployment, person_id: int) -> None:
    """Reminders of the next visit as it now stands, to whoever has the person in care now; earlier plans go."""
    due.clear(db, person_id, [kind for kind, _ in of_visits()], "planned anew")
    person = persons.get(db, person_id)
    if person is not None and person.status == "managed":
        plan_next(db, deployment, person, assignments.guardian_of(db, person_id))


def plan_next(db: Db, deployment: Deployment, person: Person, guardian_id: int | None) -> None:
    """What has been cleared for the same day waits again; what is past is not planned."""
    if person.next_visit_on is not None:
        wanted = reminders_of(person.id, person.unit, person.next_visit_on, guardian_id, deployment.free_days)
        due.plan_many(db, [one for one in wanted if one.at > db.now], again=True)


def reminders_of(
    person_id: int, unit: str, next_visit_on: date, guardian_id: int | None, free_days: Set[date]
) -> list[Planned]:
    """The period is the day of the visit: a visit moved to another day is reminded of anew."""
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


def withdraw(db: Db, event: WithdrawnBy, subject_id: int, by: str) -> None:
    """Calls off what is planned of the subject, or waits to leave, and need not be said now; `by` says what did it."""
    kinds = withdrawn_by(event)
    due.clear(db, subject_id, kinds, by)
    holds.withdraw(db, subject_id, kinds)


def ask_for_stand_in(db: Db, person: Person) -> None:
    """Officers hear, once for each visit, that the guardian cannot go."""
    due.plan(db, "visit_busy", person.id, str(person.next_visit_on), db.now, unit=person.unit)


def plan_daily(db: Db, deployment: Deployment, size: int = 2000) -> bool:
    """Plans the day's next page of each kind, of at most so many accounts or persons; true when the day is through."""
    ends = [_turn_page(db, deployment, kind, size) for kind in KINDS]
    return all(ends)


def _turn_page(db: Db, deployment: Deployment, kind: Kind, size: int) -> bool:
    """Goes on where this day's planning stopped: no page reads again what earlier ones have planned."""
    what, period = f"planning_{kind.what}", db.today.isoformat()
    after = due.planned_up_to(db, what, period)
    if after == due.ALL:
        return True
    page = kind.page(db, after, size)
    due.plan_many(db, kind.plan(db, deployment, page))
    due.note_planned(db, what, period, due.ALL if page.last else page.end, unit=deployment.unit)
    return page.last


def _digests(db: Db, deployment: Deployment, page: planning.Page) -> list[Planned]:
    if not is_working_day(db.today, deployment.free_days):
        return []
    period, moment = db.today.isoformat(), at(db.today, MORNING)
    missing = planning.officers_without(db, "digest", period, page)
    return [Planned("digest", one.id, period, moment, one.unit, one.id) for one in missing]


def _check_ins(db: Db, deployment: Deployment, page: planning.Page) -> list[Planned]:
    """Each person's own day of the month; who came to us after it is asked next month."""
    period = checkins.period_of(db.today)
    month = db.today.replace(day=1)
    return [
        Planned(
            "check_in",
            one.person_id,
            period,
            at(checkins.check_in_on(month, one.came_home_on, deployment.free_days), MORNING),
            one.unit,
            one.account_id,
        )
        for one in planning.not_asked(db, period, page)
    ]


def _forgotten_visits(db: Db, deployment: Deployment, page: planning.Page) -> list[Planned]:
    """Visits that no report and no assignment has planned, as after an import."""
    first, last = db.today - LOOK_BACK, db.today + LOOK_AHEAD
    return [
        reminder
        for one in planning.visits_unplanned(db, "visit_overdue_officer", first, last, page)
        for reminder in reminders_of(one.person_id, one.unit, one.next_visit_on, one.guardian_id, deployment.free_days)
    ]


KINDS = (
    Kind("digests", planning.officers_page, _digests),
    Kind("check_ins", planning.persons_page, _check_ins),
    Kind("visits", planning.persons_page, _forgotten_visits),
)
