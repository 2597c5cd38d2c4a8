"""How somebody wants to be addressed: «bác Tư», chosen when linked, changeable any time."""

from handlers.kit import Button, Option, Said
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from rules import pronouns
from storage import accounts
from storage.accounts import Account


def options(scope: Scope, account: Account) -> list[Option]:
    """«Bác Tư», «Chú Tư» …: forms of Vietnamese address, so they are Vietnamese in every language."""
    vietnamese = Wording(scope.deployment.texts, "vi", account)
    return [Option(code, _label(scope, vietnamese, code, account)) for code in pronouns.choices(account.roles)]


def _label(scope: Scope, vietnamese: Wording, code: str, account: Account) -> str:
    if code == "neutral":
        return scope.text("address.neutral")
    return vietnamese.addressed("", code, account.name)["You_name"]


def choose(scope: Scope, argument: str) -> Said:
    """Without an argument the question; with one, the answer."""
    account = scope.account
    known = {option.value: option.label for option in options(scope, account)}
    if argument not in known:
        buttons = tuple(Button(label, f"do:address:{code}") for code, label in known.items())
        return Said("address.ask", buttons=(*buttons, scope.menu_button()))
    accounts.change(scope.db, account.id, pronoun=argument)
    refresh(scope)
    return Said("address.done", buttons=(scope.menu_button(),))


def refresh(scope: Scope) -> None:
    """The answer to a change is already said in the new way."""
    changed = accounts.get(scope.db, scope.account.id)
    assert changed is not None
    scope.sender = changed
    scope.wording = Wording.to(scope.deployment.texts, changed)


def called(scope: Scope, account: Account) -> str:
    return capital(scope.wording.called(account))
