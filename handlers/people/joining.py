"""What becomes of a chat once it is an account's: what was agreed to in it is noted, and it speaks for the account.

Until then a button asks for a human.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from handlers.kit.messages import Button
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from rules import consent
from storage import accounts, chats, consents, newcomers
from storage.accounts import Account
from storage.database import Db


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered besides code and year: purpose → agreed to or not, how one is addressed, and in what."""

    agreed: dict[str, bool] = field(default_factory=dict)
    pronoun: str = ""
    language: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "Given":
        return cls(**body)


def help_button(wording: Wording) -> Button:
    """Makes the button by which a chat that is nobody's asks for a human."""
    return Button(wording.text("visitor.ask_help"), "do:ask_help", role="command", typed="NHO GIUP")


def link(db: Db, account: Account, chat_id: int, given: Given) -> None:
    """Makes the chat speak for the account, with what was answered in it."""
    for purpose, agreed in given.agreed.items():
        consents.record(db, account.id, purpose, agreed, version=consent.VERSION, chat_id=chat_id)
    language = given.language if given.language != account.language else ""
    if given.pronoun or language:
        accounts.change(db, account.id, pronoun=given.pronoun or None, language=language or None)
    chats.link(db, chat_id, account.id)
    newcomers.linked(db, chat_id)


def become(scope: Scope, account: Account) -> None:
    """Goes on with this very turn as the account's, whose chat this is since a moment."""
    linked = accounts.get(scope.db, account.id)
    assert linked is not None
    scope.sender = linked
    scope.unit = linked.unit
    scope.chat = replace(scope.chat, account_id=linked.id, party_id=linked.id)
    scope.wording = Wording.to(scope.deployment.texts, linked)
