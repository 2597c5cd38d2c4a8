"""A further chat of an account is linked only with a yes: in a chat the account has, or by an officer in person.

The officer's screen shows six figures, which are typed in the new chat: so both are in one place. A further chat of
an officer or admin needs, besides, the yes of another of them.
"""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, Run, id_in
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.linking import codes
from handlers.notify import approvals as asking
from handlers.notify import cutting, further_chats, notices
from handlers.notify.approvals import of_office
from handlers.notify.further_chats import no_button
from handlers.people import devices, joining
from rules import links
from rules.approvals import LINK, TRUSTED, is_trusted
from storage import accounts, chats, invites, link_requests
from storage.accounts import Account
from storage.link_requests import LinkRequest


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
    return Said("link.asked" if asked else "link.asked_nobody", buttons=(joining.help_button(scope.wording),))


def yes_button(wording: Wording, request: LinkRequest) -> Button:
    return Button(wording.text("link.yes"), f"do:link_yes:{request.id}", role="command", typed="PHAI TOI")


def confirm(scope: Scope, argument: str) -> Reply:
    """Links the chat that waits: «Là tôi» was pressed in one the account has.

    An officer's or admin's waits on, for the yes of another of them.
    """
    request = _own(scope, argument)
    waiting = further_chats.waiting(scope.db, request.id) if request else None
    if request is None or waiting is None:
        return _over(scope)
    no = no_button(scope.wording, request)
    if is_trusted(scope.account.roles):
        return _to_a_second(scope, request, scope.account) or Said("link.second", buttons=(no, scope.menu_button()))
    if not further_chats.let_in(scope.db, scope.deployment, request.id, scope.account, from_chat=scope.chat.id):
        return _over(scope)
    way = cutting.way_of(scope.wording, waiting.chat)
    others = (scope.button("more.devices", "do:devices", typed="CAC MAY"), scope.menu_button())
    return Said("link.confirmed", {"way": way}, (no, *others))


def _over(scope: Scope) -> Said:
    return Said("link.over", buttons=(scope.menu_button(),))


def _to_a_second(scope: Scope, request: LinkRequest, asker: Account) -> Said | None:
    """Asks the others of the office, once; says so where nobody else is there to say yes."""
    for approval in asking.about(scope.db, request.unit, LINK, request.account_id):
        if approval.wanted["request"] == request.id:
            return None
        asking.end(scope.db, scope.deployment, approval, "void", asker)
    account = accounts.get(scope.db, request.account_id)
    if account is None or not asking.somebody_decides(scope.db, request.unit, LINK, asker.id, account.id):
        return Said("link.second_nobody", buttons=(no_button(scope.wording, request),) if scope.sender else ())
    chat = chats.get(scope.db, request.chat_id)
    link_requests.wait_on(scope.db, request.id)
    wanted = {"request": request.id, "channel": chat.channel if chat else ""}
    asking.put(scope.db, scope.deployment, LINK, account, asker, wanted)
    if chat is not None and chat.id != scope.chat.id:
        wording = Wording(scope.deployment.texts, account.language)
        notices.put(scope.db, scope.deployment, chat, Outgoing(wording.text("notice.link_done_second")), "link_done")
    return None


def refuse(scope: Scope, argument: str) -> Reply:
    """Keeps the chat out, or cuts it off, ends the codes and warns the office: «Không phải tôi» was pressed."""
    request = _own(scope, argument)
    chat = chats.get(scope.db, request.chat_id) if request else None
    if request is None or chat is None:
        return _over(scope)
    account = scope.account
    for approval in asking.about(scope.db, account.unit, LINK, account.id):
        asking.end(scope.db, scope.deployment, approval, "withdrawn", account)
    if chat.id != scope.chat.id and chat.account_id == account.id:
        cutting.cut_chat(scope.db, scope.deployment, chat.id, account, told_in=scope.chat.id)
    elif not further_chats.keep_out(scope.db, scope.deployment, request.id, account):
        return _over(scope)
    invites.withdraw(scope.db, account.id)
    scope.audit("link.refused", account.id, chat.channel)
    _warn_office(scope, account)
    human = scope.human_button()
    return Said("link.refused_by_me", buttons=(human, scope.menu_button()))


def _own(scope: Scope, argument: str) -> LinkRequest | None:
    """Finds one's own request: of the button, or the last one."""
    if not argument:
        return link_requests.latest(scope.db, scope.account.id)
    request = link_requests.get(scope.db, id_in(argument))
    return request if request is not None and request.account_id == scope.account.id else None


def _warn_office(scope: Scope, account: Account) -> None:
    def telling(wording: Wording) -> Outgoing:
        who = wording.called(account)
        return Outgoing(wording.text("notice.link_refused", who=who, Who=capital(who)))

    readers = of_office(scope.db, account.unit, but=(account.id,))
    notices.tell_each(scope.db, scope.deployment, readers, "link_refused", lambda _: telling, subject_id=account.id)


def show_figures(scope: Scope, argument: str) -> Reply:
    """Shows an officer six figures for whoever stands before them with the new phone in hand."""
    account = accounts.get(scope.db, id_in(argument))
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
    ways = (joining.help_button(scope.wording),)
    codes.may_try(scope, account)
    right = link_requests.try_figures(scope.db, request.id, figures)
    if right is None:
        return Said("link.figures_over", buttons=ways)
    if not right:
        codes.wrong_try(scope, account)
        return Said("link.figures_wrong", buttons=ways)
    if account is None or officer is None:
        return Said("link.figures_over", buttons=ways)
    if is_trusted(account.roles):
        return _to_a_second(scope, request, officer) or Said("link.second_here", buttons=ways)
    if not further_chats.let_in(scope.db, scope.deployment, request.id, officer, from_chat=scope.chat.id):
        return Said("link.figures_over", buttons=ways)
    joining.become(scope, account)
    return Run("menu", "linked")


def _are_figures(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) == links.FIGURES


COMMANDS = (
    Command("link_yes", confirm, words=("phai toi", "dung la toi", "la toi day", "yes it is me")),
    Command("link_no", refuse, words=("khong phai toi", "khong phai la toi", "not me")),
    Command("link_figures", show_figures, may=TRUSTED),
)
