"""The answer to words that cannot wait: a caring one with the numbers to call, and an urgent alert to those on duty."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.notify import alerts
from handlers.people.offices import with_office
from handlers.understand.visits import named_in
from rules.local_time import HOUR
from storage import access, accounts, persons
from storage import alerts as stored
from storage.alerts import Alert
from storage.persons import Person

KINDS = ("self_harm", "violence", "overdose", "fire", "medical")
COMPANY_MATTERS = ("self_harm", "overdose", "medical")
# strangers can open any number of chats; beyond this many they share an alert
MOST_STRANGERS = 10


def answer(scope: Scope, kind: str, said: str = "", *, reported: int = 0) -> Outgoing:
    """Gives the numbers to call and raises an urgent alert; `said` is kept sealed in it and stands in no message.

    It is about whoever writes; about somebody in a guardian's care if the words name them, or if it is them that the
    guardian is writing a report of (`reported`).
    """
    own = persons.by_account(scope.db, scope.sender.id) if scope.sender and "person" in scope.sender.roles else None
    person = own or _in_care(scope, said, reported)
    alert = alerts.raise_alert(
        scope.db,
        scope.deployment,
        unit=person.unit if person else scope.unit,
        level="urgent",
        reason=kind,
        person_id=person.id if person else None,
        raised_by=scope.sender.id if scope.sender else None,
        about=None if person else _subject_of(scope),
        note=said or None,
    )
    buttons = _company(scope) if own and kind in COMPANY_MATTERS else ()
    lines = _lines(scope, kind, own, alert)
    return Outgoing("\n".join([*lines, scope.text("crisis.company")] if buttons else lines), buttons)


def _in_care(scope: Scope, said: str, reported: int) -> Person | None:
    """Finds whom a guardian means among those in their care."""
    people = {str(person.id): person for person in access.in_care(scope.db, scope.sender)} if scope.sender else {}
    named = named_in(said, {person_id: person.given for person_id, person in people.items()})
    return people.get(named or str(reported))


def _subject_of(scope: Scope) -> str:
    """Names who writes, where the record does not say whom it is about; a crowd of strangers is one matter."""
    if scope.sender is not None:
        return f"account:{scope.sender.id}"
    own, since = f"chat:{scope.chat.id}", scope.now - HOUR
    open_now = stored.open_of(scope.db, scope.unit)
    strangers = [
        alert.about for alert in open_now if (alert.about or "").startswith("chat:") and alert.opened_at > since
    ]
    return own if own in strangers or len(strangers) < MOST_STRANGERS else "chat:many"


def _lines(scope: Scope, kind: str, person: Person | None, alert: Alert) -> list[str]:
    subject = "other" if scope.sender and person is None else "self"
    opening = "again" if alert.repeats and alert.about != "chat:many" else f"{kind}.{subject}"
    return [
        scope.text(f"crisis.{opening}"),
        scope.text(f"crisis.{kind}.call", **scope.deployment.emergency_numbers),
        _help(scope, alert),
    ]


def _help(scope: Scope, alert: Alert) -> str:
    """Says who knows of it by now."""
    if scope.sender is None:
        return scope.text("crisis.told.unknown")
    taker = accounts.get(scope.db, alert.taken_by)
    if taker is None:
        return scope.text("crisis.told")
    return scope.text("crisis.told.taken", who=capital(with_office(scope.db, scope.wording, taker)))


def _company(scope: Scope) -> tuple[Button, ...]:
    """Asks whether somebody is with them."""
    return tuple(
        scope.button(f"crisis.button.{name}", f"do:crisis_{name}", typed=scope.text(f"crisis.typed.{name}"))
        for name in ("together", "alone")
    )


def together(scope: Scope, _argument: str) -> Said:
    _pass_on(scope, "together")
    return Said("crisis.together", buttons=_on(scope))


def alone(scope: Scope, _argument: str) -> Said:
    _pass_on(scope, "alone")
    return Said(
        "crisis.alone",
        {"ambulance": scope.deployment.emergency_numbers["ambulance"]},
        (*_company(scope)[:1], *_on(scope)),
    )


def _on(scope: Scope) -> tuple[Button, ...]:
    return scope.human_button(), scope.menu_button()


def _pass_on(scope: Scope, company: str) -> None:
    """Tells whoever takes the alert whether somebody is with them."""
    raised_here = [
        alert
        for alert in stored.open_of(scope.db, scope.unit)
        if alert.raised_by == scope.account.id and alert.reason in KINDS
    ]
    for alert in raised_here[:1]:
        words = scope.text(f"crisis.button.{company}")
        alerts.add_words(scope.db, scope.deployment, alert, scope.account.id, words)


# whole phrases, so that no answer to a question of a form is taken for one
COMMANDS = (
    Command(
        "crisis_together",
        together,
        words=("co nguoi ben canh", "co nguoi o cung", "somebody is here"),
        keeps_form=True,
    ),
    Command("crisis_alone", alone, words=("toi mot minh", "toi dang mot minh", "i am alone"), keeps_form=True),
)
