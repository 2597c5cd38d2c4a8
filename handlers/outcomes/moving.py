"""What has moved: to the person their own answers side by side, to officers shares of all who answered twice."""

from itertools import pairwise

from handlers.kit import Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.outcomes.asking import outcome
from handlers.people import record
from rules.figures import LEAST_SHOWN
from rules.outcomes import STAGES, movement
from storage import outcomes


def mine(scope: Scope, _argument: str) -> Reply:
    """Shows one's own answers, stage by stage."""
    person = record.person_of(scope)
    told = outcomes.of_person(scope.db, person.id) if person else []
    again = scope.button("outcome.button.answer", "go:outcome")
    if not told:
        return Said("outcomes.mine_none", buttons=(again, scope.menu_button()))
    lines = [scope.text("outcomes.mine")]
    for stage in told:
        said = "; ".join(
            f"{line.label}: {line.value}" for line in outcome.shown(stage.answers, scope.author) if line.value
        )
        lines.append(scope.text("outcomes.stage_line", stage=scope.text(f"outcomes.stage.{stage.stage}"), said=said))
    return Outgoing("\n".join(lines), (again, scope.menu_button()))


def of_commune(scope: Scope, _argument: str) -> Reply:
    """Shows between two stages the shares of those who answered both; nothing of fewer than five."""
    scope.audit("unit.outcomes")
    told = outcomes.of_unit(scope.db, scope.unit).values()
    lines = [scope.text("outcomes.head")]
    spans = [*pairwise(STAGES), (STAGES[0], STAGES[-1])]
    for first, later in spans:
        answered_both = [
            (stages[first].answers, stages[later].answers) for stages in told if first in stages and later in stages
        ]
        moved = {question: move for question, move in movement(answered_both).items() if move.both >= LEAST_SHOWN}
        if moved:
            names = {"first": scope.text(f"outcomes.stage.{first}"), "later": scope.text(f"outcomes.stage.{later}")}
            lines.append(scope.text("outcomes.span", **names))
        for question, move in moved.items():
            shares = {
                "then": round(move.then * 100 / move.both),
                "now": round(move.now * 100 / move.both),
                "both": move.both,
            }
            lines.append(scope.text("outcomes.moved", what=scope.text(f"outcomes.well.{question}"), **shares))
    if len(lines) == 1:
        lines.append(scope.text("outcomes.too_few", least=LEAST_SHOWN))
    lines.append(scope.text("outcomes.source"))
    back = scope.button("figures.button.again", "do:figures:year-0")
    return Outgoing("\n".join(lines), (back, scope.menu_button()))


COMMANDS = (
    Command("my_outcomes", mine, may=("person",), words=("cuoc song cua toi", "my life so far")),
    Command("outcomes", of_commune, may=("officer",), words=("ket qua", "/ketqua", "outcomes")),
)
