"""As whom the desk of the demo opens: an officer of each agency, the province, and the admin."""

from collections.abc import Callable

from handlers.desk import signing_in
from storage import accounts, units
from storage.accounts import Account
from storage.database import Db

WAY = "demo"
# in the order of the buttons
WHO = ("officer", "committee", "border", "province", "admin")


def open_desk(db: Db, unit: str, who: str) -> str | None:
    """Begins a session of the desk as one of `WHO`; None where the demo has nobody of the kind."""
    account = _somebody(db, unit, who)
    return signing_in.begin(db, account, WAY) if account else None


def _somebody(db: Db, unit: str, who: str) -> Account | None:
    unit_row = units.get(db, unit)
    among = accounts.of_unit(db, unit_row.parent or "" if who == "province" and unit_row else unit)
    fits: dict[str, Callable[[Account], bool]] = {
        "officer": lambda account: "officer" in account.roles and "admin" not in account.roles,
        "committee": lambda account: _agency(db, account) == "committee" and "officer" in account.roles,
        "border": lambda account: _agency(db, account) == "border" and "officer" in account.roles,
        "province": lambda account: "admin" in account.roles,
        "admin": lambda account: "admin" in account.roles,
    }
    chosen = filter(fits.get(who, lambda _account: False), sorted(among, key=lambda account: account.id))
    return next(chosen, None)


def _agency(db: Db, account: Account) -> str:
    agency = units.organisation(db, account.organisation_id) if account.organisation_id else None
    return agency.kind if agency else ""
