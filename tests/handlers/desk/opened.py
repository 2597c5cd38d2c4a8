"""Opens pages of the desk for an officer, as their browser does, without the browser."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from storage import accounts, chats
from tests.person import Talker

Facts = TypeVar("Facts")


def opened(officer: Talker, gather: Callable[[Scope, Mapping[str, str]], Facts], **asked: object) -> Facts:
    """What the page shows this officer now."""
    with officer.world.store.transaction() as db:
        chat, account = chats.at(db, officer.channel, officer.address), accounts.get(db, officer.account_id)
        assert chat is not None
        assert account is not None
        wording = Wording.to(officer.world.deployment.texts, account)
        scope = Scope(db, officer.world.deployment, wording, chat, account, account.unit, officer.channel)
        return gather(scope, {name: str(value) for name, value in asked.items()})
