"""Messages to many through a strict Telegram: told of in one message that changes, stopped at once, behind alerts."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.channels.registry import channel_limits
from bot.channels.telegram.channel import Telegram
from bot.channels.web.channel import WebChat
from bot.channels.zalo_bot.channel import ZaloBot
from bot.channels.zalo_oa.channel import ZaloOa
from bot.channels.zalo_oa.zbs.channel import Zbs
from bot.delivery.channel import Capabilities
from handlers.broadcasts import steps
from rules import broadcasts as rules
from storage import broadcasts, outbox
from storage.broadcasts import Broadcast, Written, tallies
from storage.chats import Chat
from storage.database import Store
from storage.keyring import Keyring
from storage.opening import open_store
from tests.bot.channels.telegram.fake import FakeTelegram, Limits, User
from tests.bot.delivery.post import UNIT, Post, deployment, is_hardly_refused
from tests.daytime import daytime
from tests.patience import PATIENCE
from tests.warm import warmed

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
CAPABILITIES: dict[str, Capabilities] = {
    one.name: one.capabilities for one in (Telegram, WebChat, ZaloBot, ZaloOa, Zbs)
}


@pytest.fixture
async def api() -> AsyncIterator[FakeTelegram]:
    # a busy machine brings in clumps what left at its pace; that the pace is kept, the tests of lanes say
    async with FakeTelegram(limits=Limits(everywhere=40)) as fake:
        yield fake


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Its clock goes on as ours does, from the morning on: at night nothing would leave."""
    store = warmed(open_store(database_url, Keyring.fresh(), daytime().now))
    yield store
    store.close()


@pytest.fixture
async def post(store: Store, api: FakeTelegram) -> AsyncIterator[Post]:
    post = await Post(store, api).open()
    yield post
    await post.close()


def readers(post: Post, api: FakeTelegram, count: int) -> list[User]:
    users = [api.user(started=True) for _ in range(count)]
    for user in users:
        post.someone(user)
    return users


def write(post: Post, chat: Chat, count: int) -> Broadcast:
    with post.store.transaction() as db:
        new = Written(
            unit=UNIT,
            by_account=chat.account_id or 0,
            chat_id=chat.id,
            text="Mai xã khám sức khỏe.",
            attachment_id=None,
            audience="guardian",
            whom=(),
            total=count,
            foreseen=rules.duration({"telegram": count}, channel_limits()),
            not_before=db.now,
        )
        one, _ = broadcasts.add(db, new, lasts=rules.LIFE, same_within=rules.SAME_WITHIN)
        return one


async def until_done(post: Post, one: Broadcast) -> None:
    """The clock's ticks, a little quicker than it makes them."""
    known = deployment()
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        await post.desk.run(lambda db: steps.go_on(db, known))
        if state_of(post, one) == "done":
            return
        await asyncio.sleep(0.2)
    raise AssertionError(post.rows())


def state_of(post: Post, one: Broadcast) -> str:
    with post.store.transaction() as db:
        found = broadcasts.get(db, one.id)
        assert found is not None
        return found.state


@pytest.mark.parametrize("name", CAPABILITIES)
def test_what_the_dry_run_reckons_with_is_what_the_channels_do(name: str) -> None:
    can = CAPABILITIES[name]
    limits = channel_limits()[name]
    assert limits.per_second == can.per_second
    assert limits.edits == can.edits
    assert limits.per_month == can.per_month


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_everybody_gets_it_once_and_the_officer_one_message_that_changes(api: FakeTelegram, post: Post) -> None:
    officer = api.user(started=True)
    desk = post.someone(officer, roles=("officer",))
    crowd = readers(post, api, 240)
    one = write(post, desk, len(crowd))
    await until_done(post, one)
    await post.until(lambda: all(len(user.chat) == 1 for user in crowd))
    assert all("Mai xã khám sức khỏe." in user.chat[0].text for user in crowd)
    await post.until(lambda: "Đã gửi xong thông báo T1: 240 trên 240 người." in officer.chat[-1].text)
    assert len(officer.chat) == 1
    assert len(api.asked("editMessageText")) >= 2
    assert is_hardly_refused(api)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_stopping_keeps_back_what_has_not_left_and_going_on_doubles_nobody(api: FakeTelegram, post: Post) -> None:
    desk = post.someone(api.user(started=True), roles=("officer",))
    crowd = readers(post, api, 300)
    one = write(post, desk, len(crowd))
    known = deployment()
    await post.desk.run(lambda db: steps.go_on(db, known))
    await post.until(lambda: sum(len(user.chat) for user in crowd) >= 20)
    await post.desk.run(lambda db: steps.stop(db, known, one.id))
    await post.until(lambda: leaving(post, one) == 0)
    gone = sum(len(user.chat) for user in crowd)
    assert gone < 290, "a hundred are in memory at most"
    await asyncio.sleep(1.0)
    assert sum(len(user.chat) for user in crowd) == gone
    await post.desk.run(lambda db: steps.resume(db, known, one.id))
    await until_done(post, one)
    await post.until(lambda: all(len(user.chat) == 1 for user in crowd))
    assert is_hardly_refused(api)


def leaving(post: Post, one: Broadcast) -> int:
    with post.store.transaction() as db:
        return tallies.tally(db, one.id).leaving


async def test_an_alert_passes_it(api: FakeTelegram, post: Post) -> None:
    on_duty = api.user(started=True)
    desk = post.someone(on_duty, roles=("officer",))
    crowd = readers(post, api, 400)
    write(post, desk, len(crowd))
    known = deployment()
    await post.desk.run(lambda db: steps.go_on(db, known))
    await post.until(lambda: sum(len(user.chat) for user in crowd) >= 20)
    assert await post.went_before(api.user(started=True), "🔴 Số 12") <= 30, "a second of the platform's allowance"
    table = outbox.outbox
    with post.store.transaction() as db:
        still = select(func.count()).where(table.c.kind == "broadcast", table.c.state != "sent")
        assert int(db.execute(still).scalar_one()) > 100


async def test_a_reader_who_has_blocked_us_is_told_of_in_the_report(api: FakeTelegram, post: Post) -> None:
    officer = api.user(started=True)
    desk = post.someone(officer, roles=("officer",))
    crowd = readers(post, api, 5)
    crowd[0].blocks()
    one = write(post, desk, len(crowd))
    await until_done(post, one)
    await post.until(lambda: "4 trên 5 người." in "".join(message.text for message in officer.chat))
    assert any("1 người đã chặn hoặc xóa Đồng Hành trên máy" in message.text for message in officer.chat)
    assert one.expires_at - one.created_at == timedelta(days=3)
