"""An officer goes on or off duty: whom alerts reach first."""

from handlers.kit import Button, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from storage import accounts


def switch(scope: Scope, argument: str) -> Reply:
    """`on` or `off`, as the button says; typed without either it changes to the other."""
    on_duty = argument == "on" if argument in ("on", "off") else not scope.account.on_duty
    if on_duty != scope.account.on_duty:
        accounts.change(scope.db, scope.account.id, on_duty=on_duty)
        scope.audit("duty.on" if on_duty else "duty.off", scope.account.id)
    others = [one for one in accounts.officers_of(scope.db, scope.unit) if one.id != scope.account.id]
    key = "duty.on" if on_duty else "duty.off" if others else "duty.off_nobody"
    return Said(key, {"count": len(others)}, (button(scope, on_duty), scope.menu_button()))


def button(scope: Scope, on_duty: bool) -> Button:
    """The way to the other state."""
    other = "off" if on_duty else "on"
    return scope.button(f"duty.button.{other}", f"do:duty:{other}")


COMMANDS = (Command("duty", switch, may=("officer",), words=("/duty", "/truc", "truc", "duty")),)
