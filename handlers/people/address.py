"""How an account wants to be spoken to: its language, and the form of address, «bác Tư»."""

from handlers.kit import Button, Option
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.texts import LANGUAGES
from rules import pronouns
from storage import accounts
from storage.accounts import Account


def languages(scope: Scope) -> tuple[Button, ...]:
    """Offers each language by its own name."""
    return tuple(
        Button(scope.deployment.texts.find(language, "lang.name"), f"do:lang:{language}") for language in LANGUAGES
    )


def forms_of_address(scope: Scope, account: Account) -> list[Option]:
    """Offers forms of Vietnamese address, «Bác Tư», «Chú Tư» …: they are Vietnamese in every language."""
    vietnamese = Wording(scope.deployment.texts, "vi", account)
    return [Option(code, _label(scope, vietnamese, code, account)) for code in pronouns.choices(account.roles)]


def _label(scope: Scope, vietnamese: Wording, code: str, account: Account) -> str:
    if code == "neutral":
        return scope.text("address.neutral")
    return vietnamese.addressed("", code, account.name)["You_name"]


def refresh(scope: Scope) -> None:
    """Reads the account anew, so that the answer to a change is said in the new way."""
    changed = accounts.get(scope.db, scope.account.id)
    assert changed is not None
    scope.sender = changed
    scope.wording = Wording.to(scope.deployment.texts, changed)
