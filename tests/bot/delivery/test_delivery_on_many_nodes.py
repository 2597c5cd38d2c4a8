"""Nodes that can't be sure of a channel send nothing on it, and what falls between two of them is found."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from bot.delivery import dispatcher
from storage import outbox
from storage.database import Db, Store
from storage.keyring import Keyring
from storage.opening import open_store
from storage.outbox import sending
from storage.signals import DOUBT
from tests.bot.channels.telegram.fake import FakeTelegram
from tests.bot.delivery.post import Post, put
from tests.daytime import daytime
from tests.warm import warmed


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatcher, "RENEW", 0.05)
    monkeypatch.setattr(dispatcher, "POLL", 0.05)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    store = warmed(open_store(database_url, Keyring.fresh(), daytime().now))
    yield store
    store.close()


@pytest.fixture
async def post(store: Store, telegram: FakeTelegram) -> AsyncIterator[Post]:
    post = await Post(store, telegram).open()
    yield post
    await post.close()


class Unsure:
    """A lease of which its holder has heard nothing for too long."""

    had_holder = False
    needs_renewal = True

    def __init__(self) -> None:
        self.is_sure = False

    def hold(self) -> bool:
        return True

    def sure(self) -> bool:
        return self.is_sure

    def release(self) -> None:
        return None


async def test_who_is_not_sure_of_the_channel_sends_nothing_until_it_is(post: Post, telegram: FakeTelegram) -> None:
    chat = post.someone(telegram.user("Tư", started=True))
    real, unsure = post.dispatcher.lease, Unsure()
    post.dispatcher.lease = unsure
    message = await post.tells(chat, "alo")
    await asyncio.sleep(0.3)  # however long it waits
    assert telegram.asked("sendMessage") == []
    unsure.is_sure = True
    await post.until_state(message, "sent")
    post.dispatcher.lease = real


async def test_a_reply_whose_commit_was_true_though_its_answer_was_lost_leaves_all_the_same(
    post: Post, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was noted as on its way and nobody had it: only a restart would have sent it."""
    chat = post.someone(telegram.user("Tư", started=True))
    commit = Connection.commit
    ours: list[Connection] = []  # the dispatcher's looks commit meanwhile, too

    def tell(db: Db) -> int:
        ours.append(db.connection)
        return put(db, chat, "alo")

    def commit_and_lose_the_answer(connection: Connection) -> None:
        commit(connection)
        if connection in ours:
            raise OperationalError("COMMIT", None, Exception("server closed the connection"))

    monkeypatch.setattr(Connection, "commit", commit_and_lose_the_answer)
    with pytest.raises(OperationalError):
        await post.desk.run(tell)
    monkeypatch.undo()
    monkeypatch.setattr(dispatcher, "RENEW", 0.05)
    [message] = post.rows()
    await post.until_state(message, "sent")
    assert len(telegram.asked("sendMessage")) == 1


async def test_a_lost_answer_is_looked_after_at_once_long_after_the_start(post: Post, telegram: FakeTelegram) -> None:
    chat = post.someone(telegram.user("Tư", started=True))
    post.dispatcher._looked_at, post.dispatcher._doubtful_until = asyncio.get_running_loop().time(), 0.0
    await asyncio.sleep(0.1)
    with post.store.transaction() as db:
        message = put(db, chat, "alo")
        db.store.sending_channels = frozenset({"telegram"})
    assert post.rows()[message].state == "sending", "noted as on its way, and nobody has it"
    post.desk.wake_ups.wake((DOUBT,))
    await post.until_state(message, "sent")


async def test_what_is_handed_over_after_the_channel_was_lost_is_left_to_its_new_holder(
    store: Store, telegram: FakeTelegram
) -> None:
    post = await Post(store, telegram).open()
    chat = post.someone(telegram.user("Tư", started=True))
    post.dispatcher.open = False
    for task in post.dispatcher._tasks:
        task.cancel()
    message = await post.tells(chat, "alo")
    assert len(post.dispatcher.queue) == 0
    assert post.rows()[message].state == "sending", "noted while the channel was still ours"
    await asyncio.to_thread(post.dispatcher.lease.release)
    other = await Post(store, telegram).open()
    await other.until_state(message, "sent")
    await other.close()
    await post.close()


async def test_what_is_being_sent_or_is_sent_and_not_noted_yet_is_no_orphan(post: Post, telegram: FakeTelegram) -> None:
    chat = post.someone(telegram.user("Tư", started=True))
    slow = telegram.hangs("sendMessage", seconds=0.5)
    message = await post.tells(chat, "alo")
    await post.until(lambda: slow.times == 0)
    for _ in range(3):
        assert await post.dispatcher.orphans.look() == []
    post.desk.marks.unwritten.add(message)
    post.dispatcher.queue.known.discard(message)
    for _ in range(3):
        assert await post.dispatcher.orphans.look() == []
    post.dispatcher.queue.known.add(message)


async def test_an_orphan_that_was_sent_twice_is_given_up_as_doubtful(post: Post, telegram: FakeTelegram) -> None:
    chat = post.someone(telegram.user("Tư", started=True))
    with post.store.transaction() as db:
        chat_row = outbox.put(db, chat, {"text": "alo"}, lane=outbox.REPLY, kind="news", expires_at=db.now)
        db.store.sending_channels = frozenset({"telegram"})
    await post.desk.run(lambda db: sending.resend(db, chat_row))
    post.desk.wake_ups.wake((DOUBT,))  # as after a commit whose answer was lost
    row = await post.until_state(chat_row, "dead")
    assert row.failure == "doubtful"
    assert telegram.asked("sendMessage") == []
