"""Updates reach the bot as Telegram would bring them: by webhook in queues with retries, or by polling."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from tests.bot.channels.calls import call, one_button
from tests.bot.channels.telegram.fake import FakeTelegram, User
from tests.patience import PATIENCE, until


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
        await until(lambda: hook.got)
        stuck.says("hai")
        last = free.says("ba")
        await until(lambda: hook.got[-1]["update_id"] == last)
        assert [got["message"]["text"] for got in hook.got] == ["một", "ba"]
        assert len(api.updates.pending) == 2

    async def test_a_text_does_not_wait_for_a_press(self, api: FakeTelegram, hook: Hook) -> None:
        user = api.user(started=True)
        await call(api, "sendMessage", chat_id=user.id, text="?", reply_markup=one_button(text="x", callback_data="y"))
        hook.seconds = 0.2
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
        poll = asyncio.create_task(call(api, "getUpdates", timeout=2 * PATIENCE))
        await asyncio.sleep(0.05)
        update_id = api.user().says("a")
        _, body = await asyncio.wait_for(poll, PATIENCE)
        assert [update["update_id"] for update in body["result"]] == [update_id]
        assert (await call(api, "getUpdates", offset=update_id + 1))[1]["result"] == []

    async def test_two_at_a_time_are_a_conflict(self, api: FakeTelegram) -> None:
        first = asyncio.create_task(call(api, "getUpdates", timeout=2 * PATIENCE))
        await asyncio.sleep(0.05)
        second = asyncio.create_task(call(api, "getUpdates", timeout=2 * PATIENCE))
        status, body = await asyncio.wait_for(first, PATIENCE)
        assert (status, body["error_code"]) == (409, 409)
        assert "terminated by other getUpdates" in body["description"]
        api.user().says("a")
        assert (await asyncio.wait_for(second, PATIENCE))[0] == 200

    async def test_unconfirmed_updates_come_again(self, api: FakeTelegram) -> None:
        user: User = api.user()
        ids = [user.says(str(n)) for n in range(3)]
        for _ in range(2):
            _, body = await call(api, "getUpdates", limit=2)
            assert [update["update_id"] for update in body["result"]] == ids[:2]
