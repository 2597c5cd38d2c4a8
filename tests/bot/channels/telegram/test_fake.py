"""The fake Bot API is as strict as Telegram."""

import asyncio
from typing import Any

import pytest

from tests.bot.channels.calls import call, one_button
from tests.bot.channels.telegram.fake import FakeTelegram


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
