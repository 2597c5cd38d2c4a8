"""The number somebody is called by."""

from handlers.kit.scope import Scope
from storage import accounts
from storage.persons import Person


def number_of(scope: Scope, person: Person) -> str | None:
    """The record's, or that of the account which the person writes from."""
    if person.phone or person.account_id is None:
        return person.phone
    account = accounts.get(scope.db, person.account_id)
    return account.phone if account else None
