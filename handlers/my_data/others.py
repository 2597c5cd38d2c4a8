"""Somebody asks for what is kept about another: refused kindly, and written down."""

from handlers.kit import Said
from handlers.kit.commands import Command, Reply, Run, Start
from handlers.kit.scope import Scope


def refuse(scope: Scope, _argument: str) -> Reply:
    """Refuses it; whoever looks after people is led to those who are theirs to see."""
    if "officer" in scope.account.roles:
        return Start("find_person")
    if "guardian" in scope.account.roles:
        return Run("people")
    scope.audit("person.refused", None, "asked in words")
    return Said(
        "others_data.refused", buttons=(scope.button("more.me", "do:me"), scope.human_button(), scope.menu_button())
    )


COMMANDS = (Command("others_data", refuse, may=("person", "partner", "family")),)
