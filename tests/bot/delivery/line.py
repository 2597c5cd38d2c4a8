"""A channel in memory whose platform does what a test says, and the process that delivers on two of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.delivery import breaker
from bot.delivery import dispatcher as delivery
from bot.delivery.channel import Capabilities, Receipt, SendFailed
from bot.delivery.dispatcher import Dispatcher
from bot.intake.desk import Desk
from handlers.kit import Outgoing
from handlers.kit.deployment import Deployment
from rules import delivery as rules
from storage import accounts, chats, outbox
from storage.chats import Chat
from storage.database import Store
from storage.outbox.sending import Sending
from tests.patience import until

UNIT = "17791"


@dataclass
class Line:
    """`fails` says what the platform makes of a message to an address; None: it takes it."""

    name: str
    fails: Callable[[str], SendFailed | None] = lambda _: None
    capabilities: Capabilities = field(default_factory=lambda: Capabilities(4096, 90, per_second=1000, burst=1000))
    heard: list[tuple[str, str]] = field(default_factory=list)
    tries: int = 0

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def send(self, address: str, out: Outgoing, outbox_id: int) -> Receipt:
        self.tries += 1
        if failure := self.fails(address):
            raise failure
        self.heard.append((address, out.template or out.text))
        return Receipt(str(outbox_id))

    async def fetch(self, ref: str, most: int) -> bytes:
        return b""

    def texts(self, address: str) -> list[str]:
        return [text for to, text in self.heard if to == address]


@dataclass
class Exchange:
    """One process with a desk and a dispatcher for each line."""

    store: Store
    deployment: Deployment
    lines: tuple[Line, ...]
    desk: Desk = field(init=False)
    dispatchers: dict[str, Dispatcher] = field(init=False)

    async def open(self) -> "Exchange":
        self.desk = Desk(self.store, self.deployment, self._send)
        self.dispatchers = {line.name: Dispatcher(self.desk, line) for line in self.lines}
        await self.desk.start()
        for dispatcher in self.dispatchers.values():
            dispatcher.breaker.first_pause = 0.05
            await dispatcher.start()
        return self

    def _send(self, sendings: list[Sending]) -> None:
        for sending in sendings:
            self.dispatchers[sending.channel].put([sending])

    async def close(self) -> None:
        for dispatcher in self.dispatchers.values():
            await dispatcher.stop()
        await self.desk.stop()

    def account(self, *roles: str, phone: str | None = None) -> int:
        with self.store.transaction() as db:
            return accounts.add(db, unit=UNIT, name="Lê Văn Hùng", roles=roles, on_duty=True, phone=phone)

    def chat(self, channel: str, address: str, account_id: int) -> Chat:
        with self.store.transaction() as db:
            chat = chats.add(db, channel, address)
            chats.link(db, chat.id, account_id)
            found = chats.get(db, chat.id)
        assert found is not None
        return found

    def row(self, message_id: int) -> tuple[str, str | None]:
        table = outbox.outbox
        with self.store.transaction() as db:
            state, failure = db.execute(select(table.c.state, table.c.failure).where(table.c.id == message_id)).one()
            return state, failure

    async def until(self, seen: Callable[[], bool]) -> None:
        await until(seen, lambda: [(line.name, line.tries, line.heard) for line in self.lines])


def hurry(patch: pytest.MonkeyPatch) -> None:
    """What the process looks after every few seconds, it looks after all the time."""
    patch.setattr(delivery, "RENEW", 0.05)
    patch.setattr(delivery, "POLL", 0.05)
    patch.setattr(breaker, "STEADY", 0.5)
    patch.setattr(rules, "FIRST_WAIT", timedelta(seconds=0.02))
