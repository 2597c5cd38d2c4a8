"""What had been taken to be sent, and then waited for its platform, left for an account that was closed meanwhile."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.delivery.channel import Down
from handlers.kit.deployment import Deployment
from storage import accounts
from storage.database import Store
from storage.outbox import ALERT, BROADCAST, REMINDER, REPLY, sending
from tests.bot.delivery.line import Exchange, Line, hurry
from tests.bot.delivery.post import put


@pytest.fixture
async def exchange(store: Store, deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Exchange]:
    hurry(monkeypatch)
    monkeypatch.setattr(sending, "MOMENT", timedelta())
    exchange = await Exchange(store, deployment, (Line("telegram"), Line("web"))).open()
    yield exchange
    await exchange.close()


@pytest.mark.parametrize("lane", [ALERT, REPLY, REMINDER, BROADCAST])
@pytest.mark.parametrize("status", ["closed", "moved"])
async def test_what_waited_is_dropped_and_no_other_chat_is_tried(exchange: Exchange, lane: int, status: str) -> None:
    line, page = exchange.lines
    account = exchange.account("officer")
    chat = exchange.chat("telegram", "1", account)
    line.fails = lambda _: Down("operator_401")
    message = await exchange.desk.run(lambda db: put(db, chat, "tin", lane=lane, kind="relay", life=timedelta(days=1)))
    await exchange.until(lambda: exchange.dispatchers["telegram"].breaker.is_open)
    exchange.chat("web", "w1", account)
    with exchange.store.transaction() as db:
        accounts.set_status(db, account, status, by=None)
    line.fails = lambda _: None
    await exchange.until(lambda: exchange.row(message)[0] in ("dropped", "sent", "dead"))
    assert (line.texts("1"), page.texts("w1")) == ([], [])
    assert exchange.row(message) == ("dropped", f"account_{status}")


async def test_that_it_has_ended_is_told(exchange: Exchange) -> None:
    line, _ = exchange.lines
    account = exchange.account("officer")
    chat = exchange.chat("telegram", "1", account)
    with exchange.store.transaction() as db:
        accounts.set_status(db, account, "closed", by=None)
    await exchange.desk.run(lambda db: put(db, chat, "hết", lane=REPLY, kind="account_closed", life=timedelta(days=1)))
    await exchange.until(lambda: line.texts("1") == ["hết"])
