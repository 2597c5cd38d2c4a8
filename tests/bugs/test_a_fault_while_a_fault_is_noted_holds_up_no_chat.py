"""A fault of ours could not be noted, the store being away: the task of that send died, and nobody was told why."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.delivery.channel import SendFailed
from handlers.kit.deployment import Deployment
from storage.database import Store
from tests.bot.delivery.line import Exchange, Line, hurry
from tests.bot.delivery.post import put


@pytest.fixture
async def exchange(store: Store, deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Exchange]:
    hurry(monkeypatch)
    monkeypatch.setattr("bot.delivery.dispatcher.NOTED_AGAIN", 0.05)
    monkeypatch.setattr("bot.delivery.sender.LONGEST_IN_MEMORY", -1)
    exchange = await Exchange(store, deployment, (Line("telegram"),)).open()
    yield exchange
    await exchange.close()


@pytest.mark.parametrize(
    "failure", [OperationalError("update", {}, Exception("gone")), OSError("gone"), RuntimeError("closed")]
)
async def test_the_chat_goes_on_and_the_failure_is_told(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    unseen: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: unseen.append(context))
    faults = [ValueError("a fault of ours")]

    def strange(_address: str) -> SendFailed | None:
        if faults:
            raise faults.pop()
        return None

    def away(*_given: object, **_named: object) -> None:
        raise failure

    line = exchange.lines[0]
    line.fails = strange
    chat = exchange.chat("telegram", "1", exchange.account("guardian"))
    with monkeypatch.context() as while_away:
        while_away.setattr("storage.outbox.sending.release", away)
        first = await exchange.desk.run(lambda db: put(db, chat, "một"))
        await exchange.until(lambda: line.texts("1") == ["một"])
    await exchange.desk.run(lambda db: put(db, chat, "hai"))
    await exchange.until(lambda: line.texts("1") == ["một", "hai"])
    await exchange.until(lambda: exchange.row(first)[0] == "sent")
    assert unseen == []
