"""A guardian raises an alarm: two taps, and those on duty know; words can follow."""

from handlers.kit import Answers, Choice, Form, Option, Said, Text
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.notify import alerts
from rules.alerts import level_of
from storage import access
from storage import alerts as stored
from storage.alerts import Alert

# what is chosen → the reason of the alert
REASONS = {
    "violence": "violence",
    "self_harm": "self_harm",
    "overdose": "overdose",
    "medical": "medical",
    "fire": "fire",
    "missing": "left_area",
    "other": "alarm",
}
SOMEBODY_ELSE = "other"


def whom(_answers: Answers, scope: Scope) -> list[Option]:
    people = access.in_care(scope.db, scope.account)
    named = [(str(person.id), f"{capital(scope.wording.called(person))} · {person.hamlet}") for person in people]
    return [*(Option(*person) for person in named), Option(SOMEBODY_ELSE, scope.text("alarm.about.other"))]


def raise_it(answers: Answers, scope: Scope) -> Said:
    reason = REASONS[answers["what"]]
    about_somebody_else = answers["about"] == SOMEBODY_ELSE
    alert = alerts.raise_alert(
        scope.db,
        scope.deployment,
        unit=scope.unit,
        level=level_of(reason),
        reason=reason,
        person_id=None if about_somebody_else else int(answers["about"]),
        raised_by=scope.account.id,
        about=f"account:{scope.account.id}" if about_somebody_else else None,
    )
    return what_to_do_now(answers["what"], alert, scope)


def what_to_do_now(what: str, alert: Alert, scope: Scope) -> Said:
    """Names the numbers to call first: they are faster than we are."""
    buttons = (
        scope.button("alarm.more", f"go:alarm_words:alert={alert.id}", typed=scope.text("alarm.typed.more")),
        scope.menu_button(),
    )
    return Said(
        "alarm.told",
        {"now": scope.text(f"alarm.now.{what}", **scope.deployment.emergency_numbers), "number": alert.code},
        buttons,
    )


alarm = Form(
    "alarm",
    Choice("about", whom),
    Choice("what", tuple(REASONS)),
    submit=raise_it,
    may=("guardian",),
    review=False,
)


def own_alerts(_answers: Answers, scope: Scope) -> list[Option]:
    mine = [alert for alert in stored.open_of(scope.db, scope.unit) if alert.raised_by == scope.account.id]
    return [Option(str(alert.id), scope.text("alarm_words.alert.line", number=alert.code)) for alert in mine]


def none_open(scope: Scope) -> Said | None:
    return None if own_alerts({}, scope) else Said("alarm_words.none", buttons=(scope.menu_button(),))


def add_words(answers: Answers, scope: Scope) -> Said:
    """Keeps the guardian's words with the alert; whoever has taken it hears that there is more."""
    alert = stored.get(scope.db, int(answers["alert"]))
    assert alert is not None
    alerts.add_words(scope.db, scope.deployment, alert, scope.account.id, answers["words"])
    return Said("alarm_words.thanks", {"number": alert.code}, (scope.menu_button(),))


alarm_words = Form(
    "alarm_words",
    Choice("alert", own_alerts),
    Text("words", forwarded=True, verbatim=True),
    submit=add_words,
    may=("guardian",),
    review=False,
    ready=none_open,
)


def begin(_scope: Scope, _argument: str) -> Reply:
    return Start("alarm")


def begin_words(scope: Scope, _argument: str) -> Reply:
    mine = own_alerts({}, scope)
    return Start("alarm_words", {"alert": mine[0].value} if len(mine) == 1 else {})


COMMANDS = (
    Command("alarm", begin, may=("guardian",), words=("/alarm", "/baodong", "bao dong", "alarm")),
    Command("alarm_words", begin_words, may=("guardian",), words=("ke them", "tell more")),
)
