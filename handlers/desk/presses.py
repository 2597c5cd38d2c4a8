"""Buttons of the chat as they stand on a page: what ends something is asked for once more, lists are links there."""

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.kit.messages import Button
from handlers.kit.scope import Scope

# what cannot be taken back by the next press
FINAL = (
    "approval_agree",
    "approval_decline",
    "approval_withdraw",
    "fair_off",
    "link_right",
    "link_wrong",
    "loan_forward",
    "loan_list_confirm",
    "loan_paid",
    "need_dropped",
    "need_met",
    "newcomer_done",
    "pledge_end",
    "volunteer_agree",
    "volunteer_decline",
)


@dataclass(frozen=True, slots=True)
class Press:
    """A button of a page. `confirm`: what is asked before it is pressed; empty where it may be taken back."""

    label: str
    press: str
    confirm: str = ""


def on_page(scope: Scope, buttons: Iterable[Button]) -> tuple[Press, ...]:
    """Keeps what does something; what only shows a list or the menu is left out."""
    return tuple(_press(scope, button) for button in buttons if _does_something(button.press))


def _does_something(press: str) -> bool:
    kind, _, rest = press.partition(":")
    return kind == "go" or ":" in rest


def _press(scope: Scope, button: Button) -> Press:
    command = button.press.removeprefix("do:").partition(":")[0]
    confirm = scope.text("desk.press.sure", deed=button.label) if command in FINAL else ""
    return Press(button.label, button.press, confirm)
