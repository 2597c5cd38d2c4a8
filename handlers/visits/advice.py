"""What may help at a door: a few short entries, each with its source, or the advice to ask the office."""

from collections.abc import Iterable

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from rules.visit_advice import ADVICE, advice_on

MAY_TURN_BAD = ("quarrel", "silence")


def show(scope: Scope, argument: str) -> Reply:
    """Lists the entries, or shows the one named."""
    if argument not in ADVICE:
        return Said("visit_advice.title", buttons=(*_buttons(scope, ADVICE), scope.menu_button()))
    call = next((number for number in scope.deployment.hotlines if number.code == "depression"), None)
    numbers = {"ambulance": scope.deployment.emergency_numbers["ambulance"], "depression": call.number if call else ""}
    text = scope.text(f"visit_advice.{argument}", **numbers)
    alarm = (scope.button("menu.guardian.alarm", "go:alarm"),) if argument in MAY_TURN_BAD else ()
    others = [entry for entry in ADVICE if entry != argument]
    return Outgoing(text, (*alarm, *_buttons(scope, others), scope.menu_button()))


def _buttons(scope: Scope, entries: Iterable[str]) -> tuple[Button, ...]:
    return tuple(scope.button(f"visit_advice.{entry}.button", f"do:visit_advice:{entry}") for entry in entries)


def fitting(scope: Scope, concerns: Iterable[str]) -> tuple[Button, ...]:
    """Offers the entry for what a report names as worrying; none where there is none."""
    return _buttons(scope, advice_on(concerns)[:1])


COMMANDS = (
    Command(
        "visit_advice",
        show,
        may=("guardian",),
        words=("/cachlam", "cach lam", "lam the nao", "how to", "/howto"),
    ),
)
