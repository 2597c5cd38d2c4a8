"""The officers whom somebody turns to, how they are named, «anh Hùng (Công an xã)», and their way on and off duty."""

from handlers.kit import Button
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from storage import accounts, units
from storage.accounts import Account
from storage.database import Db
from storage.units import Organisation, Unit


def with_office(db: Db, wording: Wording, officer: Account) -> str:
    """Names an officer with the agency: «anh Hùng (Công an xã)»."""
    name, office = wording.called(officer), office_of(db, wording, officer)
    return f"{name} ({office})" if office else name


def office_of(db: Db, wording: Wording, officer: Account) -> str:
    """Names the agency as people call it in this kind of commune; by its own name where there is no such word."""
    organisation = units.organisation(db, officer.organisation_id) if officer.organisation_id else None
    return agency_named(db, wording, organisation) if organisation else ""


def agency_named(db: Db, wording: Wording, organisation: Organisation) -> str:
    """Names an agency as `office_of` does."""
    unit = units.get(db, organisation.unit)
    keys = (f"office.{organisation.kind}.{unit.kind if unit else ''}", f"office.{organisation.kind}")
    key = next((key for key in keys if wording.has_text(key)), None)
    return wording.text(key) if key else organisation.name


def unit_named(wording: Wording, unit: Unit) -> str:
    """Names a unit with its kind, «xã Yên Trung», «tỉnh Nghệ An»: the name alone might be somebody's."""
    return wording.text(f"broadcast.place.{unit.kind}", name=unit.name)


def duty_button(scope: Scope, *, on_duty: bool | None = None) -> Button:
    """Offers the other state than the present one."""
    other = "off" if (scope.account.on_duty if on_duty is None else on_duty) else "on"
    return scope.button(f"duty.button.{other}", f"do:duty:{other}")


def officers(scope: Scope, unit: str = "") -> list[Account]:
    """Lists those on duty, or all where nobody is."""
    return accounts.on_call(scope.db, unit or scope.account.unit)


def officer_for(scope: Scope, agency: str) -> Account | None:
    """Finds the one to see about a matter of this agency; any other of the commune where it has nobody here."""
    on_call = officers(scope)
    return next((officer for officer in on_call if _agency(scope, officer) == agency), on_call[0] if on_call else None)


def _agency(scope: Scope, officer: Account) -> str:
    organisation = units.organisation(scope.db, officer.organisation_id) if officer.organisation_id else None
    return organisation.kind if organisation else ""


def named(scope: Scope, officer: Account | None) -> str:
    """Names the officer, «anh Hùng (Công an xã)», or some officer where it is not known who."""
    return with_office(scope.db, scope.wording, officer) if officer else scope.text("person.some_officer")


def named_all(scope: Scope, reached: list[Account]) -> str:
    return named(scope, reached[0]) if len(reached) == 1 else scope.text("person.officers_on_duty")
