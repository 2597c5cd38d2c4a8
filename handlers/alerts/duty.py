"""An officer goes on or off duty: whom alerts reach first."""

from handlers.kit import Said
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.people.offices import duty_button
from storage import accounts, duty_days


def switch(scope: Scope, argument: str) -> Reply:
    """Goes on or off duty, as `argument` says; typed without either it changes to the other."""
    on_duty = argument == "on" if argument in ("on", "off") else not scope.account.on_duty
    if on_duty != scope.account.on_duty:
        accounts.set_duty(scope.db, scope.account.id, on_duty, by=scope.account.id)
    others = [officer for officer in accounts.officers_of(scope.db, scope.unit) if officer.id != scope.account.id]
    rostered = not on_duty and bool(duty_days.days_of(scope.db, scope.account.id, scope.today, scope.today))
    if rostered:
        swap = scope.button("roster.button.swap", "go:duty_swap")
        return Said("duty.off_rostered", buttons=(swap, scope.menu_button()))
    key = "duty.on" if on_duty else "duty.off" if others else "duty.off_nobody"
    return Said(key, {"count": len(others)}, (duty_button(scope, on_duty=on_duty), scope.menu_button()))


COMMANDS = (Command("duty", switch, may=("officer",), words=("/duty", "/truc", "truc", "duty")),)
