"""A right code with a wrong year or name: two papers may be mixed up, or the record is wrong. An officer is asked."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.linking import invitees
from handlers.notify import notices
from handlers.notify.approvals import of_office
from rules.approvals import is_trusted
from storage import accounts, chats, invites, link_requests
from storage.accounts import Account
from storage.link_requests import LinkRequest

OFFICER = ("officer",)
# a slip of the finger is no reason to ask anybody
ASKED_AFTER = 2


def ask(scope: Scope, account: Account, what: str) -> None:
    """Asks the office whether this is whom the code is for, once a day; `what` did not fit: born or name.

    Officers' own accounts are not let in so: that needs the code of another who has the right year.
    """
    if is_trusted(account.roles) or invites.how_many_tries(scope.db, str(scope.chat.id)) < ASKED_AFTER:
        return
    doubt = link_requests.doubt(scope.db, unit=account.unit, account_id=account.id, chat_id=scope.chat.id)
    if doubt is None:
        return
    scope.db.audit(account.unit, None, "link.doubted", account.id, what)

    def telling(wording: Wording) -> Outgoing:
        who = wording.called(account)
        text = wording.text(f"notice.link_doubted.{what}", who=who, Who=capital(who))
        return Outgoing(text, (_button(wording, "right", doubt), _button(wording, "wrong", doubt)))

    readers = of_office(scope.db, account.unit, but=(account.id,))
    notices.tell_each(scope.db, scope.deployment, readers, "link_doubted", lambda _: telling, subject_id=account.id)


def _button(wording: Wording, answer: str, doubt: LinkRequest) -> Button:
    typed = wording.text(f"link_doubt.typed.{answer}")
    return Button(wording.text(f"link_doubt.{answer}"), f"do:link_{answer}:{doubt.id}", role="command", typed=typed)


def right(scope: Scope, argument: str) -> Reply:
    """Lets the chat go on with its code: an officer knows that it is theirs."""
    doubt, account = _doubted(scope, argument)
    if doubt is None or account is None or not link_requests.decide(scope.db, doubt.id, "vouched", scope.account.id):
        return Said("link_doubt.over", buttons=(scope.menu_button(),))
    invites.forget_tries(scope.db, chat=str(doubt.chat_id))
    scope.audit("link.vouched", account.id)
    chat = chats.get(scope.db, doubt.chat_id)
    if chat is not None and chat.account_id is None and chat.state == "active":
        out = Outgoing(Wording(scope.deployment.texts, account.language).text("notice.link_done_vouched"))
        notices.put(scope.db, scope.deployment, chat, out, "link_done")
    return Said("link_doubt.let_in", {"who": scope.wording.called(account)}, (scope.menu_button(),))


def wrong(scope: Scope, argument: str) -> Reply:
    """Ends the code: it is in the wrong hands. A fresh one is a button away."""
    doubt, account = _doubted(scope, argument)
    if doubt is None or account is None or not link_requests.decide(scope.db, doubt.id, "refused", scope.account.id):
        return Said("link_doubt.over", buttons=(scope.menu_button(),))
    invitees.take_back(scope.db, scope.unit, account.id, scope.account.id)
    who = scope.wording.called(account)
    invitee = invitees.of_account(invitees.of_unit(scope.db, scope.unit), account.id)
    again = (scope.button("invite_many.again", f"do:invite_again:{invitee.ref}"),) if invitee else ()
    return Said("link_doubt.ended", {"who": who, "Who": capital(who)}, (*again, scope.menu_button()))


def _doubted(scope: Scope, argument: str) -> tuple[LinkRequest | None, Account | None]:
    """Finds the one of the button, or the last of the commune; nobody says yes for themselves."""
    if argument:
        doubt = link_requests.get(scope.db, id_in(argument))
    else:
        doubt = link_requests.doubted(scope.db, scope.unit)
    if doubt is None or doubt.unit != scope.unit or doubt.account_id == scope.account.id:
        return None, None
    account = accounts.get(scope.db, doubt.account_id)
    return doubt, account if account and account.status == "active" else None


COMMANDS = (
    Command("link_right", right, may=OFFICER, words=("cho vao", "dung nguoi", "let them in", "right person")),
    Command("link_wrong", wrong, may=OFFICER, words=("thu hoi ma", "take the code back")),
)
