"""Vietnamese or English, by button, word or `/lang`."""

from handlers.kit import Button, Said
from handlers.kit.scope import Scope
from handlers.settings import address
from handlers.texts import LANGUAGES
from storage import accounts


def choices(scope: Scope) -> tuple[Button, ...]:
    """Each language by its own name."""
    return tuple(
        Button(scope.deployment.texts.find(language, "lang.name"), f"do:lang:{language}") for language in LANGUAGES
    )


def choose(scope: Scope, argument: str) -> Said:
    if argument not in LANGUAGES:
        return Said("lang.ask", buttons=(*choices(scope), scope.menu_button()))
    accounts.change(scope.db, scope.account.id, language=argument)
    address.refresh(scope)
    return Said("lang.done", buttons=(scope.menu_button(),))


def vietnamese(scope: Scope, _argument: str) -> Said:
    return choose(scope, "vi")


def english(scope: Scope, _argument: str) -> Said:
    return choose(scope, "en")
