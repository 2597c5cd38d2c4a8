"""Two independent clients, python-telegram-bot and aiogram, find the fake Bot API right."""

import io
from collections.abc import AsyncIterator

import aiogram
import pytest
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from tests.bot.channels.telegram.fake import TOKEN, FakeTelegram
from tests.bot.channels.telegram.fake.user import picture


@pytest.fixture
async def ptb(api: FakeTelegram) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(TOKEN, base_url=f"{api.url}/bot", base_file_url=f"{api.url}/file/bot") as bot:
        yield bot


@pytest.fixture
async def gram(api: FakeTelegram) -> AsyncIterator[aiogram.Bot]:
    async with aiogram.Bot(TOKEN, AiohttpSession(api=TelegramAPIServer.from_base(api.url))) as bot:
        yield bot


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
