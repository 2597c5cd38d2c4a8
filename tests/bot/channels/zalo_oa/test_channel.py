"""The Official Account's channel against the strict fake: what it sends, its windows, and its ways to fail."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import OperationalError

from bot.channels.zalo_oa.channel import ZaloOa
from bot.channels.zalo_oa.errors import ACTIONS, failure_of
from bot.channels.zalo_oa.event import OaReader
from bot.channels.zalo_oa.tokens import App, Tokens
from bot.delivery.channel import Blocked, Down, Rejected, Retry, SendFailed, WindowClosed
from bot.delivery.render import fit
from bot.files.attachments import Content, NotThere
from handlers.kit import Button, Incoming, Outgoing
from storage.keyring import Keyring
from storage.opening import open_store
from storage.zalo_tokens import newest
from tests.bot.channels.telegram.fake.user import picture
from tests.bot.channels.zalo_oa.fake import APP_ID, APP_SECRET, OA_ID, SEND, TOKENS, FakeZaloOa
from tests.conftest import StandingClock
from tests.warm import warmed

PICTURE = "https://donghanh.example/static/icons/icon-512.png"
CODES = {
    *(-32, -100, -200, -201, -204, -205, -209, -210, -211, -212, -213, -214, -216, -217, -218, -219, -220, -221),
    *(-223, -224, -227, -230, -232, -233, -234, -235, -237, -238, -240, -241, -242, -244, -248, -249, -305, -311),
    *(-320, -321, -403, -14002, -14003, 112),
}


@pytest.fixture
async def api(clock: StandingClock) -> AsyncIterator[FakeZaloOa]:
    async with FakeZaloOa(now=lambda: clock.now().timestamp()) as fake:
        yield fake


@pytest.fixture
async def channel(api: FakeZaloOa, sqlite_url: str, clock: StandingClock) -> AsyncIterator[ZaloOa]:
    store = warmed(open_store(sqlite_url, Keyring.fresh(), clock.now))
    tokens = Tokens(store, App(OA_ID, APP_ID, APP_SECRET, api.url), "refresh-0")
    channel = ZaloOa(tokens, api.url, picture=PICTURE, loopback=True)
    await channel.start()
    yield channel
    await channel.stop()
    store.close()


ASKING = Outgoing(
    "Bác gặp hôm nào?",
    (
        Button("Hôm nay", "visit_report:visited_on:0"),
        Button("Hôm qua", "visit_report:visited_on:1"),
        Button("Quay lại", "visit_report:*:!back", "command", "QUAY LAI"),
        Button("Thôi", "visit_report:*:!cancel", "command", "HUY"),
    ),
)


class TestSending:
    async def test_buttons_that_come_back_as_what_they_are(self, api: FakeZaloOa, channel: ZaloOa) -> None:
        user = api.user(wrote=True)
        receipt = await channel.send(user.id, fit(ASKING, channel.capabilities), 1)
        assert receipt.platform_id == user.screen.message_id
        assert user.screen.labels == ["Hôm nay", "Hôm qua", "Quay lại", "Thôi"]
        reader = OaReader("zalo_oa", OA_ID)
        for button in ASKING.buttons:
            tapped = reader.read(user.taps(button.label))
            assert isinstance(tapped, Incoming)
            assert (tapped.kind, tapped.press) == ("press", button.press)
        assert api.rejected == []

    async def test_six_buttons_are_a_list(self, api: FakeZaloOa, channel: ZaloOa) -> None:
        user = api.user(wrote=True)
        many = tuple(Button(f"Xóm {n}", f"visit_report:person:{n}") for n in range(1, 7))
        await channel.send(user.id, fit(Outgoing("Ở đâu?", many), channel.capabilities), 1)
        assert user.screen.labels == []
        assert "6. Xóm 6" in user.screen.text

    async def test_long_labels_are_cut(self, api: FakeZaloOa, channel: ZaloOa) -> None:
        user = api.user(wrote=True)
        await channel.send(user.id, Outgoing("Ở đâu?", (Button("xóm " * 40, "a:b:c"),)), 1)
        assert len(user.screen.labels[0]) <= 100

    async def test_two_thousand_and_not_one_more(self, api: FakeZaloOa, channel: ZaloOa) -> None:
        user = api.user(wrote=True)
        decomposed = "Người giúp đỡ đến thăm. " * 70
        for text in ("a" * 2001, "😀" * 1001, decomposed, "e\u0302\u0301" * 1900):
            await channel.send(user.id, fit(Outgoing(text), channel.capabilities), 1)
        assert api.rejected == []
        with pytest.raises(Rejected, match="-210"):
            await channel.send(user.id, Outgoing("a" * 2001), 1)

    async def test_a_number_is_asked_for_in_the_platforms_own_way(self, api: FakeZaloOa, channel: ZaloOa) -> None:
        user = api.user(wrote=True)
        skip = Button("Bỏ qua", "ask_help:phone:!skip", "command", "BO QUA")
        await channel.send(user.id, Outgoing("Số của bác là gì?", (skip,), asks="contact"), 1)
        await channel.send(user.id, Outgoing("Số của bác là gì?\n" + "Vì vậy. " * 90, (skip,), asks="contact"), 2)
        channel.picture = ""
        await channel.send(user.id, Outgoing("Số của bác là gì?", (skip,), asks="contact"), 3)
        assert [message.asks_for_info for message in api.sent] == [True, False, False]
        assert api.sent[0].text == "Số của bác là gì?\nBO QUA (Bỏ qua)"
        assert [message.labels for message in api.sent] == [[], ["Bỏ qua"], ["Bỏ qua"]]
        assert api.rejected == []


class TestPhotos:
    @pytest.fixture
    def attachments(self, channel: ZaloOa) -> dict[int, Content]:
        """What lies there, by its id."""
        things: dict[int, Content] = {}

        class Things:
            async def open(self, attachment_id: int) -> Content:
                if attachment_id not in things:
                    raise NotThere(str(attachment_id))
                return things[attachment_id]

        channel.attachments = Things()  # type: ignore[assignment]
        channel.capabilities = replace(channel.capabilities, shows=frozenset(("photo",)), caption=2000)
        return things

    async def shows(self, channel: ZaloOa, address: str, attachment: int = 7) -> None:
        buttons = (Button("Anh Nam", "do:card:1"), Button("Menu", "do:menu", "command", "MENU"))
        out = Outgoing("Ảnh bác Tư gửi.", buttons, attachment=attachment, shows="photo", instead="Xem ở trang web.")
        await channel.send(address, fit(out, channel.capabilities), 1)

    async def test_it_is_uploaded_and_its_buttons_are_listed(
        self, api: FakeZaloOa, channel: ZaloOa, attachments: dict[int, Content]
    ) -> None:
        user = api.user(wrote=True)
        attachments[7] = Content("image/jpeg", picture())
        await self.shows(channel, user.id)
        assert user.screen.image == picture()
        assert user.screen.text == "Ảnh bác Tư gửi.\n\n1. Anh Nam\nMENU (Menu)"
        assert api.rejected == []

    @pytest.mark.parametrize("thing", [None, Content("audio/aac", b"a"), Content("image/jpeg", bytes(1024 * 1024 + 1))])
    async def test_what_cannot_be_shown_is_told_of(
        self, api: FakeZaloOa, channel: ZaloOa, attachments: dict[int, Content], thing: Content | None
    ) -> None:
        user = api.user(wrote=True)
        if thing is not None:
            attachments[7] = thing
        await self.shows(channel, user.id)
        assert user.screen.image == b""
        assert user.screen.text.startswith("Xem ở trang web.")
        assert "1. Anh Nam" in user.screen.text
        assert api.rejected == []


class TestTokens:
    async def test_a_dead_token_is_exchanged_once_and_the_message_sent_once(
        self, api: FakeZaloOa, channel: ZaloOa, clock: StandingClock
    ) -> None:
        user = api.user(wrote=True)
        await channel.send(user.id, Outgoing("một"), 1)
        for code in (-216, -220):
            clock.move(minutes=11)
            api.fails(SEND, code=code)
            await channel.send(user.id, Outgoing("hai"), 2)
        assert [message.text for message in api.sent] == ["một", "hai", "hai"]
        assert api.state.exchanges == 3

    async def test_a_fresh_token_that_is_refused_is_not_exchanged_over_and_over(
        self, api: FakeZaloOa, channel: ZaloOa
    ) -> None:
        user = api.user(wrote=True)
        api.fails(SEND, code=-216, times=20)
        for number in range(5):
            with pytest.raises(Down, match="token"):
                await channel.send(user.id, Outgoing("chào"), number)
        assert api.state.exchanges == 1

    async def test_refused_twice_is_the_end_of_it(self, api: FakeZaloOa, channel: ZaloOa, clock: StandingClock) -> None:
        user = api.user(wrote=True)
        await channel.send(user.id, Outgoing("một"), 1)
        clock.move(minutes=11)
        api.fails(SEND, code=-216, times=2)
        with pytest.raises(Down, match="token"):
            await channel.send(user.id, Outgoing("hai"), 2)
        assert api.state.exchanges == 2
        assert len(api.asked(SEND)) == 3

    async def test_a_lost_pair_holds_what_waits(self, api: FakeZaloOa, channel: ZaloOa) -> None:
        user = api.user(wrote=True)
        api.fails(TOKENS, code=-14014)
        for _ in range(3):
            with pytest.raises(Down, match="token_lost"):
                await channel.send(user.id, Outgoing("chào"), 1)
        assert len(api.asked(TOKENS)) == 1
        with channel.tokens.store.transaction() as db:
            pair = newest(db, OA_ID)
        assert pair is not None
        assert pair.lost

    async def test_a_store_that_is_away_is_a_failure_like_others(
        self, api: FakeZaloOa, channel: ZaloOa, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(*_: object) -> None:
            raise OperationalError("", {}, Exception())

        monkeypatch.setattr("storage.zalo_tokens.newest", away)
        with pytest.raises(Down, match="store"):
            await channel.send(api.user(wrote=True).id, Outgoing("chào"), 1)


class TestFailing:
    def test_every_code_of_the_list_has_its_place(self) -> None:
        assert set(ACTIONS) == CODES
        now = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
        assert all(isinstance(failure_of(code, now), SendFailed) for code in ACTIONS)

    @pytest.mark.parametrize(
        ("code", "kind"),
        [
            (-32, Retry),
            (-200, Down),
            (-201, Rejected),
            (-211, Down),
            (-213, Blocked),
            (-214, Retry),
            (-218, WindowClosed),
            (-227, Blocked),
            (-230, WindowClosed),
            (-232, WindowClosed),
            (-234, Retry),
            (-311, WindowClosed),
            (112, Down),
            (-99999, Down),
        ],
    )
    async def test_each_code_says_what_happens_next(
        self, api: FakeZaloOa, channel: ZaloOa, code: int, kind: type[SendFailed]
    ) -> None:
        user = api.user(wrote=True)
        api.fails(SEND, code=code)
        with pytest.raises(SendFailed) as failure:
            await channel.send(user.id, Outgoing("chuyện riêng"), 1)
        assert type(failure.value) is kind

    def test_the_night_ends_at_five_past_six(self) -> None:
        for hour_utc, hours in ((16, 7), (22, 1), (1, 22)):
            failure = failure_of(-234, datetime(2026, 11, 23, hour_utc, 5, tzinfo=UTC))
            assert isinstance(failure, Retry)
            assert hours * 3600 <= failure.after <= hours * 3600 + 3600

    async def test_too_much_holds_everybody(self, api: FakeZaloOa, channel: ZaloOa) -> None:
        api.state.per_minute = 2
        user = api.user(wrote=True)
        channel.windows.note(user.id, channel.tokens.store.now())
        for number in range(2):
            await channel.send(user.id, Outgoing("chào"), number)
        with pytest.raises(Retry) as failure:
            await channel.send(user.id, Outgoing("chào"), 3)
        assert failure.value.everybody

    async def test_windows(self, api: FakeZaloOa, channel: ZaloOa, clock: StandingClock) -> None:
        user = api.user(wrote=True)
        clock.move(hours=47)
        await channel.send(user.id, Outgoing("chào"), 1)
        clock.move(hours=2)
        await channel.send(user.id, Outgoing("chào"), 2)
        assert [message.paid for message in api.sent] == [False, True]
        clock.move(days=6)
        with pytest.raises(WindowClosed):
            await channel.send(user.id, Outgoing("chào"), 3)
        user.says("còn đây")
        channel.windows.note(user.id, clock.now())
        await channel.send(user.id, Outgoing("chào"), 4)
        user.unfollows()
        with pytest.raises(Blocked):
            await channel.send(user.id, Outgoing("chào"), 5)
        with pytest.raises(WindowClosed):
            await channel.send(api.user().id, Outgoing("chào"), 6)


class TestFetching:
    async def test_capped_and_from_the_internet_only(self, api: FakeZaloOa, channel: ZaloOa) -> None:
        photo = OaReader("zalo_oa", OA_ID).read(api.user().sends_photo())
        assert isinstance(photo, Incoming)
        assert photo.media is not None
        assert await channel.fetch(photo.media.ref, 10_000_000) == picture()
        with pytest.raises(Rejected, match="too_large"):
            await channel.fetch(photo.media.ref, 10)
        channel.downloads.loopback = False
        for address in (photo.media.ref, "http://169.254.169.254/latest", "http://10.0.0.1/a", "file:///etc/passwd"):
            with pytest.raises(Rejected):
                await channel.fetch(address, 10_000_000)


async def test_the_account_tells_of_itself(channel: ZaloOa) -> None:
    assert (await channel.account())["is_verified"] is True
