"""Help: what can be done here, by role, and the numbers to call."""

from handlers.help import menu
from handlers.kit import Said
from handlers.kit.scope import Scope
from rules.roles import by_rank


def show(scope: Scope, _argument: str = "") -> Said:
    pages = [role for role in by_rank(scope.account.roles) if role.menu]
    parts = [scope.text(f"help.{role.code}") for role in pages] or [scope.text("help.other")]
    parts.append(scope.text("help.words"))
    return Said("help.all", {"parts": "\n".join(parts)}, menu.lines(scope))
