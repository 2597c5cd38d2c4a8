"""A further chat of an account is linked only with a yes: in a chat the account has, or by an officer in person.

The officer's screen shows six figures, which are typed in the new chat: so both are in one place.
"""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, Run
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.linking import codes, joining
from handlers.notify import cutting, notices
from handlers.notify.approvals import of_office
from handlers.people import devices
from rules import links
from rules.approvals import is_trusted
from storage import access, accounts, chats, conversations, invites, link_requests
from storage.accounts import Account
from storage.chats import Chat
from storage.link_requests import LinkRequest

OFFICES = ("officer", "admin")


def ask(scope: Scope, account: Account, given: joining.Given) -> Said:
    """Asks in every chat the account has; the new one hears where the yes can come from."""
    request = link_requests.ask(
        scope.db, unit=account.unit, account_id=account.id, chat_id=scope.chat.id, answers=given.to_json()
    )
    scope.db.audit(account.unit, None, "link.asked", account.id, scope.chat.channel)
    wording = Wording.to(scope.deployment.texts, account)
    text = wording.text("notice.link_wanted", way=cutting.way_of(wording, scope.chat))
    out = Outgoing(text, (yes_button(wording, request), no_button(wording, request)))
    asked = [chat for chat in devices.of_account(scope.db, account.id) if chat.state == "active"]
    for chat in asked:
        notices.put(scope.db, scope.deployment, chat, notices.covered(out, wording, account.roles), "link_wanted")
    return Said("link.asked" if asked else "link.asked_nobody", buttons=(_help(scope),))


def yes_button(wording: Wording, request: LinkRequest) -> Button:
    return Button(wording.text("link.yes"), f"do:link_yes:{request.id}", role="command", typed="PHAI TOI")


def no_button(wording: Wording, request: LinkRequest) -> Button:
    return Button(wording.text("link.no"), f"do:link_no:{request.id}", role="command", typed="KHONG PHAI TOI")


def confirm(scope: Scope, argument: str) -> Reply:
    """Links the chat that waits: «Đúng là tôi» was pressed in one the account has."""
    request = _own(scope, argument)
    chat = chats.get(scope.db, request.chat_id) if request else None
    if request is None or chat is None or not _link(scope, request, chat, scope.account):
        return Said("link.over", buttons=(scope.menu_button(),))
    way = cutting.way_of(scope.wording, chat)
    others = (scope.button("more.devices", "do:devices", typed="CAC MAY"), scope.menu_button())
    return Said("link.confirmed", {"way": way}, (no_button(scope.wording, request), *others))


def refuse(scope: Scope, argument: str) -> Reply:
    """Keeps the chat out, or cuts it off, ends the codes and warns the office: «Không phải tôi» was pressed."""
    request = _own(scope, argument)
    chat = chats.get(scope.db, request.chat_id) if request else None
    if request is None or chat is None:
        return Said("link.over", buttons=(scope.menu_button(),))
    account = scope.account
    if chat.id != scope.chat.id and chat.account_id == account.id:
        cutting.cut_chat(scope.db, scope.deployment, chat.id, account, told_in=scope.chat.id)
    elif link_requests.end(scope.db, request.id, "refused", account.id):
        _tell_refused(scope, chat)
    else:
        return Said("link.over", buttons=(scope.menu_button(),))
    invites.withdraw(scope.db, account.id)
    scope.audit("link.refused", account.id, chat.channel)
    _warn_office(scope, account)
    human = scope.button("talk.button", "do:human", typed="GAP CAN BO")
    return Said("link.refused_by_me", buttons=(human, scope.menu_button()))


def _own(scope: Scope, argument: str) -> LinkRequest | None:
    """Finds one's own request: of the button, or the last one."""
    if not argument:
        return link_requests.latest(scope.db, scope.account.id)
    request = link_requests.get(scope.db, int(argument)) if argument.isdecimal() and len(argument) < 20 else None
    return request if request is not None and request.account_id == scope.account.id else None


def _link(scope: Scope, request: LinkRequest, chat: Chat, by: Account) -> bool:
    """Links the chat of a request; False if it waits no longer, its chat is another's by now, or it is closed."""
    account = accounts.get(scope.db, request.account_id)
    if account is None or not access.acts(account) or access.acts(accounts.get(scope.db, chat.account_id)):
        return False
    if not link_requests.end(scope.db, request.id, "confirmed", by.id):
        return False
    if chat.id != scope.chat.id:
        _close_dialogue(scope, chat)
    joining.link(scope.db, account, chat.id, joining.Given.from_json(request.answers))
    scope.db.audit(account.unit, by.id, "chat.linked", account.id, chat.channel)
    _tell_added(scope, request, account)
    if is_trusted(account.roles):
        _tell_office_added(scope, account, chat, by)
    return True


