"""At night Zalo takes no templates till the morning: an alert lay in the outbox for hours and nobody was called."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial

import pytest

from bot.delivery.channel import Down, Retry
from handlers.kit.deployment import Deployment
from storage import chats
from storage.database import Store
from storage.outbox import ALERT, REMINDER, call_list
from storage.signals import OUTBOX
from tests.bot.delivery.line import UNIT, Exchange, Line, hurry
from tests.bot.delivery.post import put
from tests.conftest import StandingClock

SEVEN_HOURS = 25_000.0


@pytest.fixture
async def exchange(store: Store, deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Exchange]:
    hurry(monkeypatch)
    exchange = await Exchange(store, deployment, (Line("zbs"), Line("web"))).open()
    exchange.lines[0].fails = lambda _: Retry(SEVEN_HOURS, "-234")
    yield exchange
    await exchange.close()


async def to_an_officer(exchange: Exchange, officer: int, lane: int = ALERT, kind: str = "alert") -> int:
    with exchange.store.transaction() as db:
        way = chats.for_templates(db, "zbs", {f"phone:{officer}": officer})[f"phone:{officer}"]
    return await exchange.desk.run(lambda db: put(db, way, "", lane=lane, kind=kind, life=timedelta(days=1)))


def called(exchange: Exchange) -> list[tuple[int, str, int]]:
    with exchange.store.transaction() as db:
        return [(entry.account_id, entry.reason, entry.times) for entry in call_list.open_of(db, UNIT)]


def till_morning(exchange: Exchange, clock: StandingClock) -> None:
    """Moves the clock on by seven hours; delivery sleeps by the machine's own, so it is woken."""
    clock.move(hours=7)
    exchange.desk.wake_ups.wake((OUTBOX,))


async def test_whoever_has_no_other_way_is_called_and_it_still_leaves_later(
    exchange: Exchange, clock: StandingClock
) -> None:
    officer = exchange.account("officer", phone="+84901234567")
    message = await to_an_officer(exchange, officer)
    await exchange.until(lambda: exchange.row(message)[0] == "queued")
    assert called(exchange) == [(officer, "alert", 1)]
    exchange.lines[0].fails = lambda _: None
    till_morning(exchange, clock)
    await exchange.until(lambda: exchange.row(message)[0] == "sent")


async def test_they_are_called_once_however_often_it_is_put_off(exchange: Exchange, clock: StandingClock) -> None:
    officer = exchange.account("officer", phone="+84901234567")
    message = await to_an_officer(exchange, officer)

    def was_put_off(times: int) -> bool:
        return exchange.lines[0].tries == times and exchange.row(message)[0] == "queued"

    for times in (1, 2, 3):
        await exchange.until(partial(was_put_off, times))
        till_morning(exchange, clock)
    assert called(exchange) == [(officer, "alert", 1)]


async def test_another_chat_is_taken_at_once(exchange: Exchange) -> None:
    officer = exchange.account("officer", phone="+84901234567")
    exchange.chat("web", "w1", officer)
    message = await to_an_officer(exchange, officer)
    await exchange.until(lambda: len(exchange.lines[1].texts("w1")) == 1)
    assert exchange.row(message)[0] == "dead"
    assert called(exchange) == []


async def test_a_reminder_waits(exchange: Exchange) -> None:
    guardian = exchange.account("guardian", phone="+84901234567")
    message = await to_an_officer(exchange, guardian, REMINDER, "relay")
    await exchange.until(lambda: exchange.row(message) == ("queued", "Retry:-234"))
    assert called(exchange) == []


async def test_an_alert_for_a_chat_without_an_account_is_not_let_slip(exchange: Exchange) -> None:
    exchange.lines[1].fails = lambda _: Down("token")
    with exchange.store.transaction() as db:
        chat = chats.add(db, "web", "stranger")
    message = await exchange.desk.run(lambda db: put(db, chat, "tin", lane=ALERT, kind="news", life=timedelta(days=1)))
    dispatcher = exchange.dispatchers["web"]
    await exchange.until(lambda: message in dispatcher.sender.called)
    assert message in dispatcher.queue.known
    exchange.lines[1].fails = lambda _: None
    await exchange.until(lambda: exchange.row(message)[0] == "sent")
