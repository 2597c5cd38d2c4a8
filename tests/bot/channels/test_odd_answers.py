"""No answer of a platform ends polling, a start-up call, a send or a renewal: it is read, or a failure of the platform.

Before, 12 of these ended polling for good, and nobody was told.
"""

import asyncio
import gzip
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import suppress
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import orjson
import pytest
from pydantic import SecretStr
from telegram.error import TelegramError

from bot.channels.downloads import Downloads
from bot.channels.platform import RunningChannel
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.running import RunningTelegram
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.zalo_bot.channel import ZaloBot
from bot.channels.zalo_bot.running import RunningZaloBot
from bot.channels.zalo_bot.settings import ZaloBotSettings
from bot.channels.zalo_oa.request import OaRequest, fields_of, read_answer
from bot.channels.zalo_oa.tokens import Answer as Tokens
from bot.channels.zalo_oa.tokens import App, Refused
from bot.channels.zalo_oa.tokens import Tokens as OaTokens
from bot.channels.zalo_oa.tokens import read_answer as read_tokens
from bot.channels.zalo_session import Refusal
from bot.delivery.channel import Blocked, Channel, Down, Receipt, Rejected, Retry, SendFailed, WindowClosed
from bot.intake import polling
from bot.intake.desk import Desk
from bot.supervision import Supervisor, cancelled
from handlers.kit import Incoming, Outgoing
from storage.keyring import Keyring
from storage.opening import open_store
from tests.bot.channels.odd_answers import ODD, Answer, OddServer, ok
from tests.daytime import daytime
from tests.patience import PATIENCE, until
from tests.warm import warmed

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
CLOSED = (Retry, Blocked, WindowClosed, Rejected, Down)
TOKEN = "5000000001:AAFakeTokenForTests-0123456789abcdefg"
# these say that nothing is there, or that all is well: nothing to be sorry for
FINE = {"result null", "no result", "a key twice"}
UPDATES = {
    "telegram": {
        "update_id": 7,
        "message": {
            "message_id": 1,
            "date": 1,
            "chat": {"id": 5, "type": "private"},
            "from": {"id": 5},
            "text": "chào",
        },
    },
    "zalo_bot": {"message": {"message_id": "m1", "date": 1, "chat": {"id": "5"}, "from": {"id": "5"}, "text": "chào"}},
}
FOUND = {
    "telegram": {"id": 1, "is_bot": True, "first_name": "Đồng Hành", "username": "donghanh_bot"},
    "zalo_bot": {},
}


@dataclass
class Listener:
    """As much of the desk as polling needs: what it accepts, it keeps."""

    supervisor: Supervisor = field(default_factory=Supervisor)
    store: Any = field(default_factory=lambda: SimpleNamespace(sqlite=True))
    deployment: Any = field(default_factory=lambda: SimpleNamespace(addresses={}))
    heard: list[str] = field(default_factory=list)

    async def accept(self, message: Incoming) -> None:
        self.heard.append(message.text)


def opened(name: str, url: str) -> RunningChannel:
    none = {"_env_file": None}
    if name == "telegram":
        return RunningTelegram(
            TelegramSettings(telegram_token=SecretStr(TOKEN), telegram_api=url, telegram_mode="polling", **none), ""
        )
    settings = ZaloBotSettings(zalo_bot_token=SecretStr(TOKEN), zalo_bot_api=url, zalo_bot_mode="polling", **none)
    return RunningZaloBot(settings, "", cast(Any, None))


def parts_of(running: RunningChannel, desk: Listener) -> list["asyncio.Task[None]"]:
    """Starts what belongs to polling; the allowance needs a database."""
    parts = running.work(cast(Desk, desk), lambda _code: None)
    return [desk.supervisor.start(part) for part in parts if not part.name.endswith("allowance")]


async def ended(call: Awaitable[object]) -> object:
    """Gives what comes of a call, also where it fails in a way that is foreseen."""
    try:
        return await call
    except SendFailed as failure:
        return failure


def says(name: str) -> dict[str, Answer]:
    return {
        "getUpdates": ok(orjson.dumps([UPDATES[name]])),
        "getMe": ok(orjson.dumps(FOUND[name])),
        "getWebhookInfo": ok(b"{}"),
    }


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    for pause in ("PAUSE", "LONG_PAUSE", "LONGEST_OBEYED", "FLOOR"):
        monkeypatch.setattr(polling, pause, 0.02)
    monkeypatch.setattr("bot.channels.telegram.running.ASK_AGAIN", 0.02)
    monkeypatch.setattr("bot.channels.telegram.request.PAUSE", 0.02)


