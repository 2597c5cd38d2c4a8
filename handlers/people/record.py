"""The record behind the account that writes, and the officers it turns to."""

from handlers.kit import Said
from handlers.kit.scope import Scope
from handlers.notify import notices
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
    unit = unit or scope.account.unit
    return accounts.officers_of(scope.db, unit) or accounts.officers_of(scope.db, unit, on_duty=False)


def officer_for(scope: Scope, agency: str) -> Account | None:
    """The one to see about a matter of this agency; any other of the commune where it has nobody here."""
    asked = officers(scope)
    return next((one for one in asked if _agency(scope, one) == agency), asked[0] if asked else None)


def _agency(scope: Scope, officer: Account) -> str:
    found = units.organisation(scope.db, officer.organisation_id) if officer.organisation_id else None
    return found.kind if found else ""


def named(scope: Scope, officer: Account | None) -> str:
    """«anh Hùng (Công an xã)»."""
    return with_office(scope.db, scope.wording, officer) if officer else scope.text("person.some_officer")


def named_all(scope: Scope, reached: list[Account]) -> str:
    return named(scope, reached[0]) if len(reached) == 1 else scope.text("person.officers_on_duty")


def tell_officers(
    scope: Scope,
    kind: str,
    telling: notices.Telling,
    *,
    first: Account | None = None,
    subject_id: int | None = None,
    unit: str = "",
) -> list[Account]:
    """`first` alone where that reaches them, else all; gives those reached."""
    for asked in ([first] if first else [], officers(scope, unit)):
        reached = [
            one
            for one in asked
            if notices.tell(scope.db, scope.deployment, one.id, kind, telling, subject_id=subject_id)
        ]
        if reached:
            return reached
    return []
