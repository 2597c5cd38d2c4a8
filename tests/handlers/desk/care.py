"""Pages of guardians and roster as an officer opens them."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from storage import accounts, chats
from tests.person import Talker, World

Facts = TypeVar("Facts")


def opened(
    world: World, officer: Talker, gather: Callable[[Scope, Mapping[str, str]], Facts], **asked: object
) -> Facts:
    with world.store.transaction() as db:
        account = accounts.get(db, officer.account_id)
        assert account is not None
        [chat] = chats.of_account(db, account.id)
        wording = Wording.to(world.deployment.texts, account)
        scope = Scope(db, world.deployment, wording, chat, account, account.unit, chat.channel)
        return gather(scope, {key: str(value) for key, value in asked.items()})
