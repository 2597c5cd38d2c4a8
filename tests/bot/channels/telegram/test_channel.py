"""The Telegram channel against the strict fake: what it reads, what it sends, and its five ways to fail."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.update import read_update
from bot.delivery.channel import Blocked, Down, Rejected, Retry, SendFailed
from bot.intake.reading import NotAnUpdate
from handlers.kit import Button, Incoming, Outgoing
from tests.bot.channels.telegram.fake import TOKEN, FakeTelegram, Limits
from tests.bot.channels.telegram.fake.user import picture


@pytest.fixture
async def api() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(limits=Limits.none()) as fake:
        yield fake


@pytest.fixture
async def channel(api: FakeTelegram) -> AsyncIterator[Telegram]:
    channel = Telegram(TOKEN, api.url)
    await channel.start()
    yield channel
    await channel.stop()


ASKING = Outgoing(
    "Bác gặp hôm nào?",
    (
        Button("Hôm nay", "visit_report:visited_on:0"),
        Button("Hôm qua", "visit_report:visited_on:1"),
        Button("Quay lại", "visit_report:*:!back", "command", "LUI"),
        Button("Hủy", "visit_report:*:!cancel", "command", "HUY"),
    ),
)


class TestSending:
    async def test_options_stand_alone_and_commands_side_by_side(self, api: FakeTelegram, channel: Telegram) -> None:
        user = api.user(started=True)
        receipt = await channel.send(str(user.id), ASKING, 1)
        assert receipt.platform_id == str(user.screen.message_id)
        rows = [[button.text for button in row] for row in user.screen.rows]
        assert rows == [["Hôm nay"], ["Hôm qua"], ["Quay lại", "Hủy"]]
        assert user.screen.button("Hôm qua").data == "visit_report:visited_on:1"
        assert api.rejected == []

    async def test_text_is_sent_as_it_is(self, api: FakeTelegram, channel: Telegram) -> None:
        user = api.user(started=True)
        text = "*đậm* _nghiêng_ [x](y) <b>1 < 2</b> `mã` \\ & 😀"
        await channel.send(str(user.id), Outgoing(text), 1)
        assert user.screen.text == text

    async def test_an_edit_changes_the_pressed_message(self, api: FakeTelegram, channel: Telegram) -> None:
        user = api.user(started=True)
        sent = await channel.send(str(user.id), ASKING, 1)
        edit = Outgoing("Hôm nay.", edits=sent.platform_id)
        assert await channel.send(str(user.id), edit, 2) == sent
        assert (len(user.chat), user.screen.text, user.screen.buttons) == (1, "Hôm nay.", [])

    async def test_an_edit_that_changes_nothing_is_no_failure(self, api: FakeTelegram, channel: Telegram) -> None:
        user = api.user(started=True)
        sent = await channel.send(str(user.id), Outgoing("Một"), 1)
        assert await channel.send(str(user.id), Outgoing("Một", edits=sent.platform_id), 2) == sent

    async def test_what_cannot_be_edited_any_more_is_sent_anew(self, api: FakeTelegram, channel: Telegram) -> None:
        user = api.user(started=True)
        await channel.send(str(user.id), Outgoing("Câu hỏi", edits="999999"), 1)
        assert user.screen.text == "Câu hỏi"

    async def test_what_only_marks_a_message_is_not_sent_anew(self, api: FakeTelegram, channel: Telegram) -> None:
        user = api.user(started=True)
        before = len(user.chat)
        await channel.send(str(user.id), Outgoing("✅ Đã xong", edits="999999", only_edits=True), 1)
        assert len(user.chat) == before

    async def test_asking_for_a_number_or_a_place_needs_a_key(self, api: FakeTelegram, channel: Telegram) -> None:
        user = api.user(started=True)
        await channel.send(str(user.id), Outgoing("Số của bác?", asks="contact"), 1)
        assert user.screen.buttons[0].raw["request_contact"] is True
        await channel.send(str(user.id), Outgoing("Bác ở đâu?", asks="place"), 2)
        assert user.screen.buttons[0].raw["request_location"] is True

    async def test_files_come_capped(self, api: FakeTelegram, channel: Telegram) -> None:
        user = api.user()
        update = sent_by(api, user.sends_photo(picture()))
        assert update is not None
        assert update.media is not None
        assert await channel.fetch(update.media.ref, 10_000_000) == picture()
        with pytest.raises(Rejected):
            await channel.fetch(update.media.ref, 10)
        with pytest.raises(SendFailed):
            await channel.fetch("unknown", 10)


class TestFailing:
    async def test_people_out_of_reach_are_blocked(self, api: FakeTelegram, channel: Telegram) -> None:
        blocked, never, gone = api.user(started=True), api.user(), api.user(started=True)
        blocked.blocks()
        gone.person.deactivated = True
        for address in (blocked.id, never.id, gone.id, 5):
            with pytest.raises(Blocked):
                await channel.send(str(address), Outgoing("chào"), 1)

    @pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
    async def test_a_limit_says_how_long(self, api: FakeTelegram, channel: Telegram) -> None:
        user = api.user(started=True)
        api.floods("sendMessage", retry_after=7)
        with pytest.raises(Retry) as failure:
            await channel.send(str(user.id), Outgoing("chào"), 1)
        assert failure.value.after == 7

    @pytest.mark.parametrize("status", [500, 502, 503])
    async def test_an_ailing_platform_is_down(self, api: FakeTelegram, channel: Telegram, status: int) -> None:
        user = api.user(started=True)
        api.fails("sendMessage", status=status)
        with pytest.raises(Down):
            await channel.send(str(user.id), Outgoing("chào"), 1)

    async def test_a_broken_connection_is_down(self, api: FakeTelegram, channel: Telegram) -> None:
        user = api.user(started=True)
        api.drops("sendMessage")
        with pytest.raises(Down) as failure:
            await channel.send(str(user.id), Outgoing("chào"), 1)
        assert TOKEN not in str(failure.value)

    async def test_what_is_never_taken_is_rejected(self, api: FakeTelegram, channel: Telegram) -> None:
        user = api.user(started=True)
        with pytest.raises(Rejected):
            await channel.send(str(user.id), Outgoing(""), 1)

    async def test_a_wrong_token_stops_nobody(self, api: FakeTelegram) -> None:
        user = api.user(started=True)
        channel = Telegram("5000000001:another", api.url)
        await channel.start()
        with pytest.raises(Down):
            await channel.send(str(user.id), Outgoing("chào"), 1)
        await channel.stop()

    async def test_a_press_answered_too_late_is_nothing(self, api: FakeTelegram, channel: Telegram) -> None:
        await channel.acknowledge("12345")
        assert [request.status for request in api.asked("answerCallbackQuery")] == [400]


def sent_by(api: FakeTelegram, update_id: int) -> Incoming | None:
    return read_update(api.updates.history[update_id].update, "telegram")


class TestReading:
    async def test_text_and_start(self, api: FakeTelegram) -> None:
        user = api.user()
        said = sent_by(api, update_id := user.says("chào bác"))
        assert said is not None
        assert (said.kind, said.text, said.address) == ("text", "chào bác", str(user.id))
        assert said.external_id == str(update_id)
        assert said.sent_at is not None
        assert said.sent_at.tzinfo is not None
        started = sent_by(api, user.says("/start 7F3K-92QD"))
        assert started is not None
        assert (started.kind, started.text) == ("start", "7F3K-92QD")

    async def test_a_press_names_its_button_and_message(self, api: FakeTelegram, channel: Telegram) -> None:
        user = api.user(started=True)
        await channel.send(str(user.id), ASKING, 1)
        press = sent_by(api, user.presses("Hôm qua"))
        assert press is not None
        assert (press.kind, press.press) == ("press", "visit_report:visited_on:1")
        assert press.pressed_message == str(user.screen.message_id)

    async def test_a_press_under_a_message_of_last_month_is_heard(self, api: FakeTelegram, channel: Telegram) -> None:
        user = api.user(started=True)
        await channel.send(str(user.id), ASKING, 1)
        press = sent_by(api, user.presses("Hôm qua", forgotten=True))
        assert press is not None
        assert (press.kind, press.press) == ("press", "visit_report:visited_on:1")

    async def test_photo_voice_file_place(self, api: FakeTelegram) -> None:
        user = api.user()
        photo = sent_by(api, user.sends_photo(caption="giấy"))
        assert photo is not None
        assert photo.media is not None
        assert (photo.kind, photo.text, photo.media.kind) == ("photo", "giấy", "photo")
        voice = sent_by(api, user.sends_voice())
        assert voice is not None
        assert voice.kind == "voice"
        file = sent_by(api, user.sends_document(b"%PDF", "don.pdf"))
        assert file is not None
        assert file.media is not None
        assert (file.kind, file.media.name) == ("file", "don.pdf")
        place = sent_by(api, user.sends_place(18.67, 105.69))
        assert place is not None
        assert place.place == (18.67, 105.69)

    async def test_only_ones_own_card_is_a_number(self, api: FakeTelegram) -> None:
        user = api.user()
        own = sent_by(api, user.sends_contact("+84900000001"))
        other = sent_by(api, user.sends_contact("+84900000001", own=False))
        assert own is not None
        assert other is not None
        assert (own.kind, own.contact) == ("contact", "+84900000001")
        assert (other.kind, other.contact) == ("unsupported", "")

    async def test_sticker_edit_and_block(self, api: FakeTelegram) -> None:
        user = api.user()
        user.says("chào")
        kinds = [sent_by(api, update) for update in (user.sends_sticker(), user.edits("chào bác"), user.blocks())]
        assert [each.kind for each in kinds if each] == ["sticker", "edited", "stopped"]
        back = sent_by(api, user.unblocks())
        assert back is not None
        assert back.kind == "returned"

    @pytest.mark.parametrize(
        "update",
        [
            None,
            [],
            "update",
            {},
            {"update_id": "1"},
            {"update_id": 1, "message": 5},
            {"update_id": 1, "message": {"chat": {"id": "x", "type": "private"}, "date": 0, "text": "a"}},
            {"update_id": 1, "message": {"chat": {"id": 1, "type": "private"}, "date": "now", "text": "a"}},
            {"update_id": 1, "message": {"chat": {"id": 1, "type": "private"}, "date": 10**30, "text": "a"}},
            {"update_id": 1, "message": {"chat": {"id": 1, "type": "private"}, "date": 1, "photo": [1]}},
            {"update_id": 1, "callback_query": {"from": {}}},
            {"update_id": 1, "my_chat_member": {"new_chat_member": {}}},
        ],
    )
    def test_nonsense_is_called_nonsense(self, update: object) -> None:
        with pytest.raises(NotAnUpdate):
            read_update(update, "telegram")

    @pytest.mark.parametrize(
        "update",
        [
            {"update_id": 1},
            {"update_id": 1, "poll": {"id": "1"}},
            {"update_id": 1, "message": {"chat": {"id": -5, "type": "group"}, "date": 1, "text": "a"}},
            {
                "update_id": 1,
                "message": {
                    "chat": {"id": 5, "type": "private"},
                    "from": {"id": 5, "is_bot": True},
                    "date": 1,
                    "text": "a",
                },
            },
        ],
    )
    def test_what_is_not_for_us_is_passed_over(self, update: object) -> None:
        assert read_update(update, "telegram") is None
