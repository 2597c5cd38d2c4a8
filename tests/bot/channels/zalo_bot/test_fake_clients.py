"""Two independent clients, zalo-bot-mcp and python-zalo-bot, find the fake Zalo Bot Platform right."""

from collections.abc import AsyncIterator

import pytest
import zalo_bot
from zalo_bot_mcp import zalo_api

from tests.bot.channels.zalo_bot.fake import TOKEN, FakeZaloBot


@pytest.fixture(params=["honest status", "always 200"])
async def zalo(request: pytest.FixtureRequest) -> AsyncIterator[FakeZaloBot]:
    async with FakeZaloBot(honest_status=request.param == "honest status", photo_field="photo_url") as fake:
        yield fake


class TestWithZaloBotMcp:
    """It posts JSON, tells an idle poll from an error, and was written beside a live bot."""

    @pytest.fixture
    async def client(self, zalo: FakeZaloBot, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[zalo_api.ZaloBotApi]:
        monkeypatch.setattr(zalo_api, "BASE_URL", zalo.url)
        async with zalo_api.ZaloBotApi(TOKEN) as client:
            yield client

    async def test_a_conversation(self, zalo: FakeZaloBot, client: zalo_api.ZaloBotApi) -> None:
        assert (await client.get_me())["account_name"] == "bot.DongHanhThu"
        user = zalo.user("Tư")
        user.says("Xin chào")
        message = zalo_api.parse_update(await client.get_updates(timeout=1))
        assert message is not None
        assert (message.text, message.chat_id, message.chat_type) == ("Xin chào", user.id, "PRIVATE")
        assert (message.display_name, message.is_bot) == ("Tư", False)
        assert await client.send_chat_action(message.chat_id) is None
        sent = await client.send_message(message.chat_id, "Chào bác Tư ạ.", parse_mode="markdown")
        assert sent["message_id"] == user.screen.message_id
        assert zalo.rejected == []

    async def test_an_idle_poll_is_no_error(self, zalo: FakeZaloBot, client: zalo_api.ZaloBotApi) -> None:
        zalo.receiving.pace = 20
        assert await client.get_updates(timeout=1) is None
        assert zalo.asked("getUpdates")[-1].code == 408

    async def test_no_webhook_and_one(self, zalo: FakeZaloBot, client: zalo_api.ZaloBotApi) -> None:
        assert await client.get_webhook_info() is None
        zalo.receiving.url = "https://donghanh.example/hook"
        assert (await client.get_webhook_info())["url"] == "https://donghanh.example/hook"
        with pytest.raises(zalo_api.ZaloClientError, match="webhook"):
            await client.get_updates(timeout=1)

    async def test_refusals(self, zalo: FakeZaloBot, client: zalo_api.ZaloBotApi) -> None:
        with pytest.raises(zalo_api.ZaloClientError):
            await client.send_message(zalo.user().id, "chào")
        with pytest.raises(zalo_api.ZaloClientError):
            await client.send_message(zalo.user(wrote=True).id, "😀" * 1500)  # it counts other units than the platform
        zalo.state.quota = 0
        refused = zalo_api.ZaloTransientError if zalo.honest_status else zalo_api.ZaloClientError
        with pytest.raises(refused, match="429"):
            await client.send_message(zalo.user(wrote=True).id, "chào")


class TestWithPythonZaloBot:
    """It posts forms, and reads `photo_url`."""

    @pytest.fixture
    async def bot(self, zalo: FakeZaloBot) -> AsyncIterator[zalo_bot.Bot]:
        async with zalo_bot.Bot(TOKEN, base_url=zalo.url) as bot:
            yield bot

    async def test_a_conversation(self, zalo: FakeZaloBot, bot: zalo_bot.Bot) -> None:
        user = zalo.user("Lan")
        user.says("alo")
        update = await bot.get_update(timeout=1)
        assert update.message is not None
        assert update.message.from_user is not None
        assert (update.message.text, update.message.from_user.display_name) == ("alo", "Lan")
        assert update.message.chat.type == "PRIVATE"
        sent = await bot.send_message(update.message.chat.id, "Chào chị Lan ạ.")
        assert (sent.message_id, user.screen.text) == (user.screen.message_id, "Chào chị Lan ạ.")
        await bot.send_chat_action(user.id, "typing")
        assert zalo.rejected == []

    async def test_a_photo_both_ways(self, zalo: FakeZaloBot, bot: zalo_bot.Bot) -> None:
        user = zalo.user()
        user.sends_photo(caption="giấy")
        update = await bot.get_update(timeout=1)
        assert update.message is not None
        assert update.message.message_type == "CHAT_PHOTO"
        address = str(update.message.photo_url)
        await bot.send_photo(user.id, "ảnh của bác", address)
        assert (user.screen.kind, user.screen.text) == ("photo", "ảnh của bác")
        assert user.screen.file == zalo.state.media[address.removeprefix(zalo.url)][1]

    async def test_a_webhook_is_set_shown_and_taken_away(self, zalo: FakeZaloBot, bot: zalo_bot.Bot) -> None:
        assert await bot._set_webhook_async(f"{zalo.url}/hook", "a-secret-of-the-webhook")
        assert (await bot._get_webhook_info_async()).url == f"{zalo.url}/hook"
        await bot._delete_webhook_async()
        assert zalo.receiving.url == ""

    async def test_refusals(self, zalo: FakeZaloBot, bot: zalo_bot.Bot) -> None:
        zalo.receiving.pace = 20
        if zalo.honest_status:  # it does not read `ok`, so that it takes the other kind of refusal for success
            with pytest.raises(zalo_bot.error.NetworkError, match="408"):
                await bot.get_update(timeout=1)
            with pytest.raises(zalo_bot.error.BadRequest):
                await bot.send_message(zalo.user(wrote=True).id, "a" * 2001)
            with pytest.raises(zalo_bot.error.InvalidToken):
                await zalo_bot.Bot("1:another", base_url=zalo.url).get_me()
        else:
            await bot.send_message(zalo.user(wrote=True).id, "a" * 2001)
        assert [one.code for one in zalo.rejected][:1] == [400]


async def test_the_fakes_own_strictness() -> None:
    async with FakeZaloBot(most_people=2) as fake:
        assert [bool(fake.user().says("alo")) for _ in range(3)] == [True, True, False]
        assert not fake.user().writes_in_a_group("chào")
