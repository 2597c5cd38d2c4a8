"""What an alert is about, as its officers read it, and what they can do about it: for the chat and the desk alike."""

from handlers.alerts import aftercare
from handlers.alerts.standing import button_of, state_of
from handlers.kit import Button
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.notify import alert_news
from handlers.people import attachments
from handlers.people.targets import person_in
from handlers.understand.phones import spoken
from rules.alerts import OPEN_STATES
from storage import accounts, alerts, assignments, phones, visits
from storage.alerts import Alert
from storage.persons import Person

MOST_SENT = 4


def lines_of(scope: Scope, alert: Alert) -> list[str]:
    """Tells what happened, to whom, what was said of it, and how it stands."""
    head = scope.text(
        f"alert.card.{alert.level}",
        number=alert.code,
        where=alert_news.where(alert),
        at=scope.moment(alert.opened_at),
        reason=scope.text(f"alert.reason.{alert.reason}"),
    )
    notes = [scope.text("alert.card.note", note=note) for note in _notes(alert, scope)]
    after = (*repeated(scope, alert), *aftercare.story(scope, alert))
    return [head, *concerned(scope, alert), *notes, *after, capital(state_of(scope, alert))]


def concerned(scope: Scope, alert: Alert) -> list[str]:
    """Names whom it is about, their guardian and who raised it, with their numbers; the look is written down."""
    person = person_in(scope, str(alert.person_id), "alert") if alert.person_id else None
    of_whom = _of_person(scope, person) if person else _of_somebody(scope, alert)
    return [*of_whom, *_raised_by(scope, alert, person)]


def repeated(scope: Scope, alert: Alert) -> list[str]:
    if not alert.repeats:
        return []
    return [scope.text("alert.card.repeats", times=alert.repeats + 1, at=scope.moment(alert.last_at))]


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


def ways(scope: Scope, alert: Alert) -> tuple[Button, ...]:
    """Gives the presses that fit how it stands: what settles it first, then what tells more."""
    names: list[str] = []
    if alert.state in ("open", "seen"):
        names = ["take", "false"]
    elif alert.state == "taken" and alert.taken_by == scope.account.id:
        names = ["close", "hand_on", "give_back", "false"]
    elif alert.state == "taken":
        names = ["close"]
    buttons = [*(button_of(scope, alert, name) for name in names), *aftercare.noting_buttons(scope, alert)]
    buttons.append(button_of(scope, alert, "why"))
    buttons += _sent_along(scope, alert)
    if alert.person_id:
        if _is_reported(scope, alert):
            buttons.append(scope.button("alert.button.report", f"do:person_visits:{alert.person_id}"))
        if alert.state in OPEN_STATES:
            buttons.append(scope.button("alert.button.task", f"go:alert_task:alert={alert.id}"))
        buttons.append(scope.button("officer.button.card", f"do:person_card:{alert.person_id}"))
    return tuple(buttons)


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
