"""A person's messages are answered in the order they were stored, whichever node and whichever chat they reach."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from bot.intake import turns
from handlers.kit import Incoming, router
from handlers.kit.deployment import Deployment
from storage import accounts, chats, conversations, inbox
from storage.database import Db, Store
from storage.inbox import Party
from storage.keyring import Keyring
from storage.opening import open_store
from tests.conftest import StandingClock
from tests.patience import PATIENCE, until_seen
from tests.warm import warmed


@pytest.fixture
def nodes(postgresql_url: str, keyring: Keyring, clock: StandingClock) -> Iterator[list[Store]]:
    both = [warmed(open_store(postgresql_url, keyring, clock.now)) for _ in range(2)]
    yield both
    for node in both:
        node.close()


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The messages in the order of their turns."""
    order: list[str] = []

    def note(db: Db, deployment: Deployment, party: Party, message: Incoming, message_id: int) -> None:
        order.append(message.text)

    monkeypatch.setattr(router, "answer", note)
    return order


def said(words: str, address: str = "nam", channel: str = "web") -> Incoming:
    return Incoming(channel, f"{address}-{words}", address, "text", text=words)


def two_chats_of_one_person(store: Store) -> tuple[int, int]:
    with store.transaction() as db:
        account = accounts.add(db, unit="17791", name="Nguyễn Văn Tư", roles=("guardian",))
        found = [chats.add(db, channel, "nam").id for channel in ("web", "telegram")]
        for chat in found:
            chats.link(db, chat, account)
    return found[0], found[1]


def take(store: Store, deployment: Deployment, *messages: Incoming) -> list[int]:
    with store.transaction() as db:
        return turns.take(db, deployment, list(messages))


def answer(store: Store, deployment: Deployment, chat: int) -> None:
    while True:
        with store.transaction() as db:
            if turns.take_next(db, deployment, chat) is turns.Outcome.NOTHING:
                return


def only_stored(store: Store, *messages: Incoming) -> None:
    """As a node leaves them that stored them and died before their turns."""
    with store.transaction() as db:
        turns.store(db, list(messages))


def test_in_another_chat_too_a_message_waits_for_the_one_that_was_stored_before(
    store: Store, deployment: Deployment, taken: list[str]
) -> None:
    two_chats_of_one_person(store)
    only_stored(store, said("một"))
    [chat] = take(store, deployment, said("hai", channel="telegram"))
    assert taken == [], "the first has not had its turn"
    answer(store, deployment, chat)
    assert taken == ["một", "hai"]


def test_a_message_that_waits_is_found_from_any_chat_of_its_writer(
    store: Store, deployment: Deployment, taken: list[str]
) -> None:
    _, telegram = two_chats_of_one_person(store)
    only_stored(store, said("một"), said("hai", channel="telegram"))
    only_stored(store, said("ba"))
    answer(store, deployment, telegram)
    assert taken == ["hai", "một", "ba"], "of one batch the channels come in their order"


