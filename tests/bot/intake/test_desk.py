"""The desk: one that fails keeps nobody waiting, a store that is away is said to be, nothing is lost or done twice."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from bot.intake import desk as desks
from bot.intake import turns
from bot.intake.desk import Desk, Unavailable, Unstorable
from bot.intake.sent_journal import SentMark
from bot.intake.sent_marks import SentMarks
from handlers.kit import Incoming, router
from handlers.kit.deployment import Deployment
from handlers.notify import trouble
from storage import chats, inbox, outbox
from storage.database import Db, Store
from storage.opening import open_store
from storage.outbox import sending
from storage.outbox.message_history import state_of
from storage.outbox.sending import Sending
from tests.conftest import StandingClock
from tests.patience import PATIENCE, until
from tests.person import WITH_BUTTONS, World
from tests.warm import warmed

POISON = "viên thuốc đắng"
DAY = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
Answer = Callable[..., None]


def text(address: str, words: str, number: int | str = 0) -> Incoming:
    return Incoming("web", f"{address}-{number or words}", address, "text", text=words)


@pytest.fixture
async def desk(store: Store, deployment: Deployment) -> AsyncIterator[Desk]:
    desk = Desk(store, deployment, lambda sendings: None, threads=1 if store.sqlite else 3)
    await desk.start()
    yield desk
    with suppress(Exception):
        await desk.stop()


@pytest.fixture
def people(store: Store, deployment: Deployment, clock: StandingClock) -> World:
    return World(store, deployment, clock, WITH_BUTTONS)


def fails_on(monkeypatch: pytest.MonkeyPatch, words: str, problem: Exception) -> None:
    answered: Answer = router.answer

    def answer(db: Db, deployment: Deployment, party: inbox.Party, message: Incoming, message_id: int) -> None:
        if message.text == words:
            raise problem
        answered(db, deployment, party, message, message_id)

    monkeypatch.setattr(router, "answer", answer)


def rows(store: Store) -> list[tuple[str, str, int]]:
    """Of every message: its address, how far it is, how often it was tried; in the order of acceptance."""
    with store.transaction() as db:
        query = (
            select(chats.chats.c.address, inbox.inbox.c.state, inbox.inbox.c.attempts)
            .join_from(inbox.inbox, chats.chats, chats.chats.c.id == inbox.inbox.c.chat_id)
            .order_by(inbox.inbox.c.id)
        )
        return [tuple(row) for row in db.execute(query)]


def sent(store: Store, address: str) -> list[str]:
    """The kinds of what was put for a chat, in order."""
    with store.transaction() as db:
        chat = chats.at(db, "web", address)
        query = select(outbox.outbox.c.kind).where(outbox.outbox.c.chat_id == (chat.id if chat else 0))
        return [row.kind for row in db.execute(query.order_by(outbox.outbox.c.id))]


async def all_of(desk: Desk, *messages: Incoming) -> list[BaseException | None]:
    return list(await asyncio.gather(*(desk.accept(message) for message in messages), return_exceptions=True))


async def test_one_that_fails_keeps_nobody_waiting_and_is_set_aside_with_one_apology(
    desk: Desk, store: Store, people: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, guardian = people.linked("Phan Thị Tuyển", "admin"), people.guardian()
    fails_on(monkeypatch, POISON, KeyError("secret words"))
    messages = [text(f"chat-{n}", "alo") for n in range(5)]
    assert await all_of(desk, *messages[:2], text(guardian.address, POISON), *messages[2:]) == [None] * 6
    await until(lambda: all(sent(store, f"chat-{n}") == ["reply"] for n in range(5)))
    await until(lambda: sent(store, guardian.address) == ["apology"])
    for _ in range(4):
        await desk.catch_up(everything=True)
    assert [state for address, state, _ in rows(store) if address == guardian.address] == ["dead"]
    assert sent(store, guardian.address) == ["apology"]
    assert sent(store, admin.address) == ["dead_message"]
    assert POISON not in admin.sees


async def test_what_comes_after_a_dead_message_is_answered_in_order(
    desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails_on(monkeypatch, POISON, ValueError())
    for number, words in enumerate([POISON, "một", "hai", "ba"], start=1):
        await desk.accept(text("chat", words, number))
    await until(lambda: len(sent(store, "chat")) == 4)
    assert [state for _, state, _ in rows(store)] == ["dead", "done", "done", "done"]
    assert sent(store, "chat") == ["apology", "reply", "reply", "reply"]


async def test_a_turn_that_fails_once_is_answered_the_next_time(
    desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        fails_on(patch, POISON, RuntimeError())
        await desk.accept(text("chat", POISON))
        await until(lambda: sent(store, "chat") == ["apology"])
    await desk.catch_up(everything=True)
    assert [state for _, state, _ in rows(store)] == ["done"]
    assert sent(store, "chat") == ["apology", "reply"]


@pytest.mark.parametrize("words", ["\ud800", "a\ud83dz"])
async def test_a_message_that_cannot_be_stored_is_refused_and_the_others_go_on(
    desk: Desk, store: Store, words: str
) -> None:
    [first, refused, last] = await all_of(desk, text("a", "alo"), text("b", words, "x"), text("c", "alo"))
    assert (first, last) == (None, None)
    assert isinstance(refused, Unstorable)
    assert await all_of(desk, text("b", "alo")) == [None]
    await until(lambda: [sent(store, one) for one in "abc"] == [["reply"]] * 3)


class Away:
    """A store that is gone until it is back."""

    def __init__(self, store: Store, patch: pytest.MonkeyPatch):
        self.store, self.patch = store, patch
        self.transaction = store.transaction

    def __enter__(self) -> None:
        def gone(_store: Store) -> Any:
            raise OperationalError("select 1", {}, Exception("connection refused"))

        self.patch.setattr(Store, "transaction", gone)

    def __exit__(self, *problem: object) -> None:
        self.patch.undo()


async def test_a_store_that_is_away_is_said_to_be_and_comes_back_by_itself(
    desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Away(store, monkeypatch):
        found = await all_of(desk, *(text(f"chat-{n}", "alo") for n in range(3)))
        assert all(isinstance(one, Unavailable) for one in found)
        assert {str(one) for one in found} == {"OperationalError"}, "told at once, and not when the time is up"
    assert await all_of(desk, *(text(f"chat-{n}", "alo") for n in range(3))) == [None] * 3
    assert [sent(store, f"chat-{n}") for n in range(3)] == [["reply"]] * 3


async def test_a_slow_store_is_not_waited_for_and_the_message_that_comes_again_is_one(
    desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "PATIENCE", 0.1)
    taken, goes_on = turns.take, threading.Event()

    def take(*arguments: Any) -> list[int]:
        goes_on.wait(PATIENCE)
        return taken(*arguments)

    monkeypatch.setattr(turns, "take", take)
    message = text("chat", "alo")
    with pytest.raises(Unavailable):
        await desk.accept(message)
    goes_on.set()
    monkeypatch.setattr(desks, "PATIENCE", PATIENCE)
    await desk.accept(message)
    assert [state for _, state, _ in rows(store)] == ["done"]
    assert sent(store, "chat") == ["reply"]


async def test_a_chats_messages_are_answered_in_the_order_they_came(
    desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, str]] = []
    answered: Answer = router.answer

    def answer(db: Db, deployment: Deployment, party: inbox.Party, message: Incoming, message_id: int) -> None:
        heard.append((message.address, message.text))
        answered(db, deployment, party, message, message_id)

    monkeypatch.setattr(router, "answer", answer)
    messages = [text(f"chat-{chat}", str(n), n) for n in range(1, 9) for chat in range(5)]
    assert await all_of(desk, *messages) == [None] * 40
    for chat in range(5):
        assert [words for address, words in heard if address == f"chat-{chat}"] == [str(n) for n in range(1, 9)]
        assert sent(store, f"chat-{chat}") == ["reply"] * 8


async def test_duplicates_at_once_and_after_a_restart_are_one_message_and_one_reply(
    desk: Desk, store: Store, deployment: Deployment, database_url: str
) -> None:
    message = text("chat", "alo")
    assert await all_of(desk, *[message] * 5) == [None] * 5
    await desk.stop()
    again = Desk(warmed(open_store(database_url, store.keyring, store.now)), deployment, lambda sendings: None)
    await again.start()
    await again.catch_up(everything=True)
    assert await all_of(again, *[message] * 5) == [None] * 5
    await again.stop()
    again.store.close()
    assert [state for _, state, _ in rows(store)] == ["done"]
    assert sent(store, "chat") == ["reply"]


async def test_what_was_stored_and_not_answered_before_a_crash_is_answered_after_it(
    desk: Desk, store: Store, deployment: Deployment, clock: StandingClock
) -> None:
    with store.transaction() as db:
        for number in (1, 2):
            turns.store(db, [text(f"chat-{n}", str(number), number) for n in range(30)])
    assert await desk.catch_up() == 0, "what has only just come is somebody's work already"
    clock.move(minutes=1)
    assert await desk.catch_up() == 30
    assert {state for _, state, _ in rows(store)} == {"done"}
    assert all(sent(store, f"chat-{n}") == ["reply", "reply"] for n in range(30))


async def test_what_was_committed_and_not_sent_before_a_crash_leaves_after_it(
    store: Store, deployment: Deployment, clock: StandingClock
) -> None:
    """The reply is claimed by the process that commits it; when that dies, the next one finds it half sent."""
    handed: list[Sending] = []
    store.sending_channels = frozenset({"web"})
    dying = Desk(store, deployment, handed.extend)
    await dying.start()
    await dying.accept(text("chat", "alo"))
    await dying.stop()
    assert len(handed) == 1, "it was on its way"
    clock.move(seconds=1)
    with store.transaction() as db:
        again, doubtful = sending.left_sending(db, "web", db.new_id())
    assert [one.id for one in again] == [handed[0].id]
    assert doubtful == []


async def test_what_fails_after_the_answer_was_written_sends_nothing(
    desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Defect 3 of others: events left before the commit that then failed."""
    handed: list[Sending] = []
    store.sending_channels = frozenset({"web"})
    desk.executor.send = handed.extend
    kept: Answer = turns._keep
    failing = [True]

    def keep(*arguments: Any) -> None:
        kept(*arguments)
        if failing.pop() if failing else False:
            raise RuntimeError

    monkeypatch.setattr(turns, "_keep", keep)
    await desk.accept(text("chat", "alo"))
    await until(lambda: len(handed) == 1)
    assert sent(store, "chat") == ["reply"]