@pytest.mark.usefixtures("hurry")
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", ["telegram", "zalo_bot"])
async def test_polling_goes_on_after_an_odd_answer_and_tells_of_it_meanwhile(name: str, odd: str) -> None:
    server, desk, said = OddServer("getUpdates", ODD[odd], times=5, otherwise=says(name)), Listener(), set()
    async with server.running():
        running = opened(name, server.url)
        await running.channel.start()
        tasks = parts_of(running, desk)
        try:
            async with asyncio.timeout(PATIENCE):
                while not desk.heard:
                    said.add(ailing_of(desk))
                    await asyncio.sleep(0.005)
            await until(lambda: not ailing_of(desk))
        finally:
            await cancelled(tasks)
            await running.channel.stop()
    assert desk.heard[0] == "chào"
    assert not desk.supervisor.restarts(), "polling has not died"
    assert (said != {""}) or odd in FINE or (name == "zalo_bot" and "id" in odd), "the trouble was told"


def ailing_of(desk: Listener) -> str:
    return next((health.ails for health in desk.supervisor.parts.values() if health.ails), "")


@pytest.mark.usefixtures("hurry")
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("method", ["getMe", "deleteWebhook"])
async def test_a_call_at_the_start_is_made_again_until_telegram_answers_it(method: str, odd: str) -> None:
    server, desk = OddServer(method, ODD[odd], times=2, otherwise=says("telegram")), Listener()
    async with server.running():
        running = opened("telegram", server.url)
        await running.channel.start()
        tasks = parts_of(running, desk)
        try:
            await until(lambda: desk.heard and desk.deployment.addresses.get("telegram") == "donghanh_bot")
        finally:
            await cancelled(tasks)
            await running.channel.stop()
    assert not desk.supervisor.restarts()


@pytest.fixture(params=["telegram", "zalo_bot"])
async def sending(request: pytest.FixtureRequest) -> AsyncIterator[tuple[OddServer, Channel]]:
    async with OddServer("").running() as server:
        channel = Telegram(TOKEN, server.url) if request.param == "telegram" else ZaloBot(TOKEN, server.url)
        await channel.start()
        yield server, channel
        await channel.stop()


@pytest.mark.parametrize("odd", ODD)
async def test_a_send_is_taken_or_fails_in_one_of_the_closed_ways(sending: tuple[OddServer, Channel], odd: str) -> None:
    server, channel = sending
    server.method, server.answer, server.times = "sendMessage", ODD[odd], 1
    outcome = await ended(channel.send("5", Outgoing("Chào bác"), 1))
    assert isinstance(outcome, (Receipt, *CLOSED))
    assert getattr(outcome, "code", "") != "token", "somebody in between has not refused our token"
    assert not isinstance(outcome, Retry) or 1 <= outcome.after <= 24 * 3600


@pytest.mark.parametrize("odd", ODD)
def test_an_answer_of_the_official_account_is_read_or_fails(odd: str) -> None:
    with suppress(Down, Refusal):
        fields_of(read_answer(ODD[odd].status, ODD[odd].body))


@pytest.mark.parametrize("odd", ODD)
async def test_a_call_of_the_official_account_gives_fields_or_rows_or_fails(odd: str) -> None:
    async with OddServer("cs", ODD[odd], times=9).running() as server:
        request = OaRequest(server.url)
        await request.start()
        for call in (request.post("/cs", "access", {}), request.get("/cs", "access"), request.rows("/cs", "access")):
            with suppress(Down, Refusal):
                assert isinstance(await call, dict | list)
        await request.stop()


async def test_no_odd_answer_to_a_renewal_loses_the_pair_or_keeps_the_next_one_from_it(sqlite_url: str) -> None:
    store = warmed(open_store(sqlite_url, Keyring.fresh(), daytime().now))
    async with OddServer("access_token").running() as server:
        pair = OaTokens(store, App("1", "2", "secret", server.url), "refresh-0")
        await pair.start()
        for odd, answer in ODD.items():
            server.answer, server.times = answer, 1
            assert isinstance(await ended(pair.current()), Down), odd
        fresh = b'{"access_token":"access-1","refresh_token":"refresh-1","expires_in":"90000"}'
        server.answer, server.times = Answer(fresh), 1
        assert (await pair.current()).access == "access-1"
        await pair.stop()
    store.close()