def test_a_node_whose_clock_is_behind_stores_behind_what_waits(
    nodes: list[Store], deployment: Deployment, taken: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ids hold the time: by the node's clock alone the later message would come first."""
    ahead, behind = nodes
    late = time.time_ns()
    monkeypatch.setattr("storage.ids.time.time_ns", lambda: late + 60_000_000_000)
    only_stored(ahead, said("một"))
    monkeypatch.setattr("storage.ids.time.time_ns", lambda: late)
    [chat] = take(behind, deployment, said("hai"))
    take(behind, deployment, said("ba"))
    answer(behind, deployment, chat)
    assert taken == ["một", "hai", "ba"]


def test_two_chats_of_one_person_on_two_channels_in_one_batch_speak_in_one_dialogue(
    store: Store, deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each had a dialogue of its own in memory, and the one kept last wrote over the other."""

    def count(db: Db, deployment: Deployment, party: Party, message: Incoming, message_id: int) -> None:
        party.talk.answers = {**party.talk.answers, message.text: True}

    monkeypatch.setattr(router, "answer", count)
    two_chats_of_one_person(store)
    take(store, deployment, said("một"), said("hai", channel="telegram"))
    with store.transaction() as db:
        [party] = inbox.parties(db, "web", ["nam"]).values()
    assert party.talk.answers == {"một": True, "hai": True}


class Meanwhile:
    """Work of another node on a thread, which begins while a transaction is open and waits for it."""

    def __init__(self, work: Callable[[], object]):
        self.failure: list[BaseException] = []
        self._thread = threading.Thread(target=self._run, args=(work,))

    def _run(self, work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as problem:  # noqa: BLE001  told by the thread that asked for it
            self.failure.append(problem)

    def begin_and_wait_for_lock(self, watching: Store) -> None:
        self._thread.start()
        waiting = text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )

        def waits() -> bool:
            with watching.engine.connect() as connection:
                return bool(connection.execute(waiting).scalar_one())

        until_seen(waits, "somebody to wait for a lock")

    def end(self) -> None:
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        assert self.failure == []


def test_what_another_node_stores_just_now_is_waited_for(
    nodes: list[Store], deployment: Deployment, taken: list[str]
) -> None:
    one, two = nodes
    take(one, deployment, said("alo"))
    later = Meanwhile(lambda: take(two, deployment, said("hai")))
    with one.transaction() as db:
        turns.store(db, [said("một")])
        later.begin_and_wait_for_lock(one)
    later.end()
    assert taken == ["alo"]
    with two.transaction() as db:
        [chat] = inbox.chats_waiting(db, db.now, 10)
    answer(two, deployment, chat)
    assert taken == ["alo", "một", "hai"]


def test_the_same_update_at_two_nodes_at_once_has_one_turn(
    nodes: list[Store], deployment: Deployment, taken: list[str]
) -> None:
    one, two = nodes
    take(one, deployment, said("alo"))
    again = Meanwhile(lambda: take(two, deployment, said("một")))
    with one.transaction() as db:
        turns.take(db, deployment, [said("một")])
        again.begin_and_wait_for_lock(one)
    again.end()
    assert taken == ["alo", "một"]


def test_a_chat_linked_meanwhile_is_held_by_its_new_dialogue(nodes: list[Store], deployment: Deployment) -> None:
    """Who waited for the chat's own dialogue went on without a lock on the account's."""
    one, two = nodes
    with one.transaction() as db:
        chat = chats.add(db, "web", "nam").id
        account = accounts.add(db, unit="17791", name="Nguyễn Văn Tư", roles=("guardian",))
        conversations.open_for(db, account)
    free: list[bool] = []

    def look() -> None:
        with two.transaction() as db:
            party = inbox.party_of(db, chat)
            assert party is not None
            assert party.chat.account_id == account
            with one.transaction() as third:
                of_account = conversations.conversations.c.party_id == account
                query = select(of_account).where(of_account).with_for_update(skip_locked=True)
                free.append(third.execute(query).first() is not None)

    waiting = Meanwhile(look)
    with one.transaction() as db:
        inbox.party_of(db, chat)
        chats.link(db, chat, account)
        waiting.begin_and_wait_for_lock(one)
    waiting.end()
    assert free == [False]


async def test_what_a_node_left_unanswered_is_old_enough_for_the_others_after_seconds(
    nodes: list[Store], deployment: Deployment, clock: StandingClock, taken: list[str]
) -> None:
    from bot.intake.desk import Desk

    only_stored(nodes[0], said("một"))
    clock.move_to(clock.now() + timedelta(seconds=3))
    desk = Desk(nodes[1], deployment, lambda sendings: None, threads=1)
    await desk.start()
    try:
        await asyncio.wait_for(desk.catch_up(), PATIENCE)
    finally:
        await desk.stop()
    assert taken == ["một"]
