"""Words that cannot wait: a caring answer with the numbers to call, at once, and an urgent alert to those on duty."""

from handlers import alerts
from handlers.commands import Command
from handlers.dialogue import Button, Form, Outgoing, Said
from handlers.offices import with_office
from handlers.scope import Scope
from storage import accounts, persons
from storage import alerts as stored
from storage.alerts import Alert
from storage.persons import Person

KINDS = ("self_harm", "violence", "overdose", "fire", "medical")
COMPANY_MATTERS = ("self_harm", "overdose", "medical")
# where the commune's own list does not say otherwise: the numbers are the same in the whole country
NUMBERS = {"police": "113", "fire": "114", "ambulance": "115"}


def answer(scope: Scope, kind: str, said: str = "") -> Outgoing:
    """`said` is kept sealed in the alert; it stands in no message. An open dialogue stays as it is."""
    person = persons.by_account(scope.db, scope.sender.id) if scope.sender and "person" in scope.sender.roles else None
    alert = alerts.raise_alert(
        scope.db,
        scope.book,
        unit=scope.unit,
        level="urgent",
        reason=kind,
        person_id=person.id if person else None,
        raised_by=scope.sender.id if scope.sender else None,
        about=_about(scope, person),
        note=said or None,
    )
    return Outgoing("\n".join(_lines(scope, kind, person, alert)), _company(scope, kind))


def _about(scope: Scope, person: Person | None) -> str | None:
    """Who writes, where the record does not say whom it is about."""
    if person is not None:
        return None
    return f"account:{scope.sender.id}" if scope.sender else f"chat:{scope.chat.id}"


def _lines(scope: Scope, kind: str, person: Person | None, alert: Alert) -> list[str]:
    numbers = NUMBERS | {one.code.rpartition(".")[2]: one.number for one in scope.book.hotlines}
    whose = "other" if scope.sender and person is None else "self"
    opening = "again" if alert.repeats else f"{kind}.{whose}"
    lines = [scope.text(f"crisis.{opening}"), scope.text(f"crisis.{kind}.call", **numbers), _help(scope, alert)]
    return [*lines, scope.text("crisis.company")] if _company(scope, kind) else lines


def _help(scope: Scope, alert: Alert) -> str:
    """Who knows of it by now."""
    if scope.sender is None:
        return scope.text("crisis.told.unknown")
    taker = accounts.get(scope.db, alert.taken_by) if alert.taken_by else None
    if taker is None:
        return scope.text("crisis.told")
    return scope.text("crisis.told.taken", who=with_office(scope.db, scope.wording, taker))


def _company(scope: Scope, kind: str) -> tuple[Button, ...]:
    """Whether somebody is with them; a chat without an account has no buttons of its own yet."""
    if scope.sender is None or kind not in COMPANY_MATTERS:
        return ()
    return tuple(
        scope.button(f"crisis.button.{name}", f"do:crisis_{name}", typed=scope.text(f"crisis.typed.{name}"))
        for name in ("together", "alone")
    )


def together(scope: Scope, _argument: str) -> Said:
    _pass_on(scope, "together")
    return Said("crisis.together")


def alone(scope: Scope, _argument: str) -> Said:
    _pass_on(scope, "alone")
    numbers = NUMBERS | {one.code.rpartition(".")[2]: one.number for one in scope.book.hotlines}
    return Said("crisis.alone", {"ambulance": numbers["ambulance"]})


def _pass_on(scope: Scope, company: str) -> None:
    """Whoever takes the alert reads whether somebody is there."""
    own = [
        alert
        for alert in stored.open_of(scope.db, scope.unit)
        if alert.raised_by == scope.account.id and alert.reason in KINDS
    ]
    for alert in own[:1]:
        alerts.raise_alert(
            scope.db,
            scope.book,
            unit=alert.unit,
            level=alert.level,
            reason=alert.reason,
            person_id=alert.person_id,
            raised_by=scope.account.id,
            about=alert.about,
            note=scope.text(f"crisis.button.{company}"),
        )


FORMS: tuple[Form, ...] = ()
# whole phrases, so that no answer to a question of a form is taken for one
COMMANDS: tuple[Command, ...] = (
    Command("crisis_together", together, words=("co nguoi o cung", "somebody is here")),
    Command("crisis_alone", alone, words=("toi mot minh", "toi dang mot minh", "i am alone")),
)
