"""What the outbox holds reaches people, whatever Telegram and the process do: late rather than twice, never nowhere."""

import time
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from storage import accounts, chats, outbox
from storage.database import Store
from storage.keyring import Keyring
from storage.opening import open_store
from storage.outbox import BROADCAST, REMINDER, call_list
from tests.bot.channels.telegram.fake import FakeTelegram
from tests.bot.delivery.post import UNIT, Post, is_hardly_refused, put
from tests.daytime import daytime
from tests.warm import warmed

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")


@pytest.fixture
async def api() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    store = warmed(open_store(database_url, Keyring.fresh(), daytime().now))
    yield store
    store.close()


@pytest.fixture
async def post(store: Store, api: FakeTelegram) -> AsyncIterator[Post]:
    post = await Post(store, api).open()
    yield post
    await post.close()


async def test_what_is_committed_leaves_and_is_marked(api: FakeTelegram, post: Post) -> None:
    user = api.user(started=True)
    message = await post.tells(post.someone(user), "Đã nhận báo cáo.")
    assert (await user.hears()).text == "Đã nhận báo cáo."
    row = await post.until_state(message, "sent")
    assert (row.attempts, row.platform_id) == (1, str(user.screen.message_id))


async def test_what_is_rolled_back_never_leaves(api: FakeTelegram, post: Post) -> None:
    user = api.user(started=True)
    chat = post.someone(user)

    def failing(db: object) -> None:
        put(db, chat, "chuyện chưa xảy ra")  # type: ignore[arg-type]
        raise LookupError

    with pytest.raises(LookupError):
        await post.desk.run(failing)
    await user.hears_nothing()
    assert post.rows() == {}


async def test_a_message_for_later_waits_and_then_leaves(api: FakeTelegram, post: Post) -> None:
    user = api.user(started=True)
    message = await post.tells(post.someone(user), "Nhắc việc", lane=REMINDER)
    assert (await user.hears()).text == "Nhắc việc"
    await post.until_state(message, "sent")


class TestTrouble:
    @pytest.mark.parametrize("status", [500, 502])
    async def test_an_ailing_platform_gets_it_later(self, api: FakeTelegram, post: Post, status: int) -> None:
        user = api.user(started=True)
        api.fails("sendMessage", status=status)
        message = await post.tells(post.someone(user), "chào")
        assert (await user.hears()).text == "chào"
        await post.until_state(message, "sent")
        assert len(user.chat) == 1

    async def test_a_broken_connection_may_show_it_twice_at_most(self, api: FakeTelegram, post: Post) -> None:
        user = api.user(started=True)
        api.drops("sendMessage", after=True)
        message = await post.tells(post.someone(user), "chào")
        await post.until_state(message, "sent")
        assert len(user.chat) == 2

    async def test_one_chat_told_to_wait_holds_up_no_other(self, api: FakeTelegram, post: Post) -> None:
        slow, quick = api.user(started=True), api.user(started=True)
        api.floods("sendMessage", retry_after=2, chat=slow.id)
        chat = post.someone(slow)
        began = time.monotonic()
        first = await post.tells(chat, "một")
        second = await post.tells(chat, "hai")
        await post.tells(post.someone(quick), "ba")
        assert (await quick.hears()).text == "ba"
        await post.until_state(first, "sent")
        await post.until_state(second, "sent")
        assert time.monotonic() - began >= 2
        assert [message.text for message in api.sent] == ["ba", "một", "hai"]
        assert len(api.asked("sendMessage")) == 4

    async def test_limits_are_kept_before_they_are_hit(self, api: FakeTelegram, post: Post) -> None:
        user = api.user(started=True)
        chat = post.someone(user)
        for number in range(7):
            await post.tells(chat, f"tin {number}")
        await post.until(lambda: len(user.chat) == 7)
        assert [message.text for message in user.chat] == [f"tin {number}" for number in range(7)]
        assert api.rejected == []

    async def test_what_telegram_never_takes_is_given_up_aloud(self, api: FakeTelegram, post: Post) -> None:
        user = api.user(started=True)
        chat = post.someone(user)
        message = await post.tells(chat, " ")
        row = await post.until_state(message, "dead")
        assert row.failure is not None
        assert row.failure.startswith("Rejected")
        with post.store.transaction() as db:
            assert [entry.account_id for entry in call_list.open_of(db, UNIT)] == [chat.account_id]

    async def test_too_late_is_dropped_and_noted(self, api: FakeTelegram, post: Post) -> None:
        user = api.user(started=True)
        chat = post.someone(user)
        message = await post.desk.run(lambda db: put(db, chat, "hôm qua", life=timedelta(seconds=-1)))
        row = await post.until_state(message, "dropped")
        assert row.failure == "too_late"
        assert user.chat == []


