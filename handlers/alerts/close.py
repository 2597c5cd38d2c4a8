"""An officer says how an alert ended, or that it was none, and why; the others and whoever raised it hear of it."""

import re

from handlers.alerts.standing import too_late
from handlers.kit import Answers, Choice, Form, Incoming, Option, Problem, Said, Text
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.notify import alert_news
from handlers.people.targets import alert_in
from handlers.understand.fold import bare
from rules.alerts import OPEN_STATES, OUTCOMES
from rules.record_letters import LETTERS
from storage import access, alerts
from storage.alerts import Alert

USUAL = ("1", "2")
NUMBER = re.compile(rf"\b{LETTERS['alert'].lower()} ?(\d{{1,6}})\b")
# what only says that it is to be closed
ASKS_TO_CLOSE = re.compile(
    r"\b(?:dong|xong|ket thuc|vu|canh bao|cb|so|c ?\d+|da|roi|di|nhe|nha|luon|duoc|close|done)\b"
)
LEAST_TOLD = 2


def open_ones(answers: Answers, scope: Scope) -> list[Option]:
    """Offers the open alerts, those that the officer has in hand first, and the chosen one though it has just ended."""
    open_alerts = sorted(alerts.open_of(scope.db, scope.unit), key=lambda alert: alert.taken_by != scope.account.id)
    chosen = alerts.get(scope.db, id_in(answers.get("alert", "")))
    if chosen and chosen.state not in OPEN_STATES and access.may_see_alert(scope.account, chosen):
        open_alerts.append(chosen)
    return [Option(str(alert.id), _label(scope, alert)) for alert in open_alerts]


def _label(scope: Scope, alert: Alert) -> str:
    level = scope.text(f"alert.level.{alert.level}")
    return scope.text("alert_close.alert.line", number=alert.code, level=level, where=alert_news.where(alert))


class Sentence(Text):
    """A sentence on how it ended: typed, or one of two that are usual for this outcome, or for a false alarm."""

    def options(self, answers: Answers, scope: Scope) -> list[Option]:
        of_outcome = f"{answers['outcome']}." if "outcome" in answers else ""
        return [Option(usual, scope.text(self.key(f"{of_outcome}{usual}"))) for usual in USUAL]

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> str:
        chosen = value or message.text.strip()
        usual = {option.value: option.label for option in self.options(answers, scope)}
        return usual.get(chosen) or str(super().read(message, value, answers, scope))


def read_closing(scope: Scope, text: str) -> Answers:
    """Finds in «đóng C4: đã hòa giải» which alert it is, and the sentence on how it ended."""
    number = NUMBER.search(bare(text))
    alert = alert_in(scope, number[1]) if number else None
    sentence = text.partition(":")[2].strip() or text
    says_how = len(ASKS_TO_CLOSE.sub(" ", bare(sentence)).split()) >= LEAST_TOLD
    return {**({"alert": str(alert.id)} if alert else {}), **({"sentence": sentence} if says_how else {})}


def nothing_open(scope: Scope) -> Said | None:
    return None if alerts.open_of(scope.db, scope.unit) else Said("alerts.none", buttons=(scope.menu_button(),))


def file_outcome(answers: Answers, scope: Scope) -> Said:
    alert = alerts.get(scope.db, id_in(answers["alert"]))
    if alert is None:
        raise Problem("no_longer_there", question="alert")
    alerts.take(scope.db, alert.id, scope.account.id)
    if not alerts.close(scope.db, alert.id, scope.account.id, answers["outcome"], answers["sentence"]):
        return too_late(scope, alerts.get(scope.db, alert.id) or alert)
    alert_news.tell_others(scope.db, scope.deployment, alert, scope.account, "closed")
    alert_news.tell_guardian_of_end(scope.db, scope.deployment, alert, answers["outcome"])
    return Said(
        "alert_close.thanks",
        {"number": alert.code, "outcome": scope.text(f"alert_close.outcome.{answers['outcome']}")},
        (scope.button("alert.button.list", "do:alerts"), scope.menu_button()),
    )


alert_close = Form(
    "alert_close",
    Choice("alert", open_ones),
    Choice("outcome", OUTCOMES),
    Sentence("sentence", longest=300),
    submit=file_outcome,
    may=("officer",),
    review=False,
    ready=nothing_open,
    prefill=read_closing,
)


def file_false_alarm(answers: Answers, scope: Scope) -> Said:
    alert = alerts.get(scope.db, id_in(answers["alert"]))
    if alert is None:
        raise Problem("no_longer_there", question="alert")
    if not alerts.false_alarm(scope.db, alert.id, scope.account.id, answers["sentence"]):
        return too_late(scope, alerts.get(scope.db, alert.id) or alert)
    alert_news.tell_others(scope.db, scope.deployment, alert, scope.account, "false_alarm")
    alert_news.tell_guardian_of_end(scope.db, scope.deployment, alert, "no_danger")
    list_button = scope.button("alert.button.list", "do:alerts")
    return Said("alert_false.thanks", {"number": alert.code}, (list_button, scope.menu_button()))


alert_false = Form(
    "alert_false",
    Choice("alert", open_ones),
    Sentence("sentence", longest=300),
    submit=file_false_alarm,
    may=("officer",),
    review=False,
    ready=nothing_open,
)
