"""The fake Bot API: two independent clients find it right, and it is as strict as Telegram."""

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any

import aiogram
import aiohttp
import pytest
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web

from tests.fakes.telegram import TOKEN, FakeTelegram, Limits, User
from tests.fakes.telegram.user import picture


@pytest.fixture
async def api() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(limits=Limits.none()) as fake:
        yield fake


@pytest.fixture
async def ptb(api: FakeTelegram) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(TOKEN, base_url=f"{api.url}/bot", base_file_url=f"{api.url}/file/bot") as bot:
        yield bot


@pytest.fixture
async def gram(api: FakeTelegram) -> AsyncIterator[aiogram.Bot]:
    async with aiogram.Bot(TOKEN, AiohttpSession(api=TelegramAPIServer.from_base(api.url))) as bot:
        yield bot


async def call(api: FakeTelegram, method: str, token: str = TOKEN, **params: Any) -> tuple[int, dict[str, Any]]:
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{api.url}/bot{token}/{method}", json=params) as response:
            return response.status, await response.json()


KEYBOARD = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Hôm nay", callback_data="day:0")]])


class TestWithPythonTelegramBot:
    async def test_a_dialogue_with_a_button(self, api: FakeTelegram, ptb: telegram.Bot) -> None:
        user = api.user("Tư", last_name="Lê")
        user.says("/start 7F3K-92QD")
        (update,) = await ptb.get_updates()
        assert update.message is not None
        assert update.message.parse_entities() == {update.message.entities[0]: "/start"}
        assert update.effective_user is not None
        assert update.effective_user.full_name == "Tư Lê"
        sent = await ptb.send_message(user.id, "Ngày nào?", reply_markup=KEYBOARD)
        assert sent.reply_markup == KEYBOARD
        user.presses("Hôm nay")
        (press,) = await ptb.get_updates(offset=update.update_id + 1)
        assert press.callback_query is not None
        assert press.callback_query.data == "day:0"
        assert await press.callback_query.answer()
        await press.callback_query.edit_message_text("Hôm nay.")
        assert (await user.hears()).labels == ["Hôm nay"]
        assert (await user.hears()).text == "Hôm nay."
        assert user.screen.labels == []
        assert api.rejected == []

    async def test_files_both_ways(self, api: FakeTelegram, ptb: telegram.Bot) -> None:
        user = api.user()
        user.sends_photo(picture(), "giấy tờ")
        (update,) = await ptb.get_updates()
        assert update.message is not None
        file = await update.message.photo[-1].get_file()
        assert await file.download_as_bytearray() == picture()
        await ptb.send_photo(user.id, picture(), caption="mã QR")
        await ptb.send_voice(user.id, b"OggS....")
        await ptb.send_document(user.id, io.BytesIO(b"%PDF-1.7"), filename="mau.pdf")
        assert [message.kind for message in user.chat] == ["photo", "voice", "document"]
        assert user.chat[0].file == picture()

    async def test_everything_a_user_can_send_is_understood(self, api: FakeTelegram, ptb: telegram.Bot) -> None:
        user = api.user()
        user.says("chào")
        user.edits("chào bác")
        user.sends_voice()
        user.sends_place(18.67, 105.69)
        user.sends_contact("+84900000001")
        user.sends_contact("+84900000002", own=False)
        user.sends_sticker()
        user.sends_document(b"%PDF")
        user.forwards("xem này")
        user.blocks()
        updates = await ptb.get_updates()
        seen = [update.effective_message for update in updates[:-1]]
        assert [telegram.helpers.effective_message_type(each) for each in seen if each] == [
            "text",
            "text",
            "voice",
            "location",
            "contact",
            "contact",
            "sticker",
            "document",
            "text",
        ]
        assert updates[1].edited_message is not None
        assert updates[4].message is not None
        assert updates[4].message.contact is not None
        assert updates[4].message.contact.user_id == user.id
        assert updates[-1].my_chat_member is not None
        assert updates[-1].my_chat_member.new_chat_member.status == "kicked"

    @pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
    async def test_refusals_come_as_its_own_errors(self, api: FakeTelegram, ptb: telegram.Bot) -> None:
        user = api.user()
        with pytest.raises(telegram.error.Forbidden, match="can't initiate"):
            await ptb.send_message(user.id, "chào")
        user.says("chào")
        user.blocks()
        with pytest.raises(telegram.error.Forbidden, match="blocked"):
            await ptb.send_message(user.id, "chào")
        user.unblocks()
        api.floods("sendMessage", retry_after=3, chat=user.id)
        with pytest.raises(telegram.error.RetryAfter):
            await ptb.send_message(user.id, "chào")
        api.fails("sendMessage")
        with pytest.raises(telegram.error.NetworkError):
            await ptb.send_message(user.id, "chào")
        api.drops("sendMessage", after=True)
        with pytest.raises(telegram.error.NetworkError):
            await ptb.send_message(user.id, "lọt rồi")
        assert [message.text for message in user.chat] == ["lọt rồi"]
        api.hangs("sendMessage", seconds=5)
        with pytest.raises(telegram.error.TimedOut):
            await ptb.send_message(user.id, "chào", read_timeout=0.1)

    async def test_settings_of_the_bot(self, api: FakeTelegram, ptb: telegram.Bot) -> None:
        assert (await ptb.get_me()).username == "donghanh_test_bot"
        await ptb.set_my_commands([("menu", "Việc có thể làm")])
        assert api.commands[""] == [{"command": "menu", "description": "Việc có thể làm"}]
        await ptb.set_webhook("https://bot.example.vn/hooks/telegram", secret_token="s", allowed_updates=["message"])
        info = await ptb.get_webhook_info()
        assert info.url == "https://bot.example.vn/hooks/telegram"
        with pytest.raises(telegram.error.Conflict):
            await ptb.get_updates()
        await ptb.delete_webhook()
        assert await ptb.get_updates() == ()


