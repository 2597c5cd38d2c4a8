"""The unit above a commune: which it is, who reads complaints there, and who hears that nobody does."""

from handlers.kit import Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify import notices
from storage import accounts, units
from storage.accounts import Account
from storage.complaints import Complaint
from storage.database import Db
from storage.units import Unit


def unit_above(scope: Scope) -> Unit | None:
    """Finds the unit that deals with complaints of the sender's commune; None where none is known here."""
    own = units.get(scope.db, scope.account.unit)
    return units.get(scope.db, own.parent) if own and own.parent else None


def readers_in(db: Db, unit: str, *, besides: int) -> list[Account]:
    """Lists the officers of a unit, those on duty first asked, without the sender; nobody of any other unit."""
    return [reader for reader in accounts.on_call(db, unit) if reader.id != besides]


def tell(db: Db, deployment: Deployment, complaint: Complaint, kind: str, telling: notices.Telling) -> bool:
    """Tells those of the unit above; where it has nobody, its admins hear that one waits. Says whether it has."""
    readers = readers_in(db, complaint.unit, besides=complaint.asked_by)
    if readers:
        notices.tell_each(db, deployment, readers, kind, lambda _: telling)
        return True

    def waits(wording: Wording) -> Outgoing:
        return Outgoing(wording.text("notice.complaint_waits", number=complaint.code))

    notices.tell_admins(db, deployment, complaint.unit, "complaint_waits", waits)
    return False


def legal_aid(deployment: Deployment) -> str:
    """Gives the number of free legal aid, as the table has it; empty without."""
    return next((line.number for line in deployment.hotlines if line.code == "legal_aid"), "")
