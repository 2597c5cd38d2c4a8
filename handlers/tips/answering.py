"""An officer answers whoever comes back with their words, and says what came of the tip."""

from handlers.kit import Answers, Choice, Form, Option, Problem, Said, Text
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.scope import Scope
from handlers.tips.reading import OFFICER, buttons, line, listed, tip_in
from rules.tips import OUTCOMES
from storage import due, tips
from storage.tips import Tip

MOST_OFFERED = 40


def own_ones(_answers: Answers, scope: Scope) -> list[Option]:
    """Offers those that the officer has taken."""
    page = tips.page_of(scope.db, scope.unit, most=MOST_OFFERED)
    return [Option(str(tip.number), line(scope, tip)) for tip in page if _is_own(scope, tip)]


def _is_own(scope: Scope, tip: Tip) -> bool:
    return tip.state == "taken" and tip.taken_by == scope.account.id


def _own(scope: Scope, number: str) -> Tip:
    tip = tip_in(scope, number)
    if tip is None or not _is_own(scope, tip):
        raise Problem("no_longer_there", "to")
    return tip


def send(answers: Answers, scope: Scope) -> Said:
    tip = _own(scope, answers["to"])
    tips.answer(scope.db, tip, answers["text"], scope.account.id)
    scope.audit("tip.answered", tip.id, tip.code)
    return Said("tip_answer.done", {"number": tip.code}, buttons(scope, tip))


def close(answers: Answers, scope: Scope) -> Said:
    tip = _own(scope, answers["to"])
    tips.close(scope.db, tip, answers["outcome"])
    due.clear(scope.db, tip.id, list(tips.KINDS), "closed")
    scope.audit("tip.closed", tip.id, f"{tip.code} {answers['outcome']}")
    more = scope.button("tip.button.list", "do:tips")
    return Said("tip_close.done", {"number": tip.code}, (more, scope.menu_button()))


def _begun(form: str, scope: Scope, argument: str) -> Reply:
    tip = tip_in(scope, argument)
    return Start(form, {"to": str(tip.number)}) if tip and _is_own(scope, tip) else listed(scope, "")


def write(scope: Scope, argument: str) -> Reply:
    return _begun("tip_answer", scope, argument)


def done(scope: Scope, argument: str) -> Reply:
    return _begun("tip_close", scope, argument)


tip_answer = Form(
    "tip_answer",
    Choice("to", own_ones),
    Text("text", longest=1000, verbatim=True),
    submit=send,
    may=OFFICER,
    review=False,
)
tip_close = Form(
    "tip_close",
    Choice("to", own_ones),
    Choice("outcome", OUTCOMES),
    submit=close,
    may=OFFICER,
    review=False,
)
COMMANDS = (
    Command("tip_write", write, may=OFFICER, words=("tra loi tin bao", "answer tip"), record="tip"),
    Command("tip_done", done, may=OFFICER, words=("xong tin bao", "close tip"), record="tip"),
)