class TestOutOfReach:
    async def test_another_chat_of_the_account_gets_it(self, api: FakeTelegram, post: Post) -> None:
        old, new = api.user(started=True), api.user(started=True)
        chat = post.someone(old)
        other = post.someone(new, account_id=chat.account_id)
        old.blocks()
        await post.tells(chat, "Có việc mới")
        assert (await new.hears()).text == "Có việc mới"
        with post.store.transaction() as db:
            found = chats.get(db, chat.id)
            assert found is not None
            assert found.state == "blocked"
            still = chats.get(db, other.id)
            assert still is not None
            assert still.state == "active"

    async def test_nobody_left_means_the_call_list_and_an_officer_told(self, api: FakeTelegram, post: Post) -> None:
        gone, officer = api.user(started=True), api.user(started=True)
        post.someone(officer, roles=("officer",))
        chat = post.someone(gone)
        gone.blocks()
        await post.tells(chat, "Có việc mới", lane=REMINDER)
        await post.until(lambda: chats_state(post.store, chat.id) == "blocked")
        told = [row.chat_id for row in post.rows().values() if row.kind == "chat_blocked"]
        with post.store.transaction() as db:
            assert [entry.account_id for entry in call_list.open_of(db, UNIT)] == [chat.account_id]
            reader = chats.get(db, told[0])
        assert len(told) == 1
        assert reader is not None
        assert reader.address == str(officer.id)


def chats_state(store: Store, chat_id: int) -> str:
    with store.transaction() as db:
        chat = chats.get(db, chat_id)
        assert chat is not None
        return chat.state


class TestCrash:
    async def test_what_was_being_sent_is_sent_once_more_and_no_third_time(
        self, api: FakeTelegram, store: Store
    ) -> None:
        user = api.user(started=True)
        first = await Post(store, api).open()
        chat = first.someone(user)
        message = await first.tells(chat, "chào")
        await first.until_state(message, "sent")
        await first.close()
        for shown in (2, 2):
            set_state(store, message, "sending")
            after = await Post(store, api).open()
            await settled(after, message)
            await after.close()
            assert len(user.chat) == shown
        assert Post(store, api).rows()[message].state == "dead"

    async def test_what_waited_leaves_after_a_restart(self, api: FakeTelegram, store: Store) -> None:
        user = api.user(started=True)
        with store.transaction() as db:
            account = accounts.add(db, unit=UNIT, name="Tư", roles=("guardian",))
            chat = chats.add(db, "telegram", str(user.id))
            chats.link(db, chat.id, account)
            put(db, chat, "viết khi không ai gửi")
        post = await Post(store, api).open()
        assert (await user.hears()).text == "viết khi không ai gửi"
        await post.close()

    async def test_two_processes_send_each_message_once(self, api: FakeTelegram, postgresql_url: str) -> None:
        keyring = Keyring.fresh()
        stores = [warmed(open_store(postgresql_url, keyring, daytime().now)) for _ in range(2)]
        posts = [await Post(store, api).open() for store in stores]
        assert [post.dispatcher.open for post in posts] == [True, False]
        users = [api.user(started=True) for _ in range(6)]
        linked = [posts[0].someone(user) for user in users]
        for number, chat in enumerate(linked):
            await posts[number % 2].tells(chat, f"tin {number}")
        for number, user in enumerate(users):
            assert (await user.hears()).text == f"tin {number}"
        await posts[0].close()
        await posts[1].until(lambda: posts[1].dispatcher.open)
        await posts[1].tells(linked[0], "máy kia đã tắt")
        assert (await users[0].hears()).text == "máy kia đã tắt"
        await posts[1].close()
        assert [len(user.chat) for user in users] == [2, 1, 1, 1, 1, 1]
        for store in stores:
            store.close()


async def settled(post: Post, message: int) -> None:
    await post.until(lambda: post.rows()[message].state != "sending")


def set_state(store: Store, message: int, state: str) -> None:
    with store.transaction() as db:
        db.execute(update(outbox.outbox).where(outbox.outbox.c.id == message).values(state=state))


async def test_an_alert_passes_a_thousand_broadcasts(store: Store) -> None:
    async with FakeTelegram() as api:
        officer = api.user(started=True)
        crowd = [api.user(started=True) for _ in range(1000)]
        with store.transaction() as db:
            for user in crowd:
                put(db, chats.add(db, "telegram", str(user.id)), "Thông báo", lane=BROADCAST)
        post = await Post(store, api).open()
        try:
            await post.until(lambda: len(api.sent) >= 30)
            assert await post.went_before(officer, "⚠️ Báo động 12") <= 30, "a second of the platform's allowance"
            assert waiting(store) > 800
            assert is_hardly_refused(api)
        finally:
            await post.close()


def waiting(store: Store) -> int:
    with store.transaction() as db:
        return len(db.execute(select(outbox.outbox.c.id).where(outbox.outbox.c.state != "sent")).all())
