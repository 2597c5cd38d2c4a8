"""An officer raises an alert about somebody, e.g. after a call that no bot has heard."""

from handlers.alerts.alarm import WORDS
from handlers.kit import Answers, Choice, Form, Problem, Said, Text
from handlers.kit.commands import Command, begins
from handlers.kit.scope import Scope
from handlers.notify import alerts
from handlers.people.naming import person_named
from handlers.people.targets import people_to_choose, person_in
from rules.alerts import LEVELS


def raise_it(answers: Answers, scope: Scope) -> Said:
    person = person_in(scope, answers["person"], "alarm")
    if person is None:
        raise Problem("no_longer_there", question="person")
    alert = alerts.raise_alert(
        scope.db,
        scope.deployment,
        unit=scope.unit,
        level=answers["level"],
        reason="alarm",
        person_id=person.id,
        raised_by=scope.account.id,
        note=answers.get("note"),
    )
    press = f"do:alert_take:{alert.id}"
    typed = scope.text("alert.typed.take", number=alert.code)
    return Said(
        "officer_alarm.raised", {"number": alert.code}, (scope.button("alert.button.take", press, typed=typed),)
    )


officer_alarm = Form(
    "officer_alarm",
    Choice("person", people_to_choose, named=person_named),
    Choice("level", LEVELS, labels="alert.level_choice"),
    Text("note", optional=True, forwarded=True, verbatim=True),
    submit=raise_it,
    may=("officer",),
)
COMMANDS = (Command("officer_alarm", begins("officer_alarm"), may=("officer",), words=WORDS),)
