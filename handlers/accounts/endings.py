"""What ends, or is handed on, when somebody loses a role: a guardian's people, an officer's alerts, a partner's offers.

What nobody takes over by itself is given back as a list, for whoever looks after the commune.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from handlers.kit.deployment import Deployment
from handlers.kit.messages import Outgoing
from handlers.kit.wording import Wording
from handlers.notify import alert_roster, interests, loan_turns, need_telling, notices, pass_on
from handlers.notify.alerts import look_for_taker
from handlers.notify.visit_planning import plan_visits
from handlers.notify.withdrawal import withdraw
from rules.hiring import SEEKING
from rules.need_notices import HELPING
from rules.offers import LIVE
from rules.web_sessions import DESK
from storage import (
    accounts,
    alerts,
    appointments,
    assignments,
    broadcasts,
    covers,
    due,
    duty_days,
    family,
    help_offers,
    invites,
    needs,
    newcomers,
    offers,
    passkeys,
    persons,
    relays,
    tasks,
    tips,
)
from storage.accounts import Account
from storage.alerts import Wanted
from storage.database import Db
from storage.persons import Person

MOST = 1000
WRITES_TO_MANY = {"officer", "admin"}
# asked of those on duty where the officer who had it is out
GOES_ON = ("appointment_after", "task_late")


@dataclass(frozen=True, slots=True)
class Left:
    """Something without an heir: what, how many, and what shows it to an officer."""

    what: str
    count: int
    press: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """An account, as it stood, that has lost roles, and those it keeps; `by` ended it, None: the command line."""

    db: Db
    deployment: Deployment
    account: Account
    kept: Collection[str]
    by: int | None


def end_roles(ending: Ending) -> tuple[Left, ...]:
    """Ends or hands on what hangs on each role that is lost, and lists what has no heir."""
    lost = [role for role in ending.account.roles if role not in ending.kept]
    left = [item for role in lost if role in OF_ROLE for item in OF_ROLE[role](ending)]
    if WRITES_TO_MANY & set(lost) and not WRITES_TO_MANY & set(ending.kept):
        left += [*_messages_to_many(ending), *_invites(ending)]
    if DESK & set(lost) and not DESK & set(ending.kept):
        passkeys.remove_all(ending.db, ending.account.id)
    if set(HELPING) & set(lost) and not set(HELPING) & set(ending.kept):
        left += _needs(ending)
    return tuple(item for item in left if item.count)


def _needs(ending: Ending) -> list[Left]:
    """Puts what the account was asked for, or had taken on, on the officers' board again."""
    help_offers.end_of(ending.db, ending.account.id)
    held = needs.of_helper(ending.db, ending.account.id)
    return [Left("needs", need_telling.hand_back(ending.db, ending.deployment, held, ending.by), "do:needs")]


def _guardian(ending: Ending) -> list[Left]:
    """Leaves the guardian's people without one: reminders go to the officers, and each hears that another will come."""
    db, guardian = ending.db, ending.account
    given_back = tasks.leave(db, guardian.id, ending.by)
    cared_for = assignments.in_care_of(db, guardian.id)
    people = persons.several(db, cared_for)
    for person_id in cared_for:
        assignments.end(db, person_id, ending.by)
        withdraw(db, "visit", person_id, "account_closed", reader_id=guardian.id)
        plan_visits(db, ending.deployment, person_id)
        _tell_person(ending, people.get(person_id))
    managed = [person for person in people.values() if person.status == "managed"]
    return [
        Left("alone", len(managed), "do:commune_people:alone"),
        Left("covers", _end_covers(ending), "do:covers"),
        Left("tasks", given_back, "do:tasks"),
    ]


def _end_covers(ending: Ending) -> int:
    """Ends the guardian's leaves, and where they stood in; says for how many somebody else is to be found."""
    ended = covers.of_account(ending.db, ending.account.id)
    for cover in ended:
        covers.end(ending.db, cover, ending.by)
    return sum(cover.guardian_id != ending.account.id for cover in ended)


def _tell_person(ending: Ending, person: Person | None) -> None:
    if person is None or person.account_id is None or person.account_id == ending.account.id:
        return

    def to_person(wording: Wording) -> Outgoing:
        return Outgoing(wording.text("notice.assign.to_person_none", former=wording.called(ending.account)))

    notices.tell(ending.db, ending.deployment, person.account_id, "assignment", to_person, subject_id=person.id)


