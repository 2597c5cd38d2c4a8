"""What is left for one reader is asked when our own knowledge is old; what had to be paid for is counted."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.channels.zalo_oa.channel import ZaloOa
from bot.channels.zalo_oa.quota import MOST_A_SECOND, Said, read_quota, was_paid
from bot.channels.zalo_oa.tokens import App, Tokens
from bot.delivery.channel import WindowClosed
from handlers.kit import Outgoing
from storage import chats, usage
from storage.keyring import Keyring
from storage.opening import open_store
from tests.bot.channels.zalo_oa.fake import APP_ID, APP_SECRET, OA_ID, REPLY_QUOTA, SEND, FakeZaloOa
from tests.bot.channels.zalo_oa.fake.user import OaUser
from tests.conftest import START, StandingClock
from tests.warm import warmed


@pytest.fixture
async def api(clock: StandingClock) -> AsyncIterator[FakeZaloOa]:
    async with FakeZaloOa(now=lambda: clock.now().timestamp()) as fake:
        yield fake


@pytest.fixture
async def channel(api: FakeZaloOa, sqlite_url: str, clock: StandingClock) -> AsyncIterator[ZaloOa]:
    store = warmed(open_store(sqlite_url, Keyring.fresh(), clock.now))
    channel = ZaloOa(Tokens(store, App(OA_ID, APP_ID, APP_SECRET, api.url), "refresh-0"), api.url, loopback=True)
    await channel.start()
    yield channel
    await channel.stop()
    store.close()


HELLO = Outgoing("Chào bác")


async def wrote(channel: ZaloOa, user: OaUser) -> None:
    """As the webhook and the desk note it."""
    now = channel.tokens.store.now()
    user.person.last_in = now.timestamp()
    channel.windows.note(user.id, now)
    with channel.tokens.store.transaction() as db:
        chat = chats.at(db, "zalo_oa", user.id) or chats.add(db, "zalo_oa", user.id)
        chats.used(db, [chat])


def paid(channel: ZaloOa) -> int:
    with channel.tokens.store.transaction() as db:
        return usage.paid_this_month(db, "zalo_oa")


class TestWhenItIsAsked:
    async def test_never_for_whom_we_have_just_heard(
        self, api: FakeZaloOa, channel: ZaloOa, clock: StandingClock
    ) -> None:
        user = api.user()
        await wrote(channel, user)
        await channel.send(user.id, HELLO, 1)
        clock.move(hours=47)
        await channel.send(user.id, HELLO, 2)
        channel.windows.heard.clear()
        await channel.send(user.id, HELLO, 3)
        assert api.asked(REPLY_QUOTA) == []

    async def test_once_in_a_while_for_who_was_silent_for_two_days(
        self, api: FakeZaloOa, channel: ZaloOa, clock: StandingClock
    ) -> None:
        user = api.user()
        await wrote(channel, user)
        clock.move(hours=49)
        for number in range(3):
            await channel.send(user.id, HELLO, number)
        assert len(api.asked(REPLY_QUOTA)) == 1
        clock.move(minutes=11)
        await channel.send(user.id, HELLO, 4)
        assert len(api.asked(REPLY_QUOTA)) == 2
        await wrote(channel, user)
        await channel.send(user.id, HELLO, 5)
        assert len(api.asked(REPLY_QUOTA)) == 2
        assert api.rejected == []

    async def test_no_more_than_a_few_a_second(self, api: FakeZaloOa, channel: ZaloOa, clock: StandingClock) -> None:
        users = [api.user() for _ in range(MOST_A_SECOND + 10)]
        for user in users:
            await wrote(channel, user)
        clock.move(hours=49)
        await asyncio.gather(*(channel.windows.check(user.id) for user in users))
        assert MOST_A_SECOND <= len(api.asked(REPLY_QUOTA)) < MOST_A_SECOND + 5


class TestWhatItDecides:
    async def test_the_platform_has_heard_what_we_have_not(
        self, api: FakeZaloOa, channel: ZaloOa, clock: StandingClock
    ) -> None:
        user = api.user()
        await wrote(channel, user)
        clock.move(days=8)
        user.person.last_in = (clock.now() - timedelta(hours=1)).timestamp()
        await channel.send(user.id, HELLO, 1)
        assert [message.paid for message in api.sent] == [False]
        assert paid(channel) == 0

    async def test_who_was_silent_for_a_week_is_not_written_to(
        self, api: FakeZaloOa, channel: ZaloOa, clock: StandingClock
    ) -> None:
        user = api.user()
        await wrote(channel, user)
        clock.move(days=8)
        with pytest.raises(WindowClosed, match="silent_for_7_days"):
            await channel.send(user.id, HELLO, 1)
        assert api.asked(SEND) == []

    async def test_replies_that_are_used_up_elsewhere(
        self, api: FakeZaloOa, channel: ZaloOa, clock: StandingClock
    ) -> None:
        user = api.user()
        await wrote(channel, user)
        clock.move(hours=49)
        user.person.last_in = clock.now().timestamp()
        user.person.replies_left = 0
        with pytest.raises(WindowClosed, match="replies_spent"):
            await channel.send(user.id, HELLO, 1)
        assert api.asked(SEND) == []
        user.person.replies_left = 2
        clock.move(minutes=11)
        await channel.send(user.id, HELLO, 2)
        assert len(api.sent) == 1

    async def test_the_last_reply_is_known_to_be_the_last(
        self, api: FakeZaloOa, channel: ZaloOa, clock: StandingClock
    ) -> None:
        user = api.user()
        await wrote(channel, user)
        user.person.replies_left = 1
        await channel.send(user.id, HELLO, 1)
        with pytest.raises(WindowClosed, match="replies_spent"):
            await channel.send(user.id, HELLO, 2)
        assert len(api.asked(SEND)) == 1
        clock.move(minutes=1)
        await wrote(channel, user)
        user.person.replies_left = 8
        await channel.send(user.id, HELLO, 3)

    async def test_a_platform_that_does_not_say_leaves_us_with_what_we_know(
        self, api: FakeZaloOa, channel: ZaloOa, clock: StandingClock
    ) -> None:
        first, second = api.user(), api.user()
        for user in (first, second):
            await wrote(channel, user)
        clock.move(hours=49)
        api.fails(REPLY_QUOTA, code=-212)
        await channel.send(first.id, HELLO, 1)
        assert len(api.sent) == 1, "that we may not ask keeps no message"
        clock.move(days=8)
        api.drops(REPLY_QUOTA)
        with pytest.raises(WindowClosed, match="silent_for_7_days"):
            await channel.send(second.id, HELLO, 2)


class TestWhatIsPaidFor:
    async def test_after_two_days_each_message_is_counted(
        self, api: FakeZaloOa, channel: ZaloOa, clock: StandingClock
    ) -> None:
        user = api.user()
        await wrote(channel, user)
        await channel.send(user.id, HELLO, 1)
        clock.move(hours=49)
        await channel.send(user.id, HELLO, 2)
        await channel.send(user.id, HELLO, 3)
        assert sum(message.paid for message in api.sent) == paid(channel) == 2

    async def test_what_could_not_be_noted_is_noted_later(
        self, api: FakeZaloOa, channel: ZaloOa, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        user = api.user()
        await wrote(channel, user)
        clock.move(hours=49)

        def away(*_: Any) -> None:
            raise OperationalError("", {}, Exception())

        with monkeypatch.context() as patch:
            patch.setattr(usage, "more", away)
            await channel.send(user.id, HELLO, 1)
        assert paid(channel) == 0
        await channel.send(user.id, HELLO, 2)
        assert paid(channel) == 2

    @pytest.mark.parametrize(
        ("quota", "thought", "so"),
        [
            ({"quota_type": "reply", "remain": "3"}, True, False),
            ({"quota_type": "purchase_quota"}, False, True),
            ({"quota_type": ""}, True, True),
            ({}, False, False),
            (None, True, True),
            ("odd", False, False),
        ],
    )
    def test_the_answer_counts_if_it_says_anything(self, quota: Any, thought: bool, so: bool) -> None:
        assert was_paid(quota, thought) is so


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            {"last_interaction": str(int(START.timestamp() * 1000)), "cs_reply": {"remain": 8, "total": 8}},
            (True, False),
        ),
        ({"last_interaction": "", "cs_reply": {"remain": "0", "total": "8"}}, (False, True)),
        ({"cs_reply": {"remain": 0, "total": 0}}, (False, None)),
        ({"cs_reply": {"remain": "many", "total": None}}, (False, None)),
        ({"cs_reply": "none"}, (False, None)),
        ({"last_interaction": "yesterday"}, (False, None)),
        ({}, (False, None)),
    ],
)
def test_what_is_said_is_read_with_care(data: dict[str, Any], said: tuple[bool, bool | None]) -> None:
    heard, spent = said
    assert read_quota(data) == Said(START if heard else None, spent)
