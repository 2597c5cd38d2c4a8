"""The record behind the account that writes, and the officers it turns to."""

from handlers.kit import Said
from handlers.kit.scope import Scope
from handlers.people.offices import with_office
from storage import accounts, persons, units
from storage.accounts import Account
from storage.persons import Person


def person_of(scope: Scope) -> Person | None:
    return persons.by_account(scope.db, scope.account.id)


def missing(scope: Scope) -> Said | None:
    """An account with the role and no record yet: only a human can put that right."""
    if person_of(scope) is not None:
        return None
    officer = scope.button("talk.button", "do:human", typed="GAP CAN BO")
    return Said("person.no_record", buttons=(officer, scope.menu_button()))


def officers(scope: Scope, unit: str = "") -> list[Account]:
    """Those on duty, or all where nobody is."""
    return accounts.on_call(scope.db, unit or scope.account.unit)


def officer_for(scope: Scope, agency: str) -> Account | None:
    """The one to see about a matter of this agency; any other of the commune where it has nobody here."""
    on_call = officers(scope)
    return next((officer for officer in on_call if _agency(scope, officer) == agency), on_call[0] if on_call else None)


def _agency(scope: Scope, officer: Account) -> str:
    organisation = units.organisation(scope.db, officer.organisation_id) if officer.organisation_id else None
    return organisation.kind if organisation else ""


def named(scope: Scope, officer: Account | None) -> str:
    """«anh Hùng (Công an xã)»."""
    return with_office(scope.db, scope.wording, officer) if officer else scope.text("person.some_officer")


def named_all(scope: Scope, reached: list[Account]) -> str:
    return named(scope, reached[0]) if len(reached) == 1 else scope.text("person.officers_on_duty")
