"""How officers are named to others: «anh Hùng (Công an xã)»; and their way on and off duty."""

from handlers.kit import Button
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from storage import units
from storage.accounts import Account
from storage.database import Db


def with_office(db: Db, wording: Wording, officer: Account) -> str:
    """«anh Hùng (Công an xã)»."""
    name, office = wording.called(officer), office_of(db, wording, officer)
    return f"{name} ({office})" if office else name


def office_of(db: Db, wording: Wording, officer: Account) -> str:
    """The agency as people call it in this kind of commune; its own name where there is no such word."""
    organisation = units.organisation(db, officer.organisation_id) if officer.organisation_id else None
    if organisation is None:
        return ""
    unit = units.get(db, organisation.unit)
    keys = (f"office.{organisation.kind}.{unit.kind if unit else ''}", f"office.{organisation.kind}")
    key = next((key for key in keys if wording.has_text(key)), None)
    return wording.text(key) if key else organisation.name


def duty_button(scope: Scope, *, on_duty: bool | None = None) -> Button:
    """The way to the other state than the present one."""
    other = "off" if (scope.account.on_duty if on_duty is None else on_duty) else "on"
    return scope.button(f"duty.button.{other}", f"do:duty:{other}")
