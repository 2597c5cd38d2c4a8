"""How officers are named to others: «anh Hùng (Công an xã)»."""

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
    known = next((key for key in keys if wording.has_text(key)), None)
    return wording.text(known) if known else organisation.name
