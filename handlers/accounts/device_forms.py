"""A chat is cut off from its account, or all of them where the phone is lost: nothing on it works any more."""

from collections.abc import Sequence

from handlers.accounts import changes, naming, questions
from handlers.accounts.change_forms import done
from handlers.accounts.questions import AnAccount, of, why
from handlers.kit import Answers, Choice, Form, Problem, Said
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from storage import chats
from storage.accounts import Account
from storage.chats import Chat


def cut(answers: Answers, scope: Scope) -> Said:
    account = of(answers, scope)
    chosen = [chat for chat in chats.of_account(scope.db, account.id) if chat.id == id_in(answers["chat"])]
    if not chosen:
        raise Problem("no_longer_there", "chat")
    return _cut(scope, account, chosen, changes.CUT, answers["why"])


def lose(answers: Answers, scope: Scope) -> Said:
    account = of(answers, scope)
    return _cut(scope, account, chats.of_account(scope.db, account.id), changes.LOST, answers["why"])


def _cut(scope: Scope, account: Account, gone: Sequence[Chat], what: str, reason: str) -> Said:
    changes.cut_off(scope.db, scope.deployment, account, gone, what, by=scope.account, why=reason)
    return done(scope, f"account.done.{what}", account)


account_cut = Form(
    "account_cut",
    AnAccount(),
    Choice("chat", questions.chat_options, named=questions.chat_named),
    why(),
    submit=cut,
    may=naming.ADMIN,
)
account_lost = Form("account_lost", AnAccount(), why(), submit=lose, may=naming.ADMIN)
