"""What had been taken to be sent, and then waited for its platform, left after its reader had said stop."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.delivery.channel import Down
from handlers.kit.deployment import Deployment
from handlers.notify import opt_out
from storage import accounts, chats, cutting
from storage.chats import Chat
from storage.database import Db, Store
from storage.outbox import BROADCAST, REMINDER
from tests.bot.delivery.line import UNIT, Exchange, Line, hurry
from tests.bot.delivery.post import put


@pytest.fixture
async def exchange(store: Store, deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Exchange]:
    hurry(monkeypatch)
    exchange = await Exchange(store, deployment, (Line("telegram"), Line("web"), Line("zbs"))).open()
    yield exchange
    await exchange.close()


def stop(exchange: Exchange, chat: Chat) -> None:
    with exchange.store.transaction() as db:
        opt_out.close(db, exchange.deployment, chat, accounts.get(db, chat.account_id or 0), "stopped", UNIT)


async def tell(exchange: Exchange, chat: Chat, lane: int = REMINDER) -> int:
    return await exchange.desk.run(lambda db: put(db, chat, "tin", lane=lane, kind="relay", life=timedelta(days=1)))


async def ailing(exchange: Exchange, chat: Chat, lane: int) -> int:
    """A message that was taken to be sent and waits for its account to be well."""
    exchange.lines[0].fails = lambda _: Down("operator_401")
    message = await tell(exchange, chat, lane)
    await exchange.until(lambda: exchange.dispatchers["telegram"].breaker.is_open)
    return message


@pytest.mark.parametrize("lane", [REMINDER, BROADCAST])
async def test_what_waited_for_the_account_is_dropped(exchange: Exchange, lane: int) -> None:
    line = exchange.lines[0]
    chat = exchange.chat("telegram", "1", exchange.account("guardian"))
    message = await ailing(exchange, chat, lane)
    stop(exchange, chat)
    line.fails = lambda _: None
    await exchange.until(lambda: exchange.row(message)[0] in ("dropped", "sent"))
    assert line.texts("1") == []
    assert exchange.row(message) == ("dropped", "stopped")


async def test_it_goes_through_the_chat_that_is_left_to_them(exchange: Exchange) -> None:
    line, page, _ = exchange.lines
    account = exchange.account("guardian")
    chat = exchange.chat("telegram", "1", account)
    await ailing(exchange, chat, REMINDER)
    exchange.chat("web", "w1", account)
    stop(exchange, chat)
    line.fails = lambda _: None
    await exchange.until(lambda: page.texts("w1") == ["tin"])
    assert line.texts("1") == []


async def test_no_template_is_paid_for_whoever_has_said_stop_in_their_chat(exchange: Exchange) -> None:
    account = exchange.account("guardian", phone="+84901234567")
    chat = exchange.chat("telegram", "1", account)
    exchange.lines[2].fails = lambda _: Down("operator_-137")
    with exchange.store.transaction() as db:
        way = chats.for_templates(db, "zbs", {f"phone:{account}": account})[f"phone:{account}"]
    message = await tell(exchange, way)
    await exchange.until(lambda: exchange.dispatchers["zbs"].breaker.is_open)
    stop(exchange, chat)
    exchange.lines[2].fails = lambda _: None
    await exchange.until(lambda: exchange.row(message)[0] in ("dropped", "sent"))
    assert exchange.row(message) == ("dropped", "stopped")


async def test_a_phone_that_was_left_meanwhile_gets_nothing(exchange: Exchange) -> None:
    line = exchange.lines[0]
    chat = exchange.chat("telegram", "1", exchange.account("guardian"))
    message = await ailing(exchange, chat, REMINDER)
    with exchange.store.transaction() as db:
        cutting.unlink(db, chat, chat.account_id)
    line.fails = lambda _: None
    await exchange.until(lambda: exchange.row(message)[0] in ("dropped", "sent"))
    assert line.texts("1") == []


async def test_what_was_written_while_the_reader_was_saying_stop_is_not_sent(exchange: Exchange) -> None:
    chat = exchange.chat("telegram", "1", exchange.account("guardian"))

    def at_once(db: Db) -> int:
        chats.set_state(db, chat.id, "stopped")
        return put(db, chat, "tin", lane=REMINDER, kind="relay", life=timedelta(days=1))

    message = await exchange.desk.run(at_once)
    await exchange.until(lambda: exchange.row(message)[0] in ("dropped", "sent"))
    assert exchange.row(message) == ("dropped", "stopped")
