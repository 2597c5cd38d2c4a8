"""What the officers of either commune hear of a move, with the button that shows it; and moves that are called off."""

from handlers.kit import Button, Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.people.naming import TYPED
from storage import accounts, due, transfers, units
from storage.database import Db
from storage.transfers import CLOCKS, OPEN, Transfer


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


def call_off(db: Db, deployment: Deployment, transfer: Transfer, by: int | None) -> bool:
    """Takes a proposal back and tells the other commune; False if it was decided meanwhile."""
    if not transfers.withdraw(db, transfer, by):
        return False
    due.clear(db, transfer.id, CLOCKS, "withdrawn")
    place = commune(db, deployment, transfer.unit)
    told = transfer.to_unit or ""
    tell_officers(db, deployment, transfer, told, "transfer", "notice.transfer.withdrawn", place=place)
    return True


def call_off_of(db: Db, deployment: Deployment, person_id: int, by: int | None) -> None:
    """Takes back what is proposed for somebody whose management ends or rests: there is nobody to take over."""
    for transfer in transfers.of_person(db, person_id):
        if transfer.state in OPEN:
            call_off(db, deployment, transfer, by)
