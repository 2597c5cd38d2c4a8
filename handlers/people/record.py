"""The record behind the account that writes."""

from handlers.kit import Said
from handlers.kit.scope import Scope
from storage import access, accounts, chats, persons
from storage.database import Db
from storage.persons import Person


def person_of(scope: Scope) -> Person | None:
    return persons.by_account(scope.db, scope.account.id)


def missing(scope: Scope) -> Said | None:
    """Sends an account that has the role and no record yet to an officer; None if it has one."""
    if person_of(scope) is not None:
        return None
    officer = scope.human_button()
    return Said("person.no_record", buttons=(officer, scope.menu_button()))


def has_chat(db: Db, person: Person) -> bool:
    """Says whether the person answers for themself here: their account acts, and a chat of it can be reached."""
    if person.account_id is None or not access.acts(accounts.get(db, person.account_id)):
        return False
    return person.account_id in chats.reaching(db, [person.account_id])
