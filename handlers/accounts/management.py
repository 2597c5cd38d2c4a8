"""The commune's part with somebody ends, rests, or begins again: record, visits, check-ins, wishes and account."""

from typing import NamedTuple

from handlers.accounts.closing import close_account
from handlers.accounts.lost_roles import end_lost_roles
from handlers.kit.deployment import Deployment
from handlers.kit.messages import Outgoing
from handlers.kit.wording import Wording, capital
from handlers.notify import interests, loan_turns, need_telling, notices
from handlers.notify.charge_planning import plan_clocks
from handlers.notify.goal_planning import plan_goals
from handlers.notify.transfer_news import call_off_of
from handlers.notify.visit_planning import plan_visits
from handlers.notify.withdrawal import withdraw
from rules.alerts import OPEN_STATES
from rules.management import Reason
from rules.needs import ENDED
from rules.notices import KINDS
from rules.visits import next_visit_on
from storage import (
    absences,
    accounts,
    alerts,
    appointments,
    assignments,
    covers,
    due,
    family,
    needs,
    pauses,
    persons,
    tasks,
    threads,
)
from storage.alerts import Alert
from storage.database import Db
from storage.persons import Person

CAUSE = "management_ended"


class Ended(NamedTuple):
    """What is left for a human: alerts about the person that somebody still has to close."""

    open_alerts: tuple[Alert, ...]


def end_management(db: Db, deployment: Deployment, person: Person, reason: Reason, *, by: int, why: str) -> Ended:
    """Ends all that the commune plans, asks and keeps open about somebody; from now on the time to keep it runs.

    Their own account ends with it, or loses the role where it holds others. `why` is kept sealed with the account.
    """
    call_off_of(db, deployment, person.id, by)
    guardian_id = assignments.end(db, person.id, by)
    for event in ("visit", "check_in", "need"):
        withdraw(db, event, person.id, CAUSE)
    due.clear(db, person.id, [kind.id for kind in KINDS.values() if kind.about == "person"], CAUSE)
    for need in needs.of_person(db, person.id):
        need_telling.over(db, deployment, need, ENDED, by)
    interests.withdraw_all(db, deployment, person)
    loan_turns.ends_with(db, deployment, person, by)
    threads.end_of(db, person.id, by)
    tasks.end_of(db, person.id, by)
    for helper in family.of_person(db, person.id):
        family.end(db, helper, by)
    absences.end_all(db, person.id, by)
    appointments.call_off_all(db, person.id, by)
    persons.set_status(db, person.id, reason.person, by, reason.code)
    _end_account(db, deployment, person, reason, by=by, why=why)
    if guardian_id is not None and guardian_id != person.account_id:
        _tell_guardian(db, deployment, person, guardian_id, reason)
    return Ended(tuple(alert for alert in alerts.of_person(db, person.id) if alert.state in OPEN_STATES))


def _end_account(db: Db, deployment: Deployment, person: Person, reason: Reason, *, by: int, why: str) -> None:
    account = accounts.get(db, person.account_id)
    if account is None or account.status != "active":
        return
    kept = tuple(role for role in account.roles if role != "person")
    if kept:
        accounts.set_roles(db, account.id, kept, by, why)
        end_lost_roles(db, deployment, account, kept, by=by)
    else:
        close_account(db, deployment, account, status=reason.account, by=by, why=why, words=reason.told)


def _tell_guardian(db: Db, deployment: Deployment, person: Person, guardian_id: int, reason: Reason) -> None:
    def telling(wording: Wording) -> Outgoing:
        who = wording.called(person)
        return Outgoing(wording.text(f"notice.assign.over.{reason.guardian}", who=who, Who=capital(who)))

    notices.tell(db, deployment, guardian_id, "assignment", telling, subject_id=person.id)


def pause(db: Db, deployment: Deployment, person: Person, reason: str, *, by: int) -> None:
    """Lets the management of somebody rest: the record and the guardian stay, and nobody visits or asks.

    The person is told nothing, for their phone may be in other hands; their guardian hears no reason.
    """
    call_off_of(db, deployment, person.id, by)
    for event in ("visit", "check_in"):
        withdraw(db, event, person.id, "paused")
    due.clear(db, person.id, [kind.id for kind in KINDS.values() if kind.about == "person"], "paused")
    pauses.begin(db, person, reason, by)
    _tell_own_guardian(db, deployment, person, "notice.assign.paused")


def _tell_own_guardian(db: Db, deployment: Deployment, person: Person, key: str) -> bool:
    """Tells whoever helps them today; False if there is nobody."""
    guardian_id = covers.acting_guardians(db, [person.id]).get(person.id)

    def telling(wording: Wording) -> Outgoing:
        who = wording.called(person)
        return Outgoing(wording.text(key, who=who, Who=capital(who)))

    if guardian_id is None:
        return False
    notices.tell(db, deployment, guardian_id, "assignment", telling, subject_id=person.id)
    return True


def begin_again(db: Db, deployment: Deployment, person: Person, reason: str, *, by: int) -> bool:
    """Takes somebody into the commune's care again: a visit is due soon, and nothing is given back.

    Clocks of being taken in charge and reminders of the plan go on, and after a pause the guardian; True if there is
    one.
    """
    pauses.end(db, person.id, by)
    persons.set_status(db, person.id, "managed", by, reason)
    person = persons.get(db, person.id) or person
    persons.set_next_visit(db, person.id, next_visit_on(db.today, person.came_home_on, person.visit_every))
    plan_visits(db, deployment, person.id)
    plan_clocks(db, deployment, person)
    plan_goals(db, deployment, person)
    return _tell_own_guardian(db, deployment, person, "notice.assign.resumed")
