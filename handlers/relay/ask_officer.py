"""The way to a human, from everywhere: the officers hear of it and call."""

from handlers.kit import Said
from handlers.kit.commands import Reply, Run
from handlers.kit.scope import Scope
from handlers.notify import officers


def reach(scope: Scope, argument: str) -> Reply:
    """Lets a person write to the officers; anybody else is called back."""
    if "person" in scope.account.roles:
        return Run("talk", argument)
    officers.ask_for_call(scope)
    return Said("talk.will_call", buttons=(scope.menu_button(),))
