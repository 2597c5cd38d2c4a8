"""A guardian tells of several visits in one go: whom they saw is chosen once, then one report follows the other."""

from handlers.kit import Answers, Choices, Form, Problem
from handlers.kit.commands import Command, Reply, Start, begins
from handlers.kit.scope import Scope
from handlers.kit.turn import NEXT
from handlers.visits.report import nobody_in_care, people_in_care, person_named


def begin_reports(answers: Answers, scope: Scope) -> Reply:
    """Begins the first report of today; the others wait behind it."""
    if not answers["people"]:
        raise Problem("nobody_chosen", question="people")
    first, *others = answers["people"]
    waiting = {f"person{NEXT}": others} if others else {}
    return Start("visit_report", {"person": first, "visited_on": scope.today.isoformat(), **waiting})


visit_round = Form(
    "visit_round",
    Choices("people", people_in_care, named=person_named),
    submit=begin_reports,
    may=("guardian",),
    review=False,
    ready=nobody_in_care,
)


COMMANDS = (
    Command(
        "visit_round",
        begins("visit_round"),
        may=("guardian",),
        words=("/nhieunha", "tham nhieu nha", "di tham nhieu nha", "ghe nhieu nha", "round of visits"),
    ),
)
