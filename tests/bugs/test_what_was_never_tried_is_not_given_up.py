"""A message that waited when its node lost the channel, or was refused, counted as sent: the next end gave it up."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from bot.delivery.channel import Receipt, Retry
from handlers.kit import Outgoing
from handlers.kit.deployment import Deployment
from storage.database import Store
from storage.outbox import REPLY, sending
from tests.bot.delivery.line import Exchange, Line, hurry
from tests.bot.delivery.post import put
from tests.patience import until

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class OursAtTimes:
    """A lease that is lost and comes back as a test says."""

    had_holder = False
    needs_renewal = True
    is_ours = True

    def hold(self) -> bool:
        return self.is_ours

    def sure(self) -> bool:
        return self.is_ours

    def release(self) -> None:
        return None


@dataclass
class SlowLine(Line):
    """Its platform answers when a test says."""

    answers: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, address: str, out: Outgoing, outbox_id: int) -> Receipt:
        await self.answers.wait()
        return await super().send(address, out, outbox_id)


@pytest.fixture
def lease(monkeypatch: pytest.MonkeyPatch) -> OursAtTimes:
    lease = OursAtTimes()
    monkeypatch.setattr("bot.delivery.dispatcher.open_lease", lambda _store, _name: lease)
    hurry(monkeypatch)
    return lease


@pytest.fixture
async def exchange(lease: OursAtTimes, store: Store, deployment: Deployment) -> AsyncIterator[Exchange]:
    exchange = Exchange(store, deployment, (SlowLine("telegram"),))
    yield exchange
    await exchange.close()


async def test_what_waits_when_the_channel_is_lost_is_given_back_and_what_is_on_its_way_is_not_sent_twice(
    exchange: Exchange, lease: OursAtTimes
) -> None:
    await exchange.open()
    chat = exchange.chat("telegram", "1", exchange.account("guardian"))
    on_its_way = await exchange.desk.run(lambda db: put(db, chat, "một"))
    waiting = await exchange.desk.run(lambda db: put(db, chat, "hai"))
    dispatcher, line = exchange.dispatchers["telegram"], exchange.lines[0]
    assert isinstance(line, SlowLine)
    await until(lambda: dispatcher._sends)
    lease.is_ours = False
    await until(lambda: exchange.row(waiting) == ("queued", "handed_over"))
    assert exchange.row(on_its_way)[0] == "sending"
    lease.is_ours = True
    await until(lambda: dispatcher.open)
    line.answers.set()
    await until(lambda: exchange.row(waiting)[0] == exchange.row(on_its_way)[0] == "sent")
    assert line.texts("1") == ["một", "hai"]


async def test_what_was_refused_when_it_was_sent_once_more_has_not_left(exchange: Exchange) -> None:
    chat = exchange.chat("telegram", "1", exchange.account("guardian"))
    with exchange.store.transaction() as db:
        message = put(db, chat, "một", lane=REPLY)
    with exchange.store.transaction() as db:
        sending.take(db, "telegram", REPLY, 5)  # and the process is killed
    line = exchange.lines[0]
    assert isinstance(line, SlowLine)
    line.fails = lambda _address: Retry(20.0)
    line.answers.set()
    await exchange.open()
    await until(lambda: line.tries)
    await until(lambda: left_by_the_next_end(exchange.store) == ([message], []))


def left_by_the_next_end(store: Store) -> tuple[list[int], list[int]]:
    """The messages that would be sent once more, and those that would be given up."""
    with store.transaction() as db:
        again, doubtful = sending.left_sending(db, "telegram", db.new_id())
    return [one.id for one in again], [one.id for one in doubtful]
