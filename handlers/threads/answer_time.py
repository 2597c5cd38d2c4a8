"""In how many hours the unit wants a question between guardian and officers answered."""

from handlers.kit import Answers, Choice, Form, Said
from handlers.kit.scope import Scope
from rules.threads import CHOICES, SETTING
from storage import units


def keep(answers: Answers, scope: Scope) -> Said:
    units.set_setting(scope.db, scope.unit, SETTING, int(answers["hours"]))
    scope.audit("unit.setting", None, f"{SETTING}: {answers['hours']}")
    every = scope.button("threads.button.list", "do:threads")
    return Said("answer_time.done", {"hours": answers["hours"]}, (every, scope.menu_button()))


answer_time = Form(
    "answer_time",
    Choice("hours", tuple(map(str, CHOICES))),
    submit=keep,
    may=("officer",),
    review=False,
)
