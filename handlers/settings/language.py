"""Vietnamese or English, by button, word or `/lang`."""

from handlers.kit import Said
from handlers.kit.scope import Scope
from handlers.people.address import languages, refresh
from handlers.texts import LANGUAGES
from storage import accounts


def choose(scope: Scope, argument: str) -> Said:
    if argument not in LANGUAGES:
        return Said("lang.ask", buttons=(*languages(scope), scope.menu_button()))
    accounts.change(scope.db, scope.account.id, language=argument)
    refresh(scope)
    return Said("lang.done", buttons=(scope.menu_button(),))


def vietnamese(scope: Scope, _argument: str) -> Said:
    return choose(scope, "vi")


def english(scope: Scope, _argument: str) -> Said:
    return choose(scope, "en")
