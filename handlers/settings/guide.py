"""Help: what can be done here, by role, and the numbers to call."""

from handlers.dialogue import Said
from handlers.scope import Scope
from handlers.settings import menu

ROLES = ("officer", "guardian", "person", "partner")


def show(scope: Scope, _argument: str = "") -> Said:
    roles = scope.account.roles
    parts = [scope.text(f"help.{role}") for role in ROLES if role in roles] or [scope.text("help.other")]
    parts.append(scope.text("help.words"))
    return Said("help.all", {"parts": "\n".join(parts)}, menu.lines(scope))
