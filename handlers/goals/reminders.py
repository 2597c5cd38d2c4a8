"""Goals whose day is near: both sides are reminded three days before and on the day."""

from datetime import date, timedelta

from handlers.goals.telling import own_plan_button, plan_button
from handlers.kit import Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.notify.goal_planning import GOAL_DUE
from handlers.people.goal_words import in_words
from rules import goals as rules
from rules import quiet
from rules.notices import kind_of
from storage import accounts, covers, goals, persons
from storage.accounts import Account
from storage.database import Db
from storage.due import Due
from storage.goals import Goal
from storage.persons import Person


def remind(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Reminds of the goals that are still to be reached, each side once, whatever number of goals meet on a day."""
    leaves = quiet.earliest_send(db.now, False, deployment.free_days, deployment.quiet)
    people = persons.several(db, {row.subject_id for row in due_rows})
    in_care = covers.acting_guardians(db, people)
    readers = accounts.several(db, {*in_care.values(), *(person.account_id or 0 for person in people.values())})
    of_person: dict[int, list[Goal]] = {}
    for goal in goals.of_persons(db, people):
        of_person.setdefault(goal.person_id, []).append(goal)
    for row in due_rows:
        person = people.get(row.subject_id)
        near = _near(of_person.get(row.subject_id, []), date.fromisoformat(row.period))
        if kind_of(row.kind).is_too_late(row.at, leaves):
            batch.drop([row], "too late")
        elif person is None or person.status != "managed" or not near:
            batch.drop([row], "no longer so")
        else:
            told = [readers.get(person.account_id or 0), readers.get(in_care.get(person.id, 0))]
            with batch.attempt([row]):
                _tell(db, deployment, person, near, [reader for reader in told if reader is not None])


def _near(of_person: list[Goal], day: date) -> list[Goal]:
    days = (day, day + timedelta(days=rules.REMIND_DAYS_BEFORE))
    return [goal for goal in of_person if goal.state == "agreed" and goal.due_on in days]


def _tell(db: Db, deployment: Deployment, person: Person, near: list[Goal], readers: list[Account]) -> None:
    def telling_to(reader: Account) -> notices.Telling:
        return lambda wording: _reminder(wording, person, near, is_own=reader.id == person.account_id)

    notices.tell_each(db, deployment, readers, GOAL_DUE, telling_to, subject_id=person.id)


def _reminder(wording: Wording, person: Person, near: list[Goal], *, is_own: bool) -> Outgoing:
    lines = [in_words(wording, goal) for goal in near]
    head = wording.text("notice.goal_due.own" if is_own else "notice.goal_due", who=wording.called(person))
    buttons = own_plan_button(wording) if is_own else (plan_button(wording, person),)
    return Outgoing("\n".join([head, *lines]), buttons)
