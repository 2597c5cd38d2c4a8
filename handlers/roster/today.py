"""«Ai trực hôm nay?», for officers and guardians."""

from handlers.kit import Button, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.people.offices import with_office
from handlers.understand.phones import spoken
from storage import accounts
from storage.accounts import Account


def who(scope: Scope, _argument: str) -> Reply:
    """Names who is on duty today; officers read the numbers, too, guardians are given the way to write."""
    on_duty = accounts.officers_of(scope.db, scope.unit)
    is_officer = "officer" in scope.account.roles
    lines = "\n".join(_line(scope, officer, with_phone=is_officer) for officer in on_duty)
    way = _roster_button(scope) if is_officer else scope.human_button()
    key = "duty_today.named" if on_duty else "duty_today.nobody"
    return Said(key, {"lines": lines, "day": scope.day(scope.today)}, (way, scope.menu_button()))


def _line(scope: Scope, officer: Account, *, with_phone: bool) -> str:
    name = capital(with_office(scope.db, scope.wording, officer))
    phone = officer.phone if with_phone else None
    return scope.text("duty_today.line_phone" if phone else "duty_today.line", who=name, phone=spoken(phone or ""))


def _roster_button(scope: Scope) -> Button:
    return scope.button("roster.button.week", "do:roster")


COMMANDS = (
    Command(
        "duty_today",
        who,
        may=("officer", "guardian"),
        words=("ai truc", "ai dang truc", "ai truc hom nay", "hom nay ai truc", "/aitruc", "who is on duty"),
    ),
)
