"""What the doctor finds about the Zalo bot: the token, the mode, the webhook as the platform sees it, the allowance."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from storage import chats, usage
from tests.bot.channels.zalo_bot.fake import TOKEN, FakeZaloBot
from tests.bot.commands.console import Console

pytestmark = pytest.mark.wall_clock
SECRET = "not-for-anybody-else"


@pytest.fixture
async def zalo() -> AsyncIterator[FakeZaloBot]:
    async with FakeZaloBot() as fake:
        yield fake


async def doctor(console: Console, zalo: FakeZaloBot, **settings: str) -> tuple[int, str]:
    given = {"zalo_bot_token": TOKEN, "zalo_bot_api": zalo.url, **settings}
    result = await asyncio.to_thread(lambda: console.run("doctor", **given))
    assert TOKEN not in result.output
    assert SECRET not in result.output
    said = (line for line in result.output.splitlines() if "zalo bot" in line or "→" in line)
    return result.exit_code, "\n".join(said)


async def by_webhook(console: Console, zalo: FakeZaloBot, **more: str) -> tuple[int, str]:
    return await doctor(console, zalo, zalo_bot_secret=SECRET, public_url=zalo.url, **more)


def is_set(zalo: FakeZaloBot, path: str = "/hooks/zalo-bot") -> None:
    zalo.receiving.url, zalo.receiving.secret = f"{zalo.url}{path}", SECRET


def test_off_without_a_token(console: Console) -> None:
    assert "– zalo bot: off, DONGHANH_ZALO_BOT_TOKEN is not set" in console.works("doctor")


async def test_polling(console: Console, zalo: FakeZaloBot) -> None:
    code, said = await doctor(console, zalo)
    assert code == 0
    assert "the token works, the bot is bot.DongHanhThu" in said
    assert "polling, no webhook is set" in said
    is_set(zalo)
    code, said = await doctor(console, zalo)
    assert (code, "but a webhook is set" in said) == (0, True)


async def test_a_token_that_does_not_work(console: Console, zalo: FakeZaloBot) -> None:
    code, said = await doctor(console, zalo, zalo_bot_token="99:another-token")
    assert (code, "take it anew in Zalo Bot Creator" in said) == (1, True)
    assert "99:another-token" not in said


async def test_a_platform_that_is_away(console: Console, zalo: FakeZaloBot) -> None:
    code, said = await doctor(console, zalo, zalo_bot_api="http://127.0.0.1:1")
    assert (code, "does not answer" in said, "anew" in said) == (1, True, False)
    zalo.babbles("getMe")
    code, said = await doctor(console, zalo)
    assert (code, "does not answer" in said) == (1, True)


async def test_a_webhook_that_is_not_set_or_set_elsewhere(console: Console, zalo: FakeZaloBot) -> None:
    code, said = await by_webhook(console, zalo)
    assert (code, "none is set" in said) == (1, True)
    is_set(zalo, "/elsewhere")
    code, said = await by_webhook(console, zalo)
    assert (code, "another address is set" in said) == (1, True)
    code, said = await doctor(console, zalo, zalo_bot_secret=SECRET)
    assert (code, "DONGHANH_PUBLIC_URL" in said) == (1, True)


async def test_a_webhook_that_is_not_reached(console: Console, zalo: FakeZaloBot) -> None:
    is_set(zalo)
    code, said = await by_webhook(console, zalo)
    assert (code, "webhook.http.404" in said, "pass /hooks/zalo-bot on" in said) == (1, True, True)


async def test_a_webhook_that_is_reached(console: Console, zalo: FakeZaloBot, monkeypatch: pytest.MonkeyPatch) -> None:
    async def answers(*_: object) -> int:
        return 200

    monkeypatch.setattr(type(zalo.receiving), "_post", answers)
    is_set(zalo)
    code, said = await by_webhook(console, zalo)
    assert (code, "reached by the platform (webhook.ok)" in said) == (0, True)
    zalo.receiving.checks = 20
    code, said = await by_webhook(console, zalo)
    assert (code, "often enough for today" in said) == (0, True)
    zalo.fails("testWebhook", code=400)
    code, said = await by_webhook(console, zalo)
    assert (code, "it does not try any more" in said) == (0, True)


async def test_the_allowance(console: Console, zalo: FakeZaloBot) -> None:
    console.works("migrate")
    with console.look() as db:
        usage.sent(db, Counter(zalo_bot=2500))
        for number in range(50):
            chats.add(db, "zalo_bot", str(number))
    code, said = await doctor(console, zalo)
    assert "– zalo bot: 2500 of 3000 messages this month" in said
    assert "✗ zalo bot: 50 of 50 people" in said
    assert code == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [("zalo_bot_secret", "short"), ("zalo_bot_secret", "bí mật của xã"), ("zalo_bot_token", "two words")],
)
def test_settings_that_cannot_work(console: Console, name: str, value: str) -> None:
    said = console.fails("doctor", **{"zalo_bot_token": TOKEN, name: value})
    assert f"DONGHANH_{name.upper()}" in said
    assert value not in said
