"""A consent that a form needs: asked only of those who have not given it, written down when it is answered."""

from handlers.kit import Answers, Consent, JsonValue, Problem
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from rules import consent
from storage import consents

GIVEN = "given"


class Agreement(Consent):
    """A form that starts with `GIVEN` in it is not asked, as long as that is so; nobody can claim it otherwise."""

    def accepts(self, stored: JsonValue) -> bool:
        return stored == GIVEN or super().accepts(stored)

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        if stored == GIVEN and not consents.agrees(scope.db, scope.account.id, self.purpose):
            raise Problem("ask_again")

    def show(self, stored: JsonValue, answers: Answers, viewer: Viewer) -> str:
        return super().show("yes" if stored == GIVEN else stored, answers, viewer)


def settled(scope: Scope, purpose: str, answer: JsonValue) -> bool:
    """Keeps the yes or no that was just given; says whether the purpose is agreed to."""
    if answer == GIVEN:
        return True
    given = bool(answer == "yes")
    account = scope.account.id
    consents.record(scope.db, account, purpose, given, version=consent.VERSION, chat_id=scope.chat.id)
    scope.audit("consent.given" if given else "consent.withdrawn", account, purpose)
    return given
