"""The number somebody is called by, and numbers as people read them out: 0912 345 678."""

from handlers.scope import Scope
from storage import accounts
from storage.persons import Person

HOME = "+84"


def spoken(phone: str) -> str:
    """A stored number of Viet Nam in groups of three; others as they are."""
    if not phone.startswith(HOME):
        return phone
    digits = "0" + phone.removeprefix(HOME)
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}".strip()


def number_of(scope: Scope, person: Person) -> str | None:
    """The record's, or that of the account which the person writes from."""
    if person.phone or person.account_id is None:
        return person.phone
    account = accounts.get(scope.db, person.account_id)
    return account.phone if account else None
