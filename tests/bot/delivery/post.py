"""A post office for tests of delivery: a store, a desk and the Telegram dispatcher, beside the strict fake."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from bot.channels.registry import channel_limits
from bot.channels.telegram.channel import Telegram
from bot.delivery.dispatcher import Dispatcher
from bot.intake.desk import Desk
from handlers.kit import Outgoing
from handlers.kit.deployment import Deployment
from handlers.matters import REGISTRY
from handlers.texts import Texts
from seeds.tables import load_tables
from storage import accounts, chats, outbox
from storage.chats import Chat
from storage.database import Db, Store
from storage.outbox.sending import Sending
from tests.bot.channels.telegram.fake import TOKEN, FakeTelegram, User
from tests.daytime import MORNING
from tests.patience import until

UNIT = "17791"
HOUR = timedelta(hours=1)


def deployment() -> Deployment:
    return Deployment(Texts.load(), UNIT, "xã Kim Bảng", load_tables(MORNING.date()), channel_limits(), REGISTRY)


@dataclass(slots=True)
class Row:
    """An outgoing message as the store has it."""

    id: int
    chat_id: int
    kind: str
    state: str
    attempts: int
    failure: str | None
    platform_id: str | None


@dataclass
class Post:
    """One process of the service, as far as delivery goes. `crash` leaves everything as `kill -9` would."""

    store: Store
    api: FakeTelegram
    desk: Desk = field(init=False)
    channel: Telegram = field(init=False)
    dispatcher: Dispatcher = field(init=False)

    async def open(self) -> "Post":
        self.desk = Desk(self.store, deployment(), self._send)
        self.channel = Telegram(TOKEN, self.api.url)
        self.dispatcher = Dispatcher(self.desk, self.channel)
        await self.desk.start()
        await self.channel.start()
        await self.dispatcher.start()
        return self

    def _send(self, sendings: list[Sending]) -> None:
        self.dispatcher.put(sendings)

    async def close(self) -> None:
        await self.dispatcher.stop()
        await self.desk.stop()
        await self.channel.stop()

    def someone(self, user: User, *, roles: tuple[str, ...] = ("guardian",), account_id: int | None = None) -> Chat:
        """An account whose chat is this user's."""
        with self.store.transaction() as db:
            account = account_id or accounts.add(db, unit=UNIT, name=f"Người {user.id}", roles=roles, on_duty=True)
            chat = chats.add(db, "telegram", str(user.id))
            chats.link(db, chat.id, account)
            found = chats.get(db, chat.id)
        assert found is not None
        return found

    async def tells(self, chat: Chat, text: str, *, lane: int = outbox.REPLY, kind: str = "news") -> int:
        return await self.desk.run(lambda db: put(db, chat, text, lane=lane, kind=kind))

    async def went_before(self, user: User, text: str) -> int:
        """Alerts a user, and counts the messages that left between the alert's being handed over and its leaving."""
        already: list[int] = []

        def send(sendings: list[Sending]) -> None:
            if any(sending.address == str(user.id) for sending in sendings):
                already.append(len(self.api.sent))
            self.dispatcher.put(sendings)

        self.desk.executor.send = send
        await self.tells(self.someone(user, roles=("officer",)), text, lane=outbox.ALERT, kind="alert")
        await user.hears()
        place = next(place for place, message in enumerate(self.api.sent) if message.chat_id == user.id)
        return place - already[0]

    def rows(self) -> dict[int, Row]:
        columns = [outbox.outbox.c[name] for name in Row.__slots__]
        with self.store.transaction() as db:
            return {row.id: Row(*row) for row in db.execute(select(*columns).order_by(outbox.outbox.c.id))}

    async def until(self, seen: Callable[[], bool]) -> None:
        await until(seen, lambda: (self.rows(), self.api.requests))

    async def until_state(self, message: int, state: str) -> Row:
        await self.until(lambda: self.rows()[message].state == state)
        return self.rows()[message]


def is_hardly_refused(api: FakeTelegram) -> bool:
    """Says whether the platform refused next to nothing of a crowd: the test and the platform share a process, whose
    stalls bunch what was sent evenly. How sending is paced is seen in test_send_queue.
    """
    return len(api.rejected) <= 5 and {request.status for request in api.rejected} <= {429}


def put(db: Db, chat: Chat, text: str, *, lane: int = outbox.REPLY, kind: str = "news", life: timedelta = HOUR) -> int:
    return outbox.put(db, chat, Outgoing(text).to_json(), lane=lane, kind=kind, expires_at=db.now + life)
