"""«Mất máy»: a chat is cut off from its account, and everybody who should hear of it does."""

from dataclasses import dataclass

from handlers.kit.deployment import Deployment
from handlers.kit.messages import Button, Outgoing
from handlers.kit.wording import Wording, capital
from handlers.notify import notices, opt_out
from handlers.notify.approvals import of_office
from handlers.people.joining import help_button
from storage import accounts, chats, cutting, persons
from storage.accounts import Account
from storage.chats import Chat
from storage.database import Db
from storage.outbox import call_list

CUT = "cut"
TO_ACCOUNT, TO_OFFICE = "chat_cut", "device_lost"


@dataclass(frozen=True, slots=True)
class Cut:
    """What was cut: the chat as it was, and whether its account still has another that reaches it."""

    chat: Chat
    account: Account
    reachable: bool


def cut_chat(
    db: Db, deployment: Deployment, chat_id: int, by: Account | None, *, told_in: int | None = None
) -> Cut | None:
    """Cuts a chat off at once: for its owner, an officer, an admin, and the command line (`by` None) alike.

    What was on its way to it goes to another chat of the account, or somebody calls. The account's other chats hear of
    it, but for `told_in`, where it is answered; so do the officers and admins of the unit. None: it is nobody's chat.
    """
    chat = cutting.cut(db, chat_id, by.id if by else None)
    account = accounts.get(db, chat.account_id) if chat else None
    if chat is None or account is None:
        return None
    opt_out.hand_on_waiting(db, chat, account, CUT)
    cut = Cut(chat, account, reachable=notices.reachable(db, account.id) is not None)
    if not cut.reachable and account.status == "active":
        call_list.put(db, unit=account.unit, account_id=account.id, reason=f"chat_{CUT}")
    _tell_cut_chat(db, deployment, cut)
    _tell_account(db, deployment, cut, by, told_in)
    _tell_office(db, deployment, cut, by)
    return cut


def _tell_cut_chat(db: Db, deployment: Deployment, cut: Cut) -> None:
    """Says so, without a name, where it can still be read: who cut it off may be the thief, and this the owner."""
    chat = chats.get(db, cut.chat.id)
    if chat is not None and chat.state == "active" and chat.channel != "web":
        wording = Wording(deployment.texts, cut.account.language)
        out = Outgoing(wording.text("notice.chat_cut_here"), (help_button(wording),))
        notices.put(db, deployment, chat, out, TO_ACCOUNT)


def _tell_account(db: Db, deployment: Deployment, cut: Cut, by: Account | None, told_in: int | None) -> None:
    """Tells all the chats that are left and not only the one last used: who cut it may be the thief."""
    wording = Wording.to(deployment.texts, cut.account)
    who = wording.called(by) if by else ""
    key = "notice.chat_cut_office" if by is None else "notice.chat_cut"
    key = "notice.chat_cut_self" if by is not None and by.id == cut.account.id else key
    text = wording.text(key, Who=capital(who), way=way_of(wording, cut.chat))
    human = Button(wording.text("talk.button"), "do:human", role="command", typed="GAP CAN BO")
    for chat in chats.of_account(db, cut.account.id):
        if chat.state == "active" and chat.id != told_in:
            out = notices.covered(Outgoing(text, (human,)), wording, cut.account.roles)
            notices.put(db, deployment, chat, out, TO_ACCOUNT)


def _tell_office(db: Db, deployment: Deployment, cut: Cut, by: Account | None) -> None:
    account = cut.account
    press = _invite(db, account)

    def telling_to(reader: Account) -> notices.Telling:
        def telling(wording: Wording) -> Outgoing:
            who, way = wording.called(account), way_of(wording, cut.chat)
            fields = {"who": who, "Who": capital(who), "way": way, "by": _by(wording, account, by)}
            if cut.reachable:
                return Outgoing(wording.text("notice.device_lost", **fields))
            invite = Button(wording.text("officer.button.invite"), press)
            buttons = (invite,) if "officer" in reader.roles and press else ()
            return Outgoing(wording.text("notice.device_lost_last", **fields), buttons)

        return telling

    knows = {account.id, by.id if by else None}
    readers = of_office(db, account.unit, but=knows)
    notices.tell_each(db, deployment, readers, TO_OFFICE, telling_to, subject_id=account.id)


def _by(wording: Wording, account: Account, by: Account | None) -> str:
    if by is None:
        return wording.text("notice.device_lost.by_office")
    if by.id == account.id:
        return wording.text("notice.device_lost.by_owner")
    return wording.text("notice.device_lost.by", who=wording.called(by))


def _invite(db: Db, account: Account) -> str:
    """Gives the press that invites the account again; empty for roles that nobody is invited to by chat."""
    if "person" in account.roles and (person := persons.by_account(db, account.id)):
        return f"go:invite:who=person;person={person.id}"
    role = next((role for role in ("guardian", "officer") if role in account.roles), "")
    return f"go:invite:who={role};account={account.id}" if role else ""


def way_of(wording: Wording, chat: Chat) -> str:
    """Names what a chat is written in, as people call it."""
    return wording.text(f"channel.{chat.channel}")