def _close_dialogue(scope: Scope, chat: Chat) -> None:
    """Ends what the chat was asked while it was nobody's: nobody would answer it any more."""
    talk = conversations.get(scope.db, chat.party_id, lock=True)
    if talk is not None and talk.form:
        talk.close()
        conversations.save(scope.db, [(talk, chat.id)])


def _tell_added(scope: Scope, request: LinkRequest, account: Account) -> None:
    """Tells the new chat that it can begin, and the others that there is one more, with the way to cut it off."""
    linked = accounts.get(scope.db, account.id) or account
    wording = Wording.to(scope.deployment.texts, linked)
    menu = Button(wording.text("menu.button"), "do:menu", role="command", typed="MENU")
    for chat in devices.of_account(scope.db, account.id):
        if chat.id == scope.chat.id or chat.state != "active":
            continue
        if chat.id == request.chat_id:
            out, kind = Outgoing(wording.text("notice.link_done"), (menu,)), "link_done"
        else:
            out, kind = Outgoing(wording.text("notice.chat_added"), (no_button(wording, request),)), "chat_added"
        notices.put(scope.db, scope.deployment, chat, out, kind)


def _tell_office_added(scope: Scope, account: Account, chat: Chat, by: Account) -> None:
    """Tells all of the office when one of them has a phone more: it sees what they see."""

    def telling(wording: Wording) -> Outgoing:
        who = wording.called(account)
        return Outgoing(wording.text("notice.link_added", Who=capital(who), way=cutting.way_of(wording, chat)))

    readers = [reader for reader in of_office(scope.db, account.unit) if reader.id not in (account.id, by.id)]
    notices.tell_each(scope.db, scope.deployment, readers, "link_added", lambda _: telling, subject_id=account.id)


def _tell_refused(scope: Scope, chat: Chat) -> None:
    wording = Wording(scope.deployment.texts, scope.account.language)
    help_button = Button(wording.text("visitor.ask_help"), "do:ask_help", role="command", typed="NHO GIUP")
    if chat.state == "active" and chat.account_id is None:
        out = Outgoing(wording.text("notice.link_done_not"), (help_button,))
        notices.put(scope.db, scope.deployment, chat, out, "link_done")


def _warn_office(scope: Scope, account: Account) -> None:
    def telling(wording: Wording) -> Outgoing:
        who = wording.called(account)
        return Outgoing(wording.text("notice.link_refused", who=who, Who=capital(who)))

    readers = [reader for reader in of_office(scope.db, account.unit) if reader.id != account.id]
    notices.tell_each(scope.db, scope.deployment, readers, "link_refused", lambda _: telling, subject_id=account.id)


def show_figures(scope: Scope, argument: str) -> Reply:
    """Shows an officer six figures for whoever stands before them with the new phone in hand."""
    account = accounts.get(scope.db, int(argument)) if argument.isdecimal() and len(argument) < 20 else None
    if account is None or account.unit != scope.unit or account.id == scope.account.id:
        return Said("officer.not_here", buttons=(scope.menu_button(),))
    request = link_requests.of_account(scope.db, account.id)
    figures = link_requests.show_figures(scope.db, request.id, scope.account.id) if request else None
    who = scope.wording.called(account)
    if figures is None:
        return Said("link.figures_none", {"who": who, "Who": capital(who)}, (scope.menu_button(),))
    scope.audit("link.figures", account.id)
    return Said("link.figures", {"who": who, "Who": capital(who), "figures": figures}, (scope.menu_button(),))


def typed_figures(scope: Scope, text: str) -> Reply | None:
    """Tries what a chat types that waits; None if these are no six figures, or nothing waits here."""
    figures = "".join(text.split())
    request = link_requests.of_chat(scope.db, scope.chat.id) if _are_figures(figures) else None
    if request is None:
        return None
    account = accounts.get(scope.db, request.account_id)
    officer = accounts.get(scope.db, request.figures_by)
    codes.may_try(scope, account)
    right = link_requests.try_figures(scope.db, request.id, figures)
    if right is None:
        return Said("link.figures_over", buttons=(_help(scope),))
    if not right:
        codes.wrong_try(scope, account)
        return Said("link.figures_wrong", buttons=(_help(scope),))
    if account is None or officer is None or not _link(scope, request, scope.chat, officer):
        return Said("link.figures_over", buttons=(_help(scope),))
    joining.become(scope, account)
    return Run("menu", "linked")


def _are_figures(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) == links.FIGURES


def _help(scope: Scope) -> Button:
    return scope.button("visitor.ask_help", "do:ask_help", typed="NHO GIUP")


COMMANDS = (
    Command("link_yes", confirm, words=("phai toi", "dung la toi", "la toi day", "yes it is me")),
    Command("link_no", refuse, words=("khong phai toi", "khong phai la toi", "not me")),
    Command("link_figures", show_figures, may=OFFICES),
)
