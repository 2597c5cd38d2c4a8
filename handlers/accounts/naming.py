"""How accounts are named to those who look after them, and the account that a button or an answer means."""

from collections.abc import Iterable

from handlers.kit import Button, Said
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording
from handlers.people import naming, roles
from storage import access_to_accounts, accounts
from storage.access import NotAllowed
from storage.accounts import Account

ADMIN = ("admin",)


def account_in(scope: Scope, argument: str, why: str) -> Account | None:
    """Finds an account of one's own commune; the look is written down, a refusal too."""
    try:
        return access_to_accounts.look_at_account(scope.db, scope.account, id_in(argument), why)
    except NotAllowed:
        return None


def account_named(value: str, viewer: Viewer) -> str:
    """Names an account by the id in an answer, to those who look after it."""
    account, admin = accounts.get(viewer.db, id_in(value)), viewer.reader
    return account.name if account and admin and access_to_accounts.may_manage(admin, account) else ""


def lines(wording: Wording, shown: Iterable[Account]) -> dict[int, str]:
    """Names several in a list: «Nguyễn Văn Tư · người giúp đỡ», and what became of those no longer in use."""
    listed = list(shown)
    names = naming.of_accounts(wording, listed)
    return {account.id: _line(wording, account, names[account.id]) for account in listed}


def _line(wording: Wording, account: Account, name: str) -> str:
    state = "" if account.status == "active" else wording.text(f"account.status.{account.status}")
    return " · ".join(part for part in (name, roles.named(wording, account.roles), state) if part)


def buttons(scope: Scope, shown: Iterable[Account]) -> list[Button]:
    """Makes a button to the card of each."""
    return [Button(line, f"do:account:{account_id}") for account_id, line in lines(scope.wording, shown).items()]


def list_button(scope: Scope) -> Button:
    return scope.button("account.button.list", "do:accounts", typed=scope.text("account.typed.list"))


def gone(scope: Scope) -> Said:
    return Said("account.gone", buttons=(list_button(scope), scope.menu_button()))
