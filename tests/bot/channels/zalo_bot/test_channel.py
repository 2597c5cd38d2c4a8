"""The Zalo Bot channel against the strict fake: what it reads, what it sends, and its ways to fail."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.channels.zalo_bot.channel import ZaloBot
from bot.channels.zalo_bot.update import ZaloBotReader
from bot.delivery.channel import Down, Rejected, Retry, SendFailed, WindowClosed
from bot.delivery.render import fit
from bot.intake.reading import NotAnUpdate
from handlers.kit import Button, Incoming, Outgoing
from tests.bot.channels.telegram.fake.user import picture
from tests.bot.channels.zalo_bot.fake import TOKEN, FakeZaloBot
from tests.bot.channels.zalo_bot.fake.user import VOICE

SECRET = "a-secret-of-the-webhook"


@pytest.fixture(params=["honest status", "always 200"])
async def api(request: pytest.FixtureRequest) -> AsyncIterator[FakeZaloBot]:
    async with FakeZaloBot(honest_status=request.param == "honest status") as fake:
        yield fake


@pytest.fixture
async def channel(api: FakeZaloBot) -> AsyncIterator[ZaloBot]:
    channel = ZaloBot(TOKEN, api.url, loopback=True)
    await channel.start()
    yield channel
    await channel.stop()


ASKING = Outgoing(
    "Bác gặp hôm nào?",
    (
        Button("Hôm nay", "visit_report:visited_on:0"),
        Button("Hôm qua", "visit_report:visited_on:1"),
        Button("Quay lại", "visit_report:*:!back", "command", "QUAY LAI"),
        Button("Thôi", "visit_report:*:!cancel", "command", "HUY"),
    ),
    edits="82599fa32f56d00e8941",
)


class TestSending:
    async def test_buttons_are_numbers_and_words(self, api: FakeZaloBot, channel: ZaloBot) -> None:
        user = api.user(wrote=True)
        receipt = await channel.send(user.id, fit(ASKING, channel.capabilities), 1)
        assert receipt.platform_id == user.screen.message_id
        assert user.screen.options == [(1, "Hôm nay"), (2, "Hôm qua")]
        assert user.screen.words == [("QUAY LAI", "Quay lại"), ("HUY", "Thôi")]
        assert api.rejected == []

    async def test_text_is_sent_as_it_is(self, api: FakeZaloBot, channel: ZaloBot) -> None:
        user = api.user(wrote=True)
        text = "*đậm* _nghiêng_ {red}đỏ{/red} <b>1 < 2</b> # `mã` \\ & 😀"
        await channel.send(user.id, Outgoing(text), 1)
        assert user.screen.text == text

    async def test_two_thousand_units_and_not_one_more(self, api: FakeZaloBot, channel: ZaloBot) -> None:
        user = api.user(wrote=True)
        for text in ("a" * 2001, "😀" * 1001, "chào bác " * 400, "😀 " * 900, f"{'a' * 1998}👨‍👩‍👧 b"):
            await channel.send(user.id, fit(Outgoing(text), channel.capabilities), 1)
            shown = user.screen.text.removesuffix("…")
            assert text.startswith(shown)
            assert not shown.endswith("\u200d")
        assert api.rejected == []
        with pytest.raises(Rejected):
            await channel.send(user.id, Outgoing("😀" * 1001), 1)

    async def test_nobody_is_written_to_first(self, api: FakeZaloBot, channel: ZaloBot) -> None:
        with pytest.raises(Rejected):
            await channel.send(api.user().id, Outgoing("chào"), 1)


class TestFailing:
    @pytest.mark.parametrize(
        ("code", "kind"),
        [(400, Rejected), (401, Down), (403, Down), (404, Rejected), (408, Down), (418, Rejected), (500, Down)],
    )
    async def test_each_code_says_what_happens_next(
        self, api: FakeZaloBot, channel: ZaloBot, code: int, kind: type[SendFailed]
    ) -> None:
        user = api.user(wrote=True)
        api.fails("sendMessage", code=code)
        with pytest.raises(SendFailed) as failure:
            await channel.send(user.id, Outgoing("chào"), 1)
        assert type(failure.value) is kind

    async def test_a_wrong_token_is_called_that(self, api: FakeZaloBot) -> None:
        channel = ZaloBot("1:another", api.url)
        await channel.start()
        with pytest.raises(Down, match="token"):
            await channel.send(api.user(wrote=True).id, Outgoing("chào"), 1)
        await channel.stop()

    async def test_too_much_holds_everybody(self, api: FakeZaloBot, channel: ZaloBot) -> None:
        user = api.user(wrote=True)
        api.fails("sendMessage", code=429)
        with pytest.raises(Retry) as failure:
            await channel.send(user.id, Outgoing("chào"), 1)
        assert failure.value.everybody
        await channel.send(user.id, Outgoing("chào"), 1)

    async def test_a_month_that_is_used_up_means_another_way(self, api: FakeZaloBot, channel: ZaloBot) -> None:
        user = api.user(wrote=True)
        api.state.quota = 1
        await channel.send(user.id, Outgoing("chào"), 1)
        channel.spent = True
        with pytest.raises(WindowClosed, match="quota"):
            await channel.send(user.id, Outgoing("chào"), 2)

    async def test_so_does_a_refusal_that_never_ends(
        self, api: FakeZaloBot, channel: ZaloBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        user = api.user(wrote=True)
        api.state.quota = 0
        with pytest.raises(Retry):
            await channel.send(user.id, Outgoing("chào"), 1)
        monkeypatch.setattr("bot.channels.zalo_bot.channel.SURELY_SPENT", 0.0)
        with pytest.raises(WindowClosed):
            await channel.send(user.id, Outgoing("chào"), 1)
        api.state.quota = 10
        await channel.send(user.id, Outgoing("chào"), 1)
        monkeypatch.undo()
        api.state.quota = 1
        with pytest.raises(Retry):
            await channel.send(user.id, Outgoing("chào"), 1)

    async def test_the_token_is_never_told(
        self, api: FakeZaloBot, channel: ZaloBot, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
    ) -> None:
        caplog.set_level(logging.DEBUG)
        user = api.user(wrote=True)
        for trouble in (api.drops, api.babbles, partial(api.fails, code=403)):
            trouble("sendMessage")
            with pytest.raises(SendFailed) as failure:
                await channel.send(user.id, Outgoing("chào"), 1)
            assert TOKEN not in repr(failure.value)
            structlog.get_logger().warning("shown", failure=failure.value.code, exc_info=failure.value)
        away = ZaloBot(TOKEN, "http://127.0.0.1:9")
        await away.start()
        with pytest.raises(Down) as gone:
            await away.account()
        await away.stop()
        structlog.get_logger().warning("shown", exc_info=gone.value)
        shown = capsys.readouterr()
        assert TOKEN not in shown.out + shown.err + caplog.text


class TestWebhookAndPolling:
    async def test_one_update_a_call_and_none_when_nobody_writes(
        self, api: FakeZaloBot, channel: ZaloBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.channels.zalo_bot.channel.POLL", 0.1)
        user = api.user()
        user.says("một")
        user.says("hai")
        found = [await channel.updates(), await channel.updates(), await channel.updates()]
        assert [[one["message"]["text"] for one in each] for each in found] == [["một"], ["hai"], []]
        assert api.asked("getUpdates")[-1].code == 408

    async def test_no_polling_while_a_webhook_is_set(self, api: FakeZaloBot, channel: ZaloBot) -> None:
        assert await channel.webhook() == ""
        await channel.drop_webhook()
        assert api.asked("deleteWebhook") == []
        outcome = await channel.set_webhook(f"{api.url}/nowhere", SECRET)
        assert outcome == "webhook.http.404"
        assert await channel.webhook() == f"{api.url}/nowhere"
        with pytest.raises(Rejected):
            await channel.updates()
        await channel.drop_webhook()
        assert await channel.webhook() == ""

    async def test_a_webhook_must_be_public(self, api: FakeZaloBot, channel: ZaloBot) -> None:
        api.state.local = False
        for url in ("http://donghanh.example/x", "https://localhost/x", "https://10.1.2.3/x", f"{api.url}/x"):
            with pytest.raises(Rejected):
                await channel.set_webhook(url, SECRET)
        with pytest.raises(Rejected):
            await channel.set_webhook("https://donghanh.example/x", "short")

    async def test_the_platform_knocks_only_so_often(self, api: FakeZaloBot, channel: ZaloBot) -> None:
        await channel.set_webhook(f"{api.url}/nowhere", SECRET)
        api.receiving.checks = 20
        with pytest.raises(Retry, match="426"):
            await channel.try_webhook()

    async def test_who_the_bot_is(self, channel: ZaloBot) -> None:
        assert (await channel.account())["account_name"] == "bot.DongHanhThu"


def sent_by(api: FakeZaloBot, message_id: str, reader: ZaloBotReader | None = None) -> Incoming | None:
    return (reader or ZaloBotReader("zalo_bot")).read(api.receiving.history[message_id])


def good(**changed: Any) -> dict[str, Any]:
    message = {
        "from": {"id": "6ede9afa66b88fe6d6a9", "display_name": "Ted", "is_bot": False},
        "chat": {"id": "6ede9afa66b88fe6d6a9", "chat_type": "PRIVATE"},
        "text": "Xin chào",
        "message_id": "2d758cb5e222177a4e35",
        "date": 1750316131602,
    }
    return {"event_name": "message.text.received", "message": {**message, **changed}}


class TestReading:
    @pytest.mark.parametrize("wrapped", [True, False])
    def test_both_shapes_and_says_which_once(self, wrapped: bool) -> None:
        reader = ZaloBotReader("zalo_bot")
        body = {"ok": True, "result": good()} if wrapped else good()
        with capture_logs() as logs:
            first, second = reader.read(body), reader.read(body)
        assert first == second
        assert first is not None
        assert (first.kind, first.text, first.address) == ("text", "Xin chào", "6ede9afa66b88fe6d6a9")
        assert first.external_id == "2d758cb5e222177a4e35"
        assert first.sent_at is not None
        assert first.sent_at.isoformat() == "2025-06-19T06:55:31.602000+00:00"
        assert [(entry["event"], entry["shape"]) for entry in logs] == [
            ("zalo_bot.met", "wrapped" if wrapped else "flat")
        ]

    @pytest.mark.parametrize("name", ["photo", "photo_url"])
    async def test_both_names_of_a_photo(self, name: str) -> None:
        async with FakeZaloBot(photo_field=name) as api:
            with capture_logs() as logs:
                photo = sent_by(api, api.user().sends_photo(caption="giấy"))
            assert photo is not None
            assert photo.media is not None
            assert (photo.kind, photo.media.kind, photo.text) == ("photo", "photo", "giấy")
            assert {"event": "zalo_bot.met", "field": name, "log_level": "info"} in logs

    async def test_voice_stickers_and_the_rest(self, api: FakeZaloBot) -> None:
        user = api.user()
        acts = (user.sends_voice(), user.sends_sticker(), user.sends_something_else(), user.says("/start 7F3K-92QD"))
        found = [sent_by(api, act) for act in acts]
        assert [each.kind for each in found if each] == ["voice", "sticker", "unsupported", "start"]
        assert found[3] is not None
        assert found[3].text == "7F3K-92QD"

    async def test_groups_and_other_bots_are_passed_over(self, api: FakeZaloBot) -> None:
        assert sent_by(api, api.user().writes_in_a_group("@Bot chào")) is None
        assert ZaloBotReader("zalo_bot").read(good(**{"from": {"id": "1", "is_bot": True}})) is None

    def test_an_event_of_another_name_is_read_by_its_fields(self) -> None:
        update = {**good(), "event_name": "message.poem.received"}
        read = ZaloBotReader("zalo_bot").read(update)
        assert read is not None
        assert read.kind == "text"
        bare = ZaloBotReader("zalo_bot").read({"message": good(text="")["message"]})
        assert bare is not None
        assert bare.kind == "unsupported"

    def test_without_an_id_the_moment_tells_deliveries_apart(self) -> None:
        reader = ZaloBotReader("zalo_bot")
        first, again = reader.read(good(message_id=None)), reader.read(good(message_id=""))
        later = reader.read(good(message_id=None, date=1750316131603))
        assert first is not None
        assert again is not None
        assert later is not None
        assert first.external_id == again.external_id != later.external_id

    def test_what_cannot_be_stored_is_taken_out(self) -> None:
        read = ZaloBotReader("zalo_bot").read(good(text="chào\0 \ud83d bác"))
        assert read is not None
        assert read.text == "chào  bác"

    @pytest.mark.parametrize(
        "update",
        [
            None,
            [],
            "update",
            {},
            {"ok": True, "result": []},
            {"ok": True, "result": {"event_name": "message.text.received"}},
            {"message": "text"},
            {"message": {}},
            good(chat=5),
            good(chat={"id": {"a": 1}}),
            good(chat={}, **{"from": {}}),
            good(chat={"id": "x" * 129, "chat_type": "PRIVATE"}),
            good(message_id="x" * 129),
            good(message_id=True),
            good(date="now"),
            good(date=10**40),
            good(date=None),
            good(message_id=None, date="x"),
            good(photo="https://example.vn/" + "a" * 2000),
        ],
    )
    def test_nonsense_is_called_nonsense(self, update: object) -> None:
        with pytest.raises(NotAnUpdate):
            ZaloBotReader("zalo_bot").read(update)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
NAMES = ("from", "chat", "message_id", "date", "text", "caption", "photo", "photo_url", "voice_url", "sticker", "url")


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, JSON)), st.booleans())
def test_whatever_comes_is_read_or_called_nonsense(changed: dict[str, Any], wrapped: bool) -> None:
    update = good(**changed)
    try:
        read = ZaloBotReader("zalo_bot").read({"ok": True, "result": update} if wrapped else update)
    except NotAnUpdate:
        return
    if read is not None:
        assert 0 < len(read.external_id) <= 128
        assert 0 < len(read.address) <= 128
        body = json.dumps(read.to_json()).encode()
        again = Incoming.from_json(
            json.loads(body), channel="zalo_bot", external_id=read.external_id, address=read.address
        )
        assert again.text == read.text


class TestFetching:
    async def test_photos_and_voice_come_capped(self, api: FakeZaloBot, channel: ZaloBot) -> None:
        user = api.user()
        for act, content in ((user.sends_photo(), picture()), (user.sends_voice(), VOICE)):
            update = sent_by(api, act)
            assert update is not None
            assert update.media is not None
            assert await channel.fetch(update.media.ref, 10_000_000) == content
            with pytest.raises(Rejected, match="too_large"):
                await channel.fetch(update.media.ref, 10)
        with pytest.raises(Rejected, match="http_404"):
            await channel.fetch(f"{api.url}/media/gone.jpg", 10)

    async def test_only_a_fake_platform_may_point_to_this_machine(self, api: FakeZaloBot) -> None:
        careful = ZaloBot(TOKEN, api.url)
        await careful.start()
        address = api.state.keep(picture(), "image/jpeg", "jpg")
        with pytest.raises(Rejected, match="private_address"):
            await careful.fetch(address, 10_000_000)
        await careful.stop()
        assert api.requests == []


async def test_a_platform_that_hangs_does_not_hang_us(monkeypatch: pytest.MonkeyPatch) -> None:
    async with FakeZaloBot() as api:
        channel = ZaloBot(TOKEN, api.url)
        await channel.start()
        api.hangs("getMe")
        with pytest.raises(Down):
            await channel.request.call("getMe", patience=0.2)
        await channel.stop()
        await asyncio.sleep(0)
