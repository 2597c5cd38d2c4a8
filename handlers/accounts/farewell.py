"""The end of an account is told in all its chats, kindly; the unit hears of it with what is to be handed on."""

from handlers.accounts.endings import Left
from handlers.kit import Button, Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from storage import accounts, chats, units
from storage.accounts import Account
from storage.database import Db

# the family may hold the phone, or somebody else: then nothing is said
NOTHING = "nothing"


def tell_chats(db: Db, deployment: Deployment, account: Account, words: str) -> None:
    """Says it in every chat that can be reached, by `notice.account_closed.<words>`, unless that is `nothing`."""
    if words == NOTHING:
        return
    wording = Wording.to(deployment.texts, account)
    text = wording.text(f"notice.account_closed.{words}", place=place_of(db, deployment, account))
    out = notices.covered(Outgoing(text, last_word=words != "opened"), wording, account.roles)
    for chat in chats.of_account(db, account.id):
        if chat.state == "active":
            notices.put(db, deployment, chat, out, "account_closed", subject_id=account.id)


def place_of(db: Db, deployment: Deployment, account: Account) -> str:
    """Names the commune whose officers are to be asked, «xã Kim Bảng»."""
    if account.unit == deployment.unit:
        return deployment.place
    unit = units.get(db, account.unit)
    return unit.name if unit else deployment.place


def tell_office(
    db: Db, deployment: Deployment, account: Account, what: str, left: tuple[Left, ...], by: int | None
) -> None:
    """Tells the unit's officers and admins, but for whoever did it, with a button to what waits for somebody."""
    officers = accounts.officers_of(db, account.unit, on_duty=False)
    in_charge = accounts.with_role(db, account.unit, "admin")
    readers = {reader.id: reader for reader in (*officers, *in_charge) if reader.id not in (by, account.id)}

    def telling(wording: Wording) -> Outgoing:
        return Outgoing("\n".join(lines(wording, account, what, left)), (list_button(wording, account),))

    notices.tell_each(db, deployment, readers.values(), "account_left", lambda _: telling, subject_id=account.id)


def lines(wording: Wording, account: Account, what: str, left: tuple[Left, ...]) -> list[str]:
    who = wording.called(account)
    head = wording.text(f"notice.account_left.{what}", who=who, Who=capital(who))
    return [head, *(wording.text(f"notice.account_left.{item.what}", count=item.count) for item in left)]


def list_button(wording: Wording, account: Account) -> Button:
    typed = wording.text("account.left.typed", number=str(account.id)[-4:])
    return Button(wording.text("account.left.button"), f"do:account_left:{account.id}", "command", typed)
