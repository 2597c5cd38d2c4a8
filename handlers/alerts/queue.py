"""An alert in an officer's hand: a look, taking it, giving it back, a false alarm."""

from handlers.alerts.open_list import listed
from handlers.alerts.standing import after_taking, button_of, list_button, state_of, too_late
from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.notify import alerts as telling
from handlers.people import attachments
from handlers.people.targets import alert_in, person_in
from handlers.understand.phones import spoken
from rules.alerts import OPEN_STATES
from storage import accounts, alerts, assignments, phones, visits
from storage.alerts import Alert
from storage.persons import Person

MOST_SENT = 4
OFFICER = ("officer",)


def see(scope: Scope, argument: str) -> Reply:
    """Shows what happened. The first to look is noted as the first, however many press at once."""
    alert = alert_in(scope, argument)
    if alert is None:
        return listed(scope, "") if not argument else Said("alerts.no_such", buttons=(list_button(scope),))
    if alerts.see(scope.db, alert.id, scope.account.id):
        alert = alerts.get(scope.db, alert.id) or alert
    scope.audit("alert.looked", alert.person_id, f"alert {alert.id}")
    return Outgoing("\n".join(_story(scope, alert)), _story_buttons(scope, alert))


def _story(scope: Scope, alert: Alert) -> list[str]:
    person = person_in(scope, str(alert.person_id), "alert") if alert.person_id else None
    head = scope.text(
        f"alert.card.{alert.level}",
        number=alert.code,
        where=telling.where(alert),
        at=scope.moment(alert.opened_at),
        reason=scope.text(f"alert.reason.{alert.reason}"),
    )
    lines = [
        head,
        *(_of_person(scope, person) if person else _of_somebody(scope, alert)),
        *_raised_by(scope, alert, person),
    ]
    lines += [scope.text("alert.card.note", note=note) for note in _notes(alert, scope)]
    if alert.repeats:
        lines.append(scope.text("alert.card.repeats", times=alert.repeats + 1, at=scope.moment(alert.last_at)))
    return [*lines, capital(state_of(scope, alert))]


def _of_person(scope: Scope, person: Person) -> list[str]:
    lines = [scope.text("alert.card.person", name=person.name, phone=_phone(scope, phones.of_person(scope.db, person)))]
    guardian = accounts.get(scope.db, assignments.guardian_of(scope.db, person.id))
    if guardian:
        phone = _phone(scope, guardian.phone)
        lines.append(scope.text("alert.card.guardian", who=scope.wording.called(guardian), phone=phone))
    return lines


def _of_somebody(scope: Scope, alert: Alert) -> list[str]:
    """Says of an alert about nobody on record that it came from a chat without an account."""
    return [scope.text("alert.card.unknown_chat")] if (alert.about or "").startswith("chat:") else []


def _raised_by(scope: Scope, alert: Alert, person: Person | None) -> list[str]:
    raiser = accounts.get(scope.db, alert.raised_by)
    if raiser is None or (person and person.account_id == raiser.id):
        return []
    return [scope.text("alert.card.raised_by", who=scope.wording.called(raiser), phone=_phone(scope, raiser.phone))]


def _phone(scope: Scope, phone: str | None) -> str:
    return spoken(phone) if phone else scope.text("officer.no_phone")


def _notes(alert: Alert, scope: Scope) -> list[str]:
    notes = [alert.note, *(event.note for event in alerts.events(scope.db, alert.id)[-5:])]
    return [note for note in notes if note]