@pytest.mark.parametrize("odd", ODD)
async def test_a_file_of_telegram_is_fetched_or_fails_in_one_of_the_closed_ways(odd: str) -> None:
    async with OddServer("getFile", ODD[odd], times=1).running() as server:
        channel = Telegram(TOKEN, server.url)
        await channel.start()
        assert isinstance(await ended(channel.fetch("photo", 1000)), (bytes, *CLOSED))
        await channel.stop()


@pytest.mark.parametrize("odd", ODD)
async def test_a_webhook_counts_as_set_only_when_telegram_says_so(odd: str) -> None:
    async with OddServer("setWebhook", ODD[odd], times=1).running() as server:
        channel = Telegram(TOKEN, server.url)
        await channel.start()
        if odd == "result true":
            await channel.set_webhook("https://donghanh.example/hooks/telegram", "secret")
        else:
            with pytest.raises(TelegramError):
                await channel.set_webhook("https://donghanh.example/hooks/telegram", "secret")
        await channel.stop()


@pytest.mark.parametrize("odd", ODD)
def test_no_odd_answer_loses_the_pair_of_tokens(odd: str) -> None:
    answer = ODD[odd]
    with pytest.raises(Down):
        read_tokens(answer.status, answer.body)


@pytest.mark.parametrize("life", [b"1e99", b'"9999999999999"', b"-1", b"null", b"[]", b"true", b'"x"'])
def test_a_token_lives_an_hour_at_least_and_a_month_at_most(life: bytes) -> None:
    answer = read_tokens(200, b'{"access_token":"a","refresh_token":"r","expires_in":' + life + b"}")
    assert isinstance(answer, Tokens)
    assert 3600 <= answer.life.total_seconds() <= 30 * 86_400


@pytest.mark.parametrize("token", ["a\\r\\nX: y", "đ", "a" * 5000, "", "\\u0000"])
def test_what_no_header_could_carry_is_no_token(token: str) -> None:
    with pytest.raises((Down, Refused)):
        read_tokens(200, f'{{"access_token":"{token}","refresh_token":"r"}}'.encode())


@pytest.mark.parametrize("odd", ODD)
async def test_a_download_gives_bytes_or_fails_in_one_of_the_closed_ways(odd: str) -> None:
    downloads = Downloads(loopback=True)
    await downloads.start()
    async with OddServer("photo", ODD[odd], times=9).running() as server:
        outcome = await ended(downloads.fetch(f"{server.url}/photo", 1_000_000))
    await downloads.stop()
    assert isinstance(outcome, (bytes, *CLOSED))


async def test_a_bomb_of_zeros_is_not_unpacked_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.answers.LARGEST", 100_000)
    bomb = Answer(gzip.compress(b"0" * 5_000_000), headers=(("Content-Encoding", "gzip"),))
    async with OddServer("sendMessage", bomb, times=1).running() as server:
        channel = Telegram(TOKEN, server.url)
        await channel.start()
        with pytest.raises(Down, match="too_large"):
            await channel.send("5", Outgoing("Chào bác"), 1)
        await channel.stop()


@pytest.mark.parametrize("name", ["telegram", "zalo_bot"])
async def test_a_server_that_does_not_wait_is_asked_about_once_a_second_and_less(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "FLOOR", 0.1)
    desk, server = Listener(), OddServer("", otherwise={**says(name), "getUpdates": ok(b"[]")})
    async with server.running():
        running = opened(name, server.url)
        await running.channel.start()
        tasks = parts_of(running, desk)
        began = time.monotonic()
        await until(lambda: server.asked.count("getUpdates") >= 4)
        await cancelled(tasks)
        await running.channel.stop()
    assert time.monotonic() - began >= 0.5, "after 0.1, 0.2, 0.4 seconds, here ten times as fast"


async def test_an_update_among_odd_ones_is_heard() -> None:
    mixed = orjson.dumps([{"update_id": "x"}, 7, UPDATES["telegram"], None])
    desk, server = Listener(), OddServer("", otherwise={**says("telegram"), "getUpdates": ok(mixed)})
    async with server.running():
        running = opened("telegram", server.url)
        await running.channel.start()
        tasks = parts_of(running, desk)
        await until(lambda: desk.heard)
        await cancelled(tasks)
        await running.channel.stop()
    assert desk.heard[0] == "chào"
