"""How somebody wants to be addressed: «bác Tư», chosen when linked, changeable any time."""

from handlers.kit import Button, Said
from handlers.kit.scope import Scope
from handlers.people.address import forms_of_address, refresh
from storage import accounts


def choose(scope: Scope, argument: str) -> Said:
    """Asks how somebody is to be addressed; with an argument, sets it."""
    account = scope.account
    labels = {option.value: option.label for option in forms_of_address(scope, account)}
    if argument not in labels:
        buttons = tuple(Button(label, f"do:address:{code}") for code, label in labels.items())
        return Said("address.ask", buttons=(*buttons, scope.menu_button()))
    accounts.change(scope.db, account.id, pronoun=argument)
    refresh(scope)
    return Said("address.done", buttons=(scope.menu_button(),))