def _story_buttons(scope: Scope, alert: Alert) -> tuple[Button, ...]:
    names: list[str] = []
    if alert.state in ("open", "seen"):
        names = ["take", "false"]
    elif alert.state == "taken" and alert.taken_by == scope.account.id:
        names = ["close", "give_back", "false"]
    elif alert.state == "taken":
        names = ["close"]
    buttons = [button_of(scope, alert, name) for name in names]
    buttons.append(button_of(scope, alert, "why"))
    buttons += _sent_along(scope, alert)
    if alert.person_id:
        if _is_reported(scope, alert):
            buttons.append(scope.button("alert.button.report", f"do:person_visits:{alert.person_id}"))
        if alert.state in OPEN_STATES:
            buttons.append(scope.button("alert.button.task", f"go:alert_task:alert={alert.id}"))
        buttons.append(scope.button("officer.button.card", f"do:person_card:{alert.person_id}"))
    return (*buttons, list_button(scope))


def _is_reported(scope: Scope, alert: Alert) -> bool:
    """Says whether whoever raised it has reported of a visit to the person."""
    last = visits.latest(scope.db, alert.person_id or 0, 1)
    return bool(last) and last[0].guardian_id == alert.raised_by


def _sent_along(scope: Scope, alert: Alert) -> tuple[Button, ...]:
    """Gives a button for each attachment, with when it came, the last first."""
    sent = [
        (event.attachment_id, scope.moment(event.at))
        for event in alerts.events(scope.db, alert.id)
        if event.attachment_id
    ]
    return attachments.buttons(scope.db, scope.wording, sent[: -MOST_SENT - 1 : -1])


def take(scope: Scope, argument: str) -> Reply:
    alert = alert_in(scope, argument)
    if alert is None:
        return listed(scope, "") if not argument else Said("alerts.no_such", buttons=(list_button(scope),))
    me = scope.account
    if not alerts.take(scope.db, alert.id, me.id):
        return too_late(scope, alerts.get(scope.db, alert.id) or alert)
    telling.tell_others(scope.db, scope.deployment, alert, me, "taken")
    telling.tell_raiser(scope.db, scope.deployment, alert, me)
    return Said("alerts.yours", {"number": alert.code, "where": telling.where(alert)}, after_taking(scope, alert))


def give_back(scope: Scope, argument: str) -> Reply:
    """Opens the alert again for the others; it climbs as before."""
    alert = alert_in(scope, argument)
    if alert is None:
        return Said("alerts.no_such", buttons=(list_button(scope),))
    climb_at = telling.next_climb(scope.db, scope.deployment, alert.unit, alert.level, alert.step)
    if not alerts.give_back(scope.db, alert.id, scope.account.id, climb_at):
        return too_late(scope, alert)
    telling.tell_others(scope.db, scope.deployment, alert, scope.account, "given_back")
    return Said("alerts.given_back", {"number": alert.code}, (list_button(scope),))


def false_alarm(scope: Scope, argument: str) -> Reply:
    """Starts the form that closes an alert as none: «báo nhầm C4», typed; its sentence is asked first."""
    alert = alert_in(scope, argument)
    if alert is None:
        return Said("alerts.no_such", buttons=(list_button(scope),))
    if alert.state not in OPEN_STATES:
        return too_late(scope, alert)
    return Start("alert_false", {"alert": str(alert.id)})


def close(scope: Scope, argument: str) -> Reply:
    """Starts the form that closes an alert: `xong 1042`, typed."""
    alert = alert_in(scope, argument)
    return Start("alert_close", {"alert": str(alert.id)}) if alert else listed(scope, "")


COMMANDS = (
    Command("alert_see", see, may=OFFICER, words=("xem", "/xem", "see", "view"), record="alert"),
    Command("alert_take", take, may=OFFICER, words=("nhan", "/nhan", "take"), record="alert"),
    Command(
        "alert_close",
        close,
        may=OFFICER,
        words=("xong so", "/xong", "dong", "close"),
        takes_argument=True,
        record="alert",
    ),
    Command("alert_give_back", give_back, may=OFFICER, words=("tra lai", "give back"), record="alert"),
    Command("alert_false", false_alarm, may=OFFICER, words=("bao nham", "false alarm"), record="alert"),
    # a button of messages from before a sentence was asked
    Command("alert_false_sure", false_alarm, may=OFFICER),
)
