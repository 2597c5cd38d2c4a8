"""With an empty purse and numbers without Zalo in turn, the admins were told every few seconds: it ails, it is well."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.delivery.channel import Down, Rejected
from handlers.kit.deployment import Deployment
from storage.database import Store
from storage.outbox import REPLY
from tests.bot.delivery.line import Exchange, Line, hurry
from tests.bot.delivery.post import put
from tests.patience import PATIENCE


@pytest.fixture
async def exchange(store: Store, deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Exchange]:
    hurry(monkeypatch)
    monkeypatch.setattr("bot.delivery.breaker.STEADY", PATIENCE)
    exchange = await Exchange(store, deployment, (Line("telegram"), Line("web"))).open()
    yield exchange
    await exchange.close()


async def test_of_several_answers_in_between_the_admins_hear_nothing(exchange: Exchange) -> None:
    line, page = exchange.lines
    line.fails = lambda address: Down("operator_-137") if address == "1" else Rejected("-118")
    exchange.chat("web", "w1", exchange.account("admin"))
    poor = exchange.chat("telegram", "1", exchange.account())
    life = timedelta(days=1)
    await exchange.desk.run(lambda db: put(db, poor, "tin", lane=REPLY, life=life))
    breaker = exchange.dispatchers["telegram"].breaker
    for number in range(2, 8):
        await exchange.until(lambda: breaker.is_open)
        await asyncio.sleep(0.15)
        other = exchange.chat("telegram", str(number), exchange.account())
        message = await exchange.desk.run(lambda db, other=other: put(db, other, "tin", lane=REPLY, life=life))  # type: ignore[misc]
        await exchange.until(lambda message=message: exchange.row(message)[0] == "dead")  # type: ignore[misc]
    await asyncio.sleep(0.3)
    assert len(page.texts("w1")) == 1