def _officer(ending: Ending) -> list[Left]:
    """Takes the officer off the roster; alerts, newcomers and threads of theirs are for whoever takes them again."""
    db, officer = ending.db, ending.account
    threads = {relay.person_account for relay in relays.waiting(db, officer.unit)}
    answered_last = [person for person in threads if pass_on.last_to_answer(db, person) == officer.id]
    if officer.on_duty:
        accounts.set_duty(db, officer.id, False, ending.by)
    duty_days.leave(db, officer.id, db.today)
    due.unaddress(db, officer.id, GOES_ON)
    agreed = [made for made in appointments.open_in(db, officer.unit) if made.officer_id == officer.id]
    given_back = _alerts(ending)
    waiting_again = newcomers.give_back(db, officer.id)
    return [
        Left("alerts", given_back, "do:alerts"),
        Left("newcomers", waiting_again, "do:newcomers"),
        Left("tips", tips.give_back(db, officer.id), "do:tips"),
        Left("messages", len(answered_last), "do:waiting_messages"),
        Left("appointments", len(agreed), "do:appointment"),
        Left("tasks", tasks.leave(db, officer.id, ending.by), "do:tasks"),
        Left("roster", int(not accounts.officers_of(db, officer.unit))),
    ]


def _alerts(ending: Ending) -> int:
    """Opens the alerts that the officer has taken, and asks the roster anew; says how many."""
    db, officer = ending.db, ending.account
    taken = alerts.page_of(db, officer.unit, Wanted(taken_by=officer.id), most=MOST)
    for alert in taken:
        climb_at = alert_roster.next_climb(db, ending.deployment, alert.unit, alert.level, alert.step)
        alerts.hand_back(db, alert.id, officer.id, climb_at, by=ending.by)
        waiting = alerts.get(db, alert.id)
        if waiting is not None:
            look_for_taker(db, ending.deployment, waiting)
    return len(taken)


def _partner(ending: Ending) -> list[Left]:
    """Ends the offers of an organisation for which nobody else speaks; whoever waits for an answer hears of it."""
    db, partner = ending.db, ending.account
    own = offers.of_organisation(db, partner.organisation_id) if partner.organisation_id else []
    live = [offer for offer in own if offer.state in LIVE]
    without_partner = [offer for offer in live if not interests.speaking_for(db, offer)]
    for offer in without_partner:
        interests.end_offer(db, ending.deployment, offer, by=ending.by, told=SEEKING)
    loans = loan_turns.lender_leaves(db, ending.deployment, partner)
    return [Left("offers", len(without_partner)), Left("loans", loans, "do:loan_desk")]


def _person(ending: Ending) -> list[Left]:
    """Asks the person nothing more and withdraws what they wait for; their record stays the officers' matter."""
    person = persons.by_account(ending.db, ending.account.id)
    if person is None:
        return []
    withdraw(ending.db, "check_in", person.id, "account_closed")
    withdrawn = interests.withdraw_all(ending.db, ending.deployment, person)
    asked = [relay for relay in relays.waiting(ending.db, person.unit) if relay.person_account == ending.account.id]
    return [
        Left("interests", withdrawn),
        Left("asked", len(asked), f"do:relay_read:{ending.account.id}"),
        Left("no_account", int(person.status == "managed"), f"do:person_card:{person.id}"),
    ]


def _messages_to_many(ending: Ending) -> list[Left]:
    """Holds back what waits for its photo; what is on its way goes on: the office has said it, and half have read it.

    Any officer of the commune stops it, or lets what is held go on.
    """
    going = broadcasts.going_of(ending.db, ending.account.id)
    for broadcast in going:
        broadcasts.move(ending.db, broadcast.id, ("draft",), "stopped", why="officer", next_at=broadcast.expires_at)
    return [Left("broadcasts", len(going), "do:broadcast")]


def _invites(ending: Ending) -> list[Left]:
    return [Left("invites", len(invites.withdraw_made_by(ending.db, ending.account.id)), "go:invite")]


def _family(ending: Ending) -> list[Left]:
    """Ends what the account was allowed to see and do; whoever allowed it hears of it."""
    for helper in family.of_account(ending.db, ending.account.id):
        family.end(ending.db, helper, ending.by)
        person = persons.get(ending.db, helper.person_id)
        if person is not None and person.account_id:
            notices.tell(
                ending.db,
                ending.deployment,
                person.account_id,
                "family",
                lambda wording: Outgoing(wording.text("notice.family.left", who=wording.called(ending.account))),
                subject_id=person.id,
            )
    return []


OF_ROLE: dict[str, Callable[[Ending], list[Left]]] = {
    "guardian": _guardian,
    "officer": _officer,
    "family": _family,
    "partner": _partner,
    "person": _person,
}
