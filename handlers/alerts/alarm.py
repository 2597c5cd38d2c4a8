"""A guardian raises an alarm: two taps, and those on duty know; words can follow, as many as come."""

import re

from handlers.kit import Answers, Button, Choice, Form, Incoming, JsonValue, Note, Option, Problem, Said
from handlers.kit.choices import NAMED
from handlers.kit.commands import Command, Reply, Start, begins
from handlers.kit.keywords import typed_command
from handlers.kit.matter import OpenLine
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.notify import alert_rules, alerts, open_talk
from handlers.people import attachments
from handlers.understand.danger import heard
from handlers.understand.emergency import emergency
from handlers.understand.fold import bare
from storage import access, persons
from storage import alerts as stored
from storage.alerts import Alert
from storage.attachments import ALARM

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
WORDS = ("/alarm", "/baodong", "bao dong", "alarm")
SOMEBODY_ELSE = "other"
END = "do:alarm_end"
_KIN_OF_SOMEBODY = re.compile(
    r"\b(?:(?:anh|chi|em|con) (?:trai|gai|ruot|ho|re|dau|rieng)|vo|chong|bo|me|ma|ba|cha"
    r"|hang xom|nguoi (?:nha|yeu|quen)|ban(?: be)?|chau)(?: (?:cua|nha))?"
    r" (?:no|han|hanh|nguoi ta|anh ay|chi ay|em ay|chau)\b"
)


class WhatHappens(Choice):
    """What is wrong: chosen, in own words, or in the words of danger themselves («nhà nó đang bốc cháy»)."""

    def weighed(self, text: str, answers: Answers, scope: Scope) -> tuple[float, JsonValue] | None:
        kind = emergency(text)
        return (NAMED, kind) if kind in REASONS else super().weighed(text, answers, scope)

    def one_of(self, options: list[Option], text: str) -> str:
        kind = emergency(text)
        if kind in REASONS:
            return kind
        try:
            return super().one_of(options, text)
        except Problem:
            if (told := heard(text)).verdict == "yes":
                return told.reason
            raise


class WithWhom(Choice):
    """Whom it happens to: somebody in care, or, where only their kin or a neighbour is named, somebody else."""

    def one_of(self, options: list[Option], text: str) -> str:
        try:
            return super().one_of(options, text)
        except Problem:
            if _KIN_OF_SOMEBODY.search(bare(text)):
                return SOMEBODY_ELSE
            raise


def people_meant(_answers: Answers, scope: Scope) -> list[Option]:
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
        level=alert_rules.of_unit(scope.db, scope.deployment, scope.unit).level_of(reason),
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
    WithWhom("about", people_meant),
    WhatHappens("what", tuple(REASONS)),
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
    return _added(scope, alert, answers["words"])


def _added(scope: Scope, alert: Alert, said: JsonValue) -> Said:
    ids, words = attachments.ids_of(said), attachments.words_in(said)
    alerts.add_words(scope.db, scope.deployment, alert, scope.account.id, words, ids)
    attachments.file_under(scope, said, ALARM, persons.get(scope.db, alert.person_id))
    return Said("alarm_words.thanks", {"number": alert.code}, (end_button(scope),))


def end_button(scope: Scope) -> Button:
    return scope.button("alarm_words.end", END, typed=scope.text("dialogue.typed.done"))


alarm_words = Form(
    "alarm_words",
    Choice("alert", own_alerts),
    Note("words", longest=1000, optional=False, verbatim=True),
    submit=add_words,
    may=("guardian",),
    review=False,
    ready=none_open,
)


def _told_of_lately(scope: Scope) -> Alert | None:
    """Finds the own alert that was told of last, if that was just now."""
    mine = [alert for alert in stored.open_of(scope.db, scope.unit) if alert.raised_by == scope.account.id]
    last = max(mine, key=lambda alert: alert.last_at, default=None)
    return last if last and scope.now - last.last_at <= open_talk.GOES_ON else None


def goes_on(scope: Scope) -> bool:
    return "guardian" in scope.account.roles and _told_of_lately(scope) is not None


def more(scope: Scope, message: Incoming) -> Said | None:
    """Passes on what is told next, words or what is sent along, until they say that this is all."""
    command, alert = typed_command(message)[0], _told_of_lately(scope)
    if command == "done":
        return end(scope)
    said = open_talk.said_in(message)
    return _added(scope, alert, said) if alert and said and not command else None


def end(scope: Scope, _argument: str = "") -> Said:
    return Said("alarm_words.ended", buttons=(scope.menu_button(),))


OPEN_LINE = OpenLine(END, goes_on, more)


def begin_words(scope: Scope, _argument: str) -> Reply:
    mine = own_alerts({}, scope)
    return Start("alarm_words", {"alert": mine[0].value} if len(mine) == 1 else {})


COMMANDS = (
    Command("alarm", begins("alarm"), may=("guardian",), words=WORDS),
    Command("alarm_end", end, may=("guardian",)),
    Command("alarm_words", begin_words, may=("guardian",), words=("ke them", "tell more")),
)
