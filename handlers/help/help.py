"""Help: what can be done here, by role, and the numbers to call."""

from handlers.help import menu
from handlers.kit import Said
from handlers.kit.scope import Scope

ROLES = ("officer", "guardian", "person", "partner")


def show(scope: Scope, _argument: str = "") -> Said:
    roles = scope.account.roles
    parts = [scope.text(f"help.{role}") for role in ROLES if role in roles] or [scope.text("help.other")]
    parts.append(scope.text("help.words"))
    return Said("help.all", {"parts": "\n".join(parts)}, menu.lines(scope))
