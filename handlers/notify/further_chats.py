"""A further chat that waited for a yes is let in or kept out, and everybody concerned hears of it."""

from typing import NamedTuple

from handlers.kit.deployment import Deployment
from handlers.kit.messages import Button, Outgoing
from handlers.kit.wording import Wording, capital
from handlers.notify import cutting, notices
from handlers.notify.approvals import of_office
from handlers.people import devices, joining
from storage import access, accounts, chats, conversations, link_requests
from storage.accounts import Account
from storage.chats import Chat
from storage.database import Db
from storage.link_requests import LinkRequest


class Waiting(NamedTuple):
    """A request with the chat that waits and the account it is to speak for."""

    request: LinkRequest
    chat: Chat
    account: Account


def waiting(db: Db, request_id: int) -> Waiting | None:
    """Reads a request that can still be granted; None if it waits no longer, or its chat or account has changed."""
    request = link_requests.get(db, request_id)
    if request is None or not request.is_waiting(db.now):
        return None
    chat, account = chats.get(db, request.chat_id), accounts.get(db, request.account_id)
    if chat is None or account is None or not access.acts(account):
        return None
    is_free = not access.acts(accounts.get(db, chat.account_id))
    return Waiting(request, chat, account) if is_free else None


def let_in(db: Db, deployment: Deployment, request_id: int, by: Account | None, from_chat: int | None = None) -> bool:
    """Links the chat of a request; False if it cannot be granted any more.

    `by` None: the command line. `here`: the chat in which this turn is answered, which is told nothing more.
    """
    still_waiting = waiting(db, request_id)
    if still_waiting is None or not link_requests.end(db, request_id, "confirmed", by.id if by else None):
        return False
    request, chat, account = still_waiting
    if chat.id != from_chat:
        _close_dialogue(db, chat)
    joining.link(db, account, chat.id, joining.Given.from_json(request.answers))
    db.audit(account.unit, by.id if by else None, "chat.linked", account.id, chat.channel)
    _tell_added(db, deployment, request, account, from_chat)
    return True


def keep_out(db: Db, deployment: Deployment, request_id: int, by: Account | None) -> bool:
    """Refuses a request, and tells its chat; False if it waits no longer."""
    request = link_requests.get(db, request_id)
    if request is None or not link_requests.end(db, request_id, "refused", by.id if by else None):
        return False
    chat, account = chats.get(db, request.chat_id), accounts.get(db, request.account_id)
    if chat is not None and account is not None and chat.state == "active" and chat.account_id is None:
        wording = Wording(deployment.texts, account.language)
        out = Outgoing(wording.text("notice.link_done_not"), (joining.help_button(wording),))
        notices.put(db, deployment, chat, out, "link_done")
    return True


def no_button(wording: Wording, request: LinkRequest) -> Button:
    return Button(wording.text("link.no"), f"do:link_no:{request.id}", role="command", typed="KHONG PHAI TOI")


def _close_dialogue(db: Db, chat: Chat) -> None:
    """Ends what the chat was asked while it was nobody's: nobody would answer it any more."""
    talk = conversations.get(db, chat.party_id, lock=True)
    if talk is not None and talk.form:
        talk.close()
        conversations.save(db, [(talk, chat.id)])


def _tell_added(db: Db, deployment: Deployment, request: LinkRequest, account: Account, from_chat: int | None) -> None:
    """Tells the new chat that it can begin, and the others that there is one more, with the way to cut it off."""
    linked = accounts.get(db, account.id) or account
    wording = Wording.to(deployment.texts, linked)
    menu = Button(wording.text("menu.button"), "do:menu", role="command", typed="MENU")
    for chat in devices.of_account(db, account.id):
        if chat.id == from_chat or chat.state != "active":
            continue
        if chat.id == request.chat_id:
            notices.put(db, deployment, chat, Outgoing(wording.text("notice.link_done"), (menu,)), "link_done")
        else:
            added = Outgoing(wording.text("notice.chat_added"), (no_button(wording, request),))
            notices.put(db, deployment, chat, added, "chat_added")


def tell_office(db: Db, deployment: Deployment, account: Account, chat: Chat, by: Account | None) -> None:
    """Tells all of the office when one of them has a phone more: it sees what they see."""

    def telling(wording: Wording) -> Outgoing:
        who = wording.called(account)
        return Outgoing(wording.text("notice.link_added", Who=capital(who), way=cutting.way_of(wording, chat)))

    knows = (account.id, by.id if by else None)
    readers = of_office(db, account.unit, but=knows)
    notices.tell_each(db, deployment, readers, "link_added", lambda _: telling, subject_id=account.id)
