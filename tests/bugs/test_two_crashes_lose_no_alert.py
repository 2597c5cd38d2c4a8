"""Killed twice while a platform was away, the service gave its alerts up as doubtful and nobody was told."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from handlers.kit.deployment import Deployment
from storage.database import Store
from storage.outbox import ALERT, REMINDER, call_list, sending
from tests.bot.delivery.line import UNIT, Exchange, Line, hurry
from tests.bot.delivery.post import put
from tests.conftest import StandingClock


@pytest.fixture
async def exchange(store: Store, deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Exchange]:
    hurry(monkeypatch)
    exchange = Exchange(store, deployment, (Line("telegram"), Line("web")))
    yield exchange
    await exchange.close()


def killed_twice(exchange: Exchange, lane: int) -> tuple[int, int]:
    """(account, message): sent once more after the first time, and nobody knows how that went."""
    account = exchange.account("officer")
    chat = exchange.chat("telegram", "1", account)
    with exchange.store.transaction() as db:
        message = put(db, chat, "Báo động số 5", lane=lane, kind="alert", life=timedelta(days=1))
    with exchange.store.transaction() as db:
        assert sending.take(db, "telegram", lane, 5)
        sending.resend(db, message)
    return account, message


async def test_whoever_a_doubtful_alert_was_for_is_called(exchange: Exchange) -> None:
    account, message = killed_twice(exchange, ALERT)
    await exchange.open()
    await exchange.until(lambda: exchange.row(message) == ("dead", "doubtful"))
    with exchange.store.transaction() as db:
        assert [(one.account_id, one.reason) for one in call_list.open_of(db, UNIT)] == [(account, "alert")]


async def test_what_was_put_back_to_wait_is_known_not_to_have_left(exchange: Exchange, clock: StandingClock) -> None:
    _, message = killed_twice(exchange, REMINDER)
    with exchange.store.transaction() as db:
        sending.release(db, message, db.now + timedelta(hours=1), "Retry:-234")
    clock.move(hours=2)
    with exchange.store.transaction() as db:
        assert sending.take(db, "telegram", REMINDER, 5)
    await exchange.open()
    await exchange.until(lambda: exchange.row(message)[0] == "sent")
    assert exchange.lines[0].texts("1") == ["Báo động số 5"]