class TestWithAiogram:
    async def test_a_dialogue_with_a_button(self, api: FakeTelegram, gram: aiogram.Bot) -> None:
        user = api.user("Tư")
        user.says("/start")
        (update,) = await gram.get_updates()
        keys = [[aiogram.types.InlineKeyboardButton(text="Hôm nay", callback_data="day:0")]]
        markup = aiogram.types.InlineKeyboardMarkup(inline_keyboard=keys)
        await gram.send_message(user.id, "Ngày nào?", reply_markup=markup)
        user.presses("Hôm nay")
        (press,) = await gram.get_updates(offset=update.update_id + 1)
        assert press.callback_query is not None
        assert isinstance(press.callback_query.message, aiogram.types.Message)
        await gram.answer_callback_query(press.callback_query.id)
        await press.callback_query.message.as_(gram).edit_text("Hôm nay.")
        await gram.send_chat_action(user.id, "typing")
        await gram.send_photo(user.id, aiogram.types.BufferedInputFile(picture(), "qr.jpg"))
        assert user.chat[0].text == "Hôm nay."
        assert api.rejected == []

    async def test_a_forgotten_message_is_only_a_number(self, api: FakeTelegram, gram: aiogram.Bot) -> None:
        user = api.user(started=True)
        keys = [[aiogram.types.InlineKeyboardButton(text="Có", callback_data="y")]]
        await gram.send_message(user.id, "?", reply_markup=aiogram.types.InlineKeyboardMarkup(inline_keyboard=keys))
        user.presses("Có", forgotten=True)
        (press,) = await gram.get_updates()
        assert press.callback_query is not None
        assert isinstance(press.callback_query.message, aiogram.types.InaccessibleMessage)

    async def test_reply_keyboards_and_refusals(self, api: FakeTelegram, gram: aiogram.Bot) -> None:
        user = api.user(started=True)
        key = aiogram.types.KeyboardButton(text="Gửi số", request_contact=True)
        await gram.send_message(user.id, "Số?", reply_markup=aiogram.types.ReplyKeyboardMarkup(keyboard=[[key]]))
        user.presses("Gửi số")
        (update,) = await gram.get_updates()
        assert update.message is not None
        assert update.message.contact is not None
        with pytest.raises(aiogram.exceptions.TelegramBadRequest, match="too long"):
            await gram.send_message(user.id, "a" * 4097)


def one_button(**button: object) -> dict[str, object]:
    return {"inline_keyboard": [[button]]}


