"""A channel's account that ails: nothing is lost meanwhile, alerts take other ways, and those in charge hear of it."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.delivery.channel import Down, SendFailed, WindowClosed
from bot.files.blobs import Folder
from bot.files.store import FileStore
from bot.scheduler import Scheduler
from handlers.kit.deployment import Deployment
from storage import chats
from storage.chats import Chat
from storage.database import Db, Store
from storage.keyring import Keyring
from storage.opening import open_store
from storage.outbox import ALERT, BROADCAST, REMINDER, REPLY, call_list, windows
from tests.bot.delivery.line import UNIT, Exchange, Line, hurry
from tests.bot.delivery.post import put
from tests.conftest import StandingClock
from tests.warm import warmed

NIGHT = timedelta(hours=14)


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def store(database_url: str, clock: StandingClock) -> Iterator[Store]:
    store = warmed(open_store(database_url, Keyring.fresh(), clock.now))
    yield store
    store.close()


@pytest.fixture
async def exchange(store: Store, deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Exchange]:
    hurry(monkeypatch)
    exchange = await Exchange(store, deployment, (Line("telegram"), Line("web"))).open()
    yield exchange
    await exchange.close()


async def tell(exchange: Exchange, chat: Chat, text: str, lane: int = REPLY, kind: str = "news") -> int:
    return await exchange.desk.run(lambda db: put(db, chat, text, lane=lane, kind=kind, life=timedelta(days=2)))


def called(exchange: Exchange) -> list[tuple[int, str]]:
    with exchange.store.transaction() as db:
        return [(entry.account_id, entry.reason) for entry in call_list.open_of(db, UNIT)]


async def test_what_waits_while_the_account_ails_leaves_when_it_is_well(exchange: Exchange) -> None:
    line = exchange.lines[0]
    line.fails = lambda _: Down("timeout")
    account = exchange.account("guardian")
    eight = [exchange.chat("telegram", str(number), account) for number in range(8)]
    messages = [await tell(exchange, chat, f"tin {chat.address}") for chat in eight]
    breaker = exchange.dispatchers["telegram"].breaker
    await exchange.until(lambda: breaker.is_open and line.tries >= 11)
    assert {exchange.row(message)[0] for message in messages} <= {"sending", "queued"}
    line.fails = lambda _: None
    await exchange.until(lambda: len(line.heard) == 8)
    assert not breaker.is_open
    await exchange.until(lambda: {exchange.row(message)[0] for message in messages} == {"sent"})


async def test_a_refused_account_is_not_asked_for_every_message(exchange: Exchange) -> None:
    line = exchange.lines[0]
    line.fails = lambda _: Down("operator_401")
    exchange.dispatchers["telegram"].breaker.first_pause = 60
    account = exchange.account("guardian")
    for number in range(30):
        await tell(exchange, exchange.chat("telegram", str(number), account), "tin")
    await exchange.until(lambda: exchange.dispatchers["telegram"].breaker.is_open)
    assert line.tries <= line.capabilities.at_once
    before = line.tries
    await tell(exchange, exchange.chat("telegram", "99", account), "tin")
    assert line.tries == before


async def test_one_message_that_never_goes_through_opens_nothing(exchange: Exchange) -> None:
    line = exchange.lines[0]
    line.fails = lambda address: Down("nonsense") if address == "7" else None
    account = exchange.account("guardian")
    bad = exchange.chat("telegram", "7", account)
    await tell(exchange, bad, "tin")
    for number in range(20):
        await tell(exchange, exchange.chat("telegram", str(100 + number), account), "tin")
    await exchange.until(lambda: len(line.heard) == 20)
    assert not exchange.dispatchers["telegram"].breaker.is_open


async def test_an_alert_takes_another_channel_at_once(exchange: Exchange) -> None:
    telegram, page = exchange.lines
    telegram.fails = lambda _: Down("token")
    officer = exchange.account("officer")
    exchange.chat("web", "w1", officer)
    chat = exchange.chat("telegram", "1", officer)
    message = await tell(exchange, chat, "Báo động số 5", lane=ALERT, kind="alert")
    await exchange.until(lambda: page.texts("w1") == ["Báo động số 5"])
    assert exchange.row(message) == ("dead", "account_ails")
    assert called(exchange) == []


async def test_an_alert_without_another_way_is_called_and_still_leaves_later(exchange: Exchange) -> None:
    telegram, _ = exchange.lines
    telegram.fails = lambda _: Down("token")
    officer = exchange.account("officer")
    message = await tell(exchange, exchange.chat("telegram", "1", officer), "Báo động số 5", lane=ALERT, kind="alert")
    await exchange.until(lambda: called(exchange) == [(officer, "alert")])
    telegram.fails = lambda _: None
    await exchange.until(lambda: telegram.texts("1") == ["Báo động số 5"])
    await exchange.until(lambda: exchange.row(message)[0] == "sent")


async def test_the_admins_hear_of_it_once_and_that_it_is_over(exchange: Exchange) -> None:
    telegram, page = exchange.lines
    telegram.fails = lambda _: Down("operator_401")
    exchange.chat("web", "w1", exchange.account("admin"))
    guardian = exchange.account("guardian")
    await tell(exchange, exchange.chat("telegram", "1", guardian), "tin")
    await exchange.until(lambda: len(page.texts("w1")) == 1)
    assert "mã lỗi 401" in page.texts("w1")[0]
    telegram.fails = lambda _: None
    await exchange.until(lambda: len(page.texts("w1")) == 2)
    assert "trở lại" in page.texts("w1")[1]


async def test_what_has_waited_into_the_night_leaves_in_the_morning(exchange: Exchange, clock: StandingClock) -> None:
    line = exchange.lines[0]
    account = exchange.account("guardian")
    chat = exchange.chat("telegram", "1", account)
    morning = [await tell(exchange, chat, "sáng", REMINDER), await tell(exchange, chat, "thông báo", BROADCAST)]
    await exchange.until(lambda: len(line.heard) == 2)
    clock.moment += NIGHT
    night = await tell(exchange, chat, "đêm", REMINDER)
    await exchange.until(lambda: exchange.row(night) == ("queued", "quiet"))
    await tell(exchange, chat, "trả lời", REPLY)
    await exchange.until(lambda: line.texts("1")[-1] == "trả lời")
    await exchange.until(lambda: {exchange.row(message)[0] for message in morning} == {"sent"})


async def test_what_would_be_too_late_in_the_morning_is_dropped_and_noted(
    exchange: Exchange, clock: StandingClock
) -> None:
    account = exchange.account("guardian")
    chat = exchange.chat("telegram", "1", account)
    clock.moment += NIGHT
    today = timedelta(hours=2)
    message = await exchange.desk.run(lambda db: put(db, chat, "hôm nay", lane=REMINDER, life=today))
    await exchange.until(lambda: exchange.row(message) == ("dropped", "too_late"))
    assert exchange.dispatchers["telegram"].sender.ended["dropped", "too_late"] == 1


async def test_an_alert_that_comes_too_late_is_told_by_voice(exchange: Exchange) -> None:
    officer = exchange.account("officer")
    chat = exchange.chat("telegram", "1", officer)
    gone = timedelta(seconds=-1)
    message = await exchange.desk.run(lambda db: put(db, chat, "Báo động", lane=ALERT, kind="alert", life=gone))
    await exchange.until(lambda: exchange.row(message)[0] == "dropped")
    assert called(exchange) == [(officer, "alert")]


async def test_two_closed_windows_do_not_send_a_message_round_in_a_circle(exchange: Exchange) -> None:
    for line in exchange.lines:
        line.fails = lambda _: WindowClosed("silent_for_7_days")
    account = exchange.account("guardian")
    exchange.chat("web", "w1", account)
    await tell(exchange, exchange.chat("telegram", "1", account), "tin", REMINDER, "relay")
    await exchange.until(lambda: called(exchange) == [(account, "relay")])
    assert [line.tries for line in exchange.lines] == [1, 1]


async def test_what_a_closed_window_kept_back_leaves_when_the_reader_writes(exchange: Exchange) -> None:
    line = exchange.lines[0]
    line.fails = lambda _: WindowClosed("silent_for_7_days")
    account = exchange.account("guardian")
    chat = exchange.chat("telegram", "1", account)
    message = await tell(exchange, chat, "tin", REMINDER, "relay")
    await exchange.until(lambda: exchange.row(message)[0] == "held")
    line.fails = lambda _: None
    assert line.heard == []
    await exchange.desk.run(lambda db: write(db, chat))
    await exchange.until(lambda: line.texts("1") == ["tin"])


def write(db: Db, chat: Chat) -> None:
    known = chats.get(db, chat.id)
    assert known is not None
    assert known.held
    windows.reader_wrote(db, chat.id)


async def test_a_store_that_goes_away_while_a_failure_is_noted_wedges_no_chat(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.dispatcher.NOTED_AGAIN", 0.05)
    line = exchange.lines[0]
    account = exchange.account("guardian")
    chat = exchange.chat("telegram", "1", account)
    away = ["first"]

    def strange(_: str) -> SendFailed | None:
        if away:
            away.clear()
            raise ValueError("a fault of ours")
        return None

    def settle(*_: object, **__: object) -> None:
        raise OperationalError("update", {}, Exception("gone"))

    line.fails = strange
    with monkeypatch.context() as patched:
        patched.setattr("storage.outbox.sending.release", settle)
        patched.setattr("bot.delivery.sender.LONGEST_IN_MEMORY", -1)
        first = await tell(exchange, chat, "một")
        await exchange.until(lambda: line.texts("1") == ["một"])
    await tell(exchange, chat, "hai")
    await exchange.until(lambda: line.texts("1") == ["một", "hai"])
    await exchange.until(lambda: exchange.row(first)[0] == "sent")


async def test_what_is_never_heard_of_again_is_looked_back_at(
    exchange: Exchange, clock: StandingClock, tmp_path: Path
) -> None:
    exchange.lines[0].fails = lambda _: WindowClosed("silent_for_7_days")
    account = exchange.account("guardian")
    message = await tell(exchange, exchange.chat("telegram", "1", account), "tin", REMINDER, "relay")
    await exchange.until(lambda: exchange.row(message)[0] == "held")
    scheduler = Scheduler(exchange.desk, FileStore(Folder(tmp_path), exchange.store.keyring))
    await scheduler.look_back()
    assert exchange.row(message)[0] == "held"
    clock.moment += timedelta(days=3)
    await scheduler.look_back()
    assert exchange.row(message) == ("dropped", "too_late")
    scheduler.lease.release()
