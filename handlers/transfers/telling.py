"""What the officers of either commune are told of a move, in their own words, with the button that shows it."""

from handlers.kit import Button, Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.people.naming import TYPED
from storage import accounts, units
from storage.database import Db
from storage.transfers import Transfer


def commune(db: Db, deployment: Deployment, code: str) -> str:
    """Names a commune, «xã Kim Bảng»; by its code where it is not on record."""
    if code == deployment.unit:
        return deployment.place
    unit = units.get(db, code)
    return unit.name if unit else code


def tell_officers(
    db: Db, deployment: Deployment, transfer: Transfer, unit: str, kind: str, key: str, **fields: str
) -> int:
    """Tells the officers on duty of one of the two communes, and counts whom it reaches."""

    def told(wording: Wording) -> Outgoing:
        return Outgoing(wording.text(key, **fields), (show_button(wording, transfer),))

    officers = accounts.on_call(db, unit)
    return notices.tell_each(db, deployment, officers, kind, lambda _: told, subject_id=transfer.id)


def show_button(wording: Wording, transfer: Transfer) -> Button:
    typed = wording.text("transfer.typed", number=str(transfer.id)[-TYPED:])
    return Button(wording.text("transfer.button.show"), f"do:transfer_show:{transfer.id}", "command", typed)
