"""The new commune accepts: history, dues, needs and alerts move in this transaction, and all concerned hear of it."""

from functools import partial

from handlers.kit import Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import alert_roster, loan_turns, need_telling, notices
from handlers.notify import transfer_news as telling
from handlers.notify.alerts import look_for_taker
from handlers.notify.appointment_news import tell_called_off
from handlers.notify.visit_planning import plan_visits
from handlers.notify.withdrawal import withdraw as withdraw_notices
from handlers.transfers import clock
from handlers.transfers.listed import OFFICER, opened, over
from rules.needs import WITH_ONE
from rules.visits import next_visit_on, or_soon
from storage import accounts, alerts, appointments, assignments, moving, needs, persons, transfers
from storage.persons import Person
from storage.transfers import Transfer


def accept(scope: Scope, argument: str) -> Reply:
    """Asks once more what is about to move; with `.yes` behind the id it does."""
    number, _, yes = argument.partition(".")
    visible = opened(scope, number)
    if visible is None or visible[0].to_unit != scope.unit:
        return over(scope)
    transfer, person = visible
    if yes != "yes":
        agree = scope.button("transfer.button.accept_yes", f"do:transfer_accept:{transfer.id}.yes")
        ask = scope.button("transfer.button.ask", f"go:transfer_question:transfer={transfer.id}")
        return Said("transfer.accept_ask", {"who": person.name}, (agree, ask, scope.menu_button()))
    if not transfers.accept(scope.db, transfer, scope.account.id):
        return over(scope)
    clock.stop(scope.db, transfer, "accepted")
    _take_over(scope, transfer, person)
    assign = scope.button("officer.button.assign", f"go:assign:person={person.id}")
    card = scope.button("officer.button.card", f"do:person_card:{person.id}")
    return Said("transfer.accepted", {"who": scope.wording.called(person)}, (assign, card, scope.menu_button()))


def _take_over(scope: Scope, transfer: Transfer, person: Person) -> None:
    """Ends the former care and moves everything; visits fall to the new officers until there is a guardian."""
    former_id = assignments.end(scope.db, person.id, scope.account.id)
    if former_id is not None:
        withdraw_notices(scope.db, "visit", person.id, "moved", reader_id=former_id)
        notices.tell(
            scope.db,
            scope.deployment,
            former_id,
            "assignment",
            lambda wording: _to_guardian(wording, person),
            subject_id=person.id,
        )
    place = telling.commune(scope.db, scope.deployment, transfer.to_unit or "")
    told = partial(telling.tell_officers, scope.db, scope.deployment, transfer)
    told(transfer.unit, "transfer", "notice.transfer.accepted", place=place)
    agreed = appointments.open_of(scope.db, person.id)
    _leave_needs(scope, person)
    for alert_id in moving.move_person(scope.db, person, transfer.to_unit or "", scope.account.id):
        _ask_new_roster(scope, alert_id)
    loan_turns.arrives(scope.db, scope.deployment, person, scope.account.id)
    day = or_soon(next_visit_on(scope.today, person.came_home_on, person.visit_every), scope.today)
    persons.set_next_visit(scope.db, person.id, day)
    plan_visits(scope.db, scope.deployment, person.id)
    if person.account_id:
        notices.tell(
            scope.db,
            scope.deployment,
            person.account_id,
            "transfer_news",
            lambda wording: Outgoing(wording.text("notice.transfer.to_person", place=place)),
            subject_id=person.id,
        )
    for made in agreed:
        tell_called_off(scope.db, scope.deployment, made, person)


def _leave_needs(scope: Scope, person: Person) -> None:
    """Tells whoever of the former commune had a need of theirs that it goes along."""
    held = [need for need in needs.of_person(scope.db, person.id) if need.step in WITH_ONE]
    helpers = accounts.several(scope.db, {need.helper_id for need in held if need.helper_id})
    for need in held:
        if helper := helpers.get(need.helper_id or 0):
            need_telling.tell_helper(scope.db, scope.deployment, need, helper, "recalled")


def _to_guardian(wording: Wording, person: Person) -> Outgoing:
    who = wording.called(person)
    return Outgoing(wording.text("notice.assign.over.moved", who=who, Who=capital(who)))


def _ask_new_roster(scope: Scope, alert_id: int) -> None:
    """Opens an alert that somebody of the former commune had taken, and looks for somebody here."""
    alert = alerts.get(scope.db, alert_id)
    assert alert is not None
    if alert.taken_by is not None:
        climb_at = alert_roster.next_climb(scope.db, scope.deployment, alert.unit, alert.level, alert.step)
        alerts.hand_back(scope.db, alert.id, alert.taken_by, climb_at, by=scope.account.id)
        alert = alerts.get(scope.db, alert_id) or alert
    look_for_taker(scope.db, scope.deployment, alert)


def withdraw(scope: Scope, argument: str) -> Reply:
    """Takes a proposal back; the other commune hears of it."""
    visible = opened(scope, argument)
    if visible is None or visible[0].unit != scope.unit:
        return over(scope)
    transfer, person = visible
    if not telling.call_off(scope.db, scope.deployment, transfer, scope.account.id):
        return over(scope)
    card = scope.button("officer.button.card", f"do:person_card:{person.id}")
    return Said("transfer.withdrawn", {"who": scope.wording.called(person)}, (card, scope.menu_button()))


COMMANDS = (
    Command("transfer_accept", accept, may=OFFICER),
    Command("transfer_withdraw", withdraw, may=OFFICER),
)
