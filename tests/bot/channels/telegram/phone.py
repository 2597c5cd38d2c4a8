"""Somebody's Telegram in a commune of a test: what the strict fake makes of their acts is read as it really comes."""

from dataclasses import dataclass

from bot.channels.telegram.update import read_update
from storage import chats
from tests.bot.channels.telegram.fake import FakeTelegram, User
from tests.person import Heard, Talker, World

BOT = "donghanh_test_bot"


@dataclass(slots=True)
class Phone:
    """`user` acts; each act is a number, or several, of an update, which `of` hands to the service."""

    world: World
    api: FakeTelegram
    user: User
    talker: Talker

    @classmethod
    def of_somebody(cls, world: World, talker: Talker | None = None) -> "Phone":
        """A phone of an account, or of a stranger."""
        api = FakeTelegram(now=lambda: world.store.now().timestamp())
        user = api.user()
        address = str(user.id)
        if talker is not None:
            with world.store.transaction() as db:
                chat = chats.add(db, "telegram", address)
                chats.link(db, chat.id, talker.account_id)
        account_id = talker.account_id if talker else 0
        return cls(world, api, user, Talker(world, address, "telegram", account_id))

    def brings(self, *acts: int | list[int]) -> list[Heard]:
        """Hands over the updates of these acts; gives the answers."""
        self.talker.listen()
        for update in (number for act in acts for number in ([act] if isinstance(act, int) else act)):
            message = read_update(self.api.updates.history[update].update, "telegram", BOT)
            if message is not None:
                self.world.deliver(message)
        return [heard for heard in self.talker.listen() if heard.kind == "reply"]
