"""What the forms about an account ask: whose it is, which of its chats, why."""

from handlers.accounts import naming
from handlers.accounts.card import chat_line
from handlers.kit import Answers, Choice, JsonValue, Option, Problem, Text
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.people import devices
from storage import access_to_accounts, account_pages, accounts, chats
from storage.accounts import Account

LONGEST_WHY = 300


class AnAccount(Choice):
    """An account of the commune, one in use or one that is not; the names are read only where it has to be chosen."""

    def __init__(self, id: str = "account", *, in_use: bool = True):
        super().__init__(id, self._listed, named=naming.account_named)
        self.in_use = in_use

    def _listed(self, _answers: Answers, scope: Scope) -> list[Option]:
        of_unit = account_pages.every(scope.db, scope.unit)
        fitting = [account for account in of_unit if self._fits(scope, account)]
        return [Option(str(id_), line) for id_, line in naming.lines(scope.wording, fitting).items()]

    def _fits(self, scope: Scope, account: Account | None) -> bool:
        may = account is not None and access_to_accounts.may_manage(scope.account, account)
        return may and account is not None and (account.status == "active") == self.in_use

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        if not self._fits(scope, accounts.get(scope.db, id_in(stored))):
            raise Problem("no_longer_there")


def why() -> Text:
    """Asks for the reason: it is kept sealed beside the change, and shown to those who look after accounts."""
    return Text("why", longest=LONGEST_WHY, verbatim=True)


def of(answers: Answers, scope: Scope) -> Account:
    """Finds the account that a form is about; the look is written down. Raises Problem."""
    account = naming.account_in(scope, answers["account"], "change")
    if account is None:
        raise Problem("no_longer_there", "account")
    return account


def chat_options(answers: Answers, scope: Scope) -> list[Option]:
    account = accounts.get(scope.db, id_in(answers["account"]))
    if account is None or not access_to_accounts.may_manage(scope.account, account):
        return []
    return [Option(str(chat.id), chat_line(scope, chat)) for chat in devices.of_account(scope.db, account.id)]


def chat_named(value: str, viewer: Viewer) -> str:
    """Names a chat by its channel, to those who look after its account."""
    chat, admin = chats.get(viewer.db, id_in(value)), viewer.reader
    account = accounts.get(viewer.db, chat.account_id) if chat else None
    is_theirs = account is not None and admin is not None and access_to_accounts.may_manage(admin, account)
    return viewer.text(f"channel.{chat.channel}") if chat and is_theirs else ""