class TestStrictness:
    @pytest.mark.parametrize(
        ("method", "params", "said"),
        [
            ("sendMessage", {"text": ""}, "text is empty"),
            ("sendMessage", {"text": " \n"}, "text is empty"),
            ("sendMessage", {"text": "a" * 4097}, "too long"),
            ("sendMessage", {"text": "😀" * 2049}, "too long"),
            ("sendMessage", {"text": "a\0b"}, "UTF-8"),
            ("sendMessage", {"text": "a", "color": "red"}, "unknown parameters"),
            ("sendMessage", {}, "text: Field required"),
            ("sendMessage", {"text": 5}, "text: "),
            ("sendMessage", {"text": "<b>a", "parse_mode": "HTML"}, "end tag"),
            ("sendMessage", {"text": "1 < 2", "parse_mode": "HTML"}, "start tag"),
            ("sendMessage", {"text": "a", "chat_id": 1}, "chat not found"),
            ("sendMessage", {"text": "a", "reply_markup": one_button(text="x", callback_data="á" * 33)}, "DATA_INV"),
            ("sendMessage", {"text": "a", "reply_markup": one_button(text="x", callback_data="")}, "DATA_INVALID"),
            ("sendMessage", {"text": "a", "reply_markup": one_button(text="", callback_data="y")}, "non-empty"),
            ("sendMessage", {"text": "a", "reply_markup": one_button(callback_data="y")}, "text: Field required"),
            ("sendMessage", {"text": "a", "reply_markup": one_button(text="x")}, "unallowed"),
            ("sendMessage", {"text": "a", "reply_markup": one_button(text="x", callback_data="y", size=1)}, "unknown"),
            ("sendMessage", {"text": "a", "reply_markup": "{"}, "can't parse reply_markup"),
            ("editMessageText", {"text": "a", "message_id": 99}, "message to edit not found"),
            ("answerCallbackQuery", {"callback_query_id": "1"}, "query is too old"),
            ("sendPhoto", {"photo": "https://example.org/a.jpg"}, "wrong file identifier"),
            ("sendChatAction", {"action": "dancing"}, "wrong parameter action"),
            ("setWebhook", {"url": "http://example.org/"}, "HTTPS"),
            ("setWebhook", {"url": "https://example.org:5000/"}, "ports"),
            ("setWebhook", {"url": "https://example.org/", "secret_token": "tiếng"}, "unallowed characters"),
            ("setMyCommands", {"commands": [{"command": "Menu", "description": "x"}]}, "COMMAND_INVALID"),
            ("getFile", {"file_id": "none"}, "wrong file_id"),
        ],
    )
    async def test_refuses(self, api: FakeTelegram, method: str, params: dict[str, Any], said: str) -> None:
        if method.startswith(("send", "edit")):
            params = {"chat_id": api.user(started=True).id, **params}
        status, body = await call(api, method, **params)
        assert (status, body["ok"], body["error_code"]) == (400, False, 400)
        assert said in body["description"]
        assert len(api.rejected) == 1

    async def test_unknown_methods_and_tokens(self, api: FakeTelegram) -> None:
        assert (await call(api, "sendMesage"))[0] == 404
        assert (await call(api, "sendGift"))[0] == 404
        assert (await call(api, "getMe", "5000000001:other"))[0] == 401
        assert (await call(api, "getMe", "nonsense"))[0] == 404

    async def test_the_same_text_again_is_not_an_edit(self, api: FakeTelegram) -> None:
        user = api.user(started=True)
        await call(api, "sendMessage", chat_id=user.id, text="a", reply_markup=one_button(text="x", callback_data="y"))
        same: dict[str, Any] = {"chat_id": user.id, "message_id": user.screen.message_id, "text": "a"}
        status, body = await call(api, "editMessageText", **same, reply_markup=one_button(text="x", callback_data="y"))
        assert status == 400
        assert "not modified" in body["description"]
        assert (await call(api, "editMessageText", **same))[0] == 200
        assert user.screen.buttons == []

    async def test_a_press_is_answered_once_and_in_time(self) -> None:
        clock = [1_790_000_000.0]
        async with FakeTelegram(now=lambda: clock[0]) as api:
            user = api.user(started=True)
            await call(
                api, "sendMessage", chat_id=user.id, text="?", reply_markup=one_button(text="x", callback_data="y")
            )
            user.presses("x")
            user.presses("x")
            first, second = api.state.queries
            assert (await call(api, "answerCallbackQuery", callback_query_id=first))[0] == 200
            assert (await call(api, "answerCallbackQuery", callback_query_id=first))[0] == 400
            clock[0] += 61
            assert (await call(api, "answerCallbackQuery", callback_query_id=second))[0] == 400

    async def test_limits_of_a_chat_and_of_all(self) -> None:
        async with FakeTelegram() as api:
            one = api.user(started=True)
            answers = [await call(api, "sendMessage", chat_id=one.id, text=str(n)) for n in range(6)]
            assert [status for status, _ in answers] == [200] * 5 + [429]
            assert answers[-1][1]["parameters"] == {"retry_after": 1}
            many = [api.user(started=True) for _ in range(40)]
            asked = await asyncio.gather(*(call(api, "sendMessage", chat_id=user.id, text="a") for user in many))
            assert 5 <= [status for status, _ in asked].count(429) <= 15