async def test_many_that_fail_do_not_stand_in_front_of_the_others(
    desk: Desk, store: Store, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "MOST_AT_ONCE", 5)
    fails_on(monkeypatch, POISON, RuntimeError())
    with store.transaction() as db:
        for number in range(1, 9):
            turns.store(db, [text("flood", POISON, number)])
        turns.store(db, [text("chat", "alo")])
    clock.move(minutes=1)
    await desk.catch_up()
    assert sent(store, "chat") == ["reply"]


async def test_nobody_waits_for_somebody_elses_failing_turn(
    desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All are stored by then: the answer to the platform does not wait for turns taken one by one."""
    go_on = threading.Event()
    fails_on(monkeypatch, POISON, RuntimeError())
    counted = turns.failed

    def failed(*arguments: Any) -> turns.Outcome:
        go_on.wait(PATIENCE)
        return counted(*arguments)

    monkeypatch.setattr(turns, "failed", failed)
    assert await all_of(desk, text("a", POISON), text("b", "alo")) == [None, None]
    go_on.set()


async def test_a_stopped_desk_tells_to_come_again(desk: Desk) -> None:
    await desk.stop()
    with pytest.raises(Unavailable):
        await desk.accept(text("chat", "alo"))


def test_one_apology_an_hour_whatever_happens(store: Store, deployment: Deployment, clock: StandingClock) -> None:
    """Defect 21 of others: the same fallback went out 596 times to one user in an outage."""
    for number in range(1, 8):
        with store.transaction() as db:
            turns.store(db, [text("chat", POISON, number)])
        with store.transaction() as db:
            chat = chats.at(db, "web", "chat")
            assert chat is not None
            for _ in range(turns.TRIES):
                turns.failed(db, deployment, chat.id, RuntimeError())
        if number == 5:
            clock.move(hours=1, seconds=1)
    assert sent(store, "chat") == ["apology", "apology"]
    assert timedelta(hours=1) == trouble.ONE_OUTAGE


async def test_the_mark_of_what_left_rides_in_the_commit_of_the_next_message(desk: Desk, people: World) -> None:
    commits: list[object] = []
    event.listen(desk.store.engine, "commit", commits.append)
    await desk.accept(text("one", "chào"))
    with desk.store.transaction() as db:
        (left,) = [row.id for row in db.execute(select(outbox.outbox.c.id))]
    commits.clear()
    desk.mark(left, "77", desk.store.now())
    await desk.accept(text("two", "chào"))
    assert len(commits) == 1
    with desk.store.transaction() as db:
        assert state_of(db, left) == ("sent", "77")


async def test_a_mark_that_a_commit_has_taken_along_has_no_other_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.intake.sent_marks.WAIT", 0.0)
    due: list[None] = []
    marks = SentMarks(lambda: due.append(None))
    marks.add(SentMark(1, "77", DAY))
    taken = marks.take()
    await asyncio.sleep(0.01)
    assert not due
    marks.put_back(taken)
    await until(lambda: due)


async def test_a_mark_is_written_soon_though_nobody_writes(desk: Desk, people: World) -> None:
    await desk.accept(text("one", "chào"))
    with desk.store.transaction() as db:
        (left,) = [row.id for row in db.execute(select(outbox.outbox.c.id))]
    desk.mark(left, "77", desk.store.now())

    def is_marked() -> bool:
        with desk.store.transaction() as db:
            return state_of(db, left) == ("sent", "77")

    await until(is_marked)
