"""Whether reminders help: visits by their day with a reminder and without one, and how sure that is."""

from handlers.kit import Outgoing
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.reports import figures as report
from rules.figures import Share


def show(scope: Scope, _argument: str) -> Reply:
    """Shows both shares and their difference with its bounds; says what that does and does not tell."""
    effect = report.reminder_effect(scope.db, scope.unit, scope.today)
    lines = [
        scope.text("effect.head"),
        scope.text("effect.reminded", **_share(effect.reminded)),
        scope.text("effect.not_reminded", **_share(effect.not_reminded)),
    ]
    if effect.difference is None:
        lines.append(scope.text("effect.too_few"))
    else:
        bounds = {name: _points(getattr(effect.difference, name)) for name in ("value", "least", "most")}
        lines.append(scope.text("effect.sure" if effect.difference.is_sure else "effect.unsure", **bounds))
    lines.append(scope.text("effect.caution"))
    back = scope.button("figures.button.again", "do:figures:month-0")
    return Outgoing("\n".join(lines), (back, scope.menu_button()))


def _share(share: Share) -> dict[str, object]:
    return {"part": share.part, "whole": share.whole, "percent": round(share.value * 100)}


def _points(value: float) -> str:
    return f"{round(value * 100):+d}".replace("-", "−")


COMMANDS = (
    Command(
        "reminder_effect", show, may=("officer",), words=("nhac co giup khong", "hieu qua nhac", "do reminders help")
    ),
)