class Hook:
    """A webhook that answers what it is told."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.answers: list[web.Response] = []
        self.secrets: list[str] = []
        self.busy = 0
        self.busiest = 0
        self.seconds = 0.0

    async def receive(self, request: web.Request) -> web.Response:
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        await asyncio.sleep(self.seconds)
        self.busy -= 1
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
        self.got.append(await request.json())
        return self.answers.pop(0) if self.answers else web.Response()


@pytest.fixture
async def hook(api: FakeTelegram) -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    api.updates.reach["https://bot.example.vn"] = f"http://127.0.0.1:{runner.addresses[0][1]}"
    await call(api, "setWebhook", url="https://bot.example.vn/hook", secret_token="geheim")
    yield hook
    await runner.cleanup()


class TestWebhook:
    async def test_carries_the_secret_and_keeps_the_order_of_a_chat(self, api: FakeTelegram, hook: Hook) -> None:
        hook.seconds = 0.01
        users = [api.user() for _ in range(3)]
        ids = {user.id: [user.says(str(n)) for n in range(4)] for user in users}
        await api.delivered()
        assert set(hook.secrets) == {"geheim"}
        for user in users:
            assert [got["update_id"] for got in hook.got if got["message"]["chat"]["id"] == user.id] == ids[user.id]
        assert hook.busiest == 3

    async def test_retries_at_once_then_slower_until_it_is_taken(self, api: FakeTelegram, hook: Hook) -> None:
        api.updates.pace = 100
        hook.answers = [web.Response(status=503) for _ in range(3)]
        update_id = api.user().says("chào")
        await api.delivered()
        assert [each.status for each in api.updates.deliveries] == [503, 503, 503, 200]
        assert {got["update_id"] for got in hook.got} == {update_id}
        assert api.webhook is not None
        assert "503" in api.webhook.last_error

    async def test_a_failing_chat_does_not_hold_up_another(self, api: FakeTelegram, hook: Hook) -> None:
        hook.answers = [web.Response(status=500, headers={"Retry-After": "3600"})]
        stuck, free = api.user(), api.user()
        stuck.says("một")
        while not hook.got:
            await asyncio.sleep(0.005)
        stuck.says("hai")
        last = free.says("ba")
        while hook.got[-1]["update_id"] != last:
            await asyncio.sleep(0.005)
        assert [got["message"]["text"] for got in hook.got] == ["một", "ba"]
        assert len(api.updates.pending) == 2

    async def test_a_text_does_not_wait_for_a_press(self, api: FakeTelegram, hook: Hook) -> None:
        user = api.user(started=True)
        await call(api, "sendMessage", chat_id=user.id, text="?", reply_markup=one_button(text="x", callback_data="y"))
        hook.seconds = 0.05
        user.says("chữ")
        user.presses("x")
        await api.delivered()
        assert hook.busiest == 2

    async def test_the_answer_may_be_a_method(self, api: FakeTelegram, hook: Hook) -> None:
        user = api.user()
        hook.answers = [web.json_response({"method": "sendMessage", "chat_id": user.id, "text": "chào"})]
        user.says("a")
        assert (await user.hears()).text == "chào"

    async def test_old_updates_are_dropped_and_repeated_ones_repeated(self, api: FakeTelegram, hook: Hook) -> None:
        update_id = api.user().says("a")
        await api.delivered()
        api.again(update_id)
        await api.delivered()
        assert [got["update_id"] for got in hook.got] == [update_id, update_id]

    async def test_only_allowed_updates_come(self, api: FakeTelegram, hook: Hook) -> None:
        await call(api, "setWebhook", url="https://bot.example.vn/hook", allowed_updates=["callback_query"])
        api.user().says("a")
        await api.delivered()
        assert hook.got == []


class TestPolling:
    async def test_a_long_poll_ends_with_the_first_update(self, api: FakeTelegram) -> None:
        poll = asyncio.create_task(call(api, "getUpdates", timeout=10))
        await asyncio.sleep(0.05)
        update_id = api.user().says("a")
        _, body = await asyncio.wait_for(poll, 1)
        assert [update["update_id"] for update in body["result"]] == [update_id]
        assert (await call(api, "getUpdates", offset=update_id + 1))[1]["result"] == []

    async def test_two_at_a_time_are_a_conflict(self, api: FakeTelegram) -> None:
        first = asyncio.create_task(call(api, "getUpdates", timeout=10))
        await asyncio.sleep(0.05)
        second = asyncio.create_task(call(api, "getUpdates", timeout=10))
        status, body = await asyncio.wait_for(first, 1)
        assert (status, body["error_code"]) == (409, 409)
        assert "terminated by other getUpdates" in body["description"]
        api.user().says("a")
        assert (await asyncio.wait_for(second, 1))[0] == 200

    async def test_unconfirmed_updates_come_again(self, api: FakeTelegram) -> None:
        user: User = api.user()
        ids = [user.says(str(n)) for n in range(3)]
        for _ in range(2):
            _, body = await call(api, "getUpdates", limit=2)
            assert [update["update_id"] for update in body["result"]] == ids[:2]
