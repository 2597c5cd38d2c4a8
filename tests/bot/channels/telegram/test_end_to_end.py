"""The whole service beside a strict fake Telegram: people link, report, raise alerts, and nothing is said twice."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from pydantic import SecretStr

from bot.app import Service, open_deployment
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.settings import TelegramSettings
from bot.settings import Settings
from handlers.understand.fold import bare
from storage import accounts, invites, visits
from storage.opening import open_store
from tests import sown
from tests.bot.channels.telegram.fake import TOKEN, BotMessage, FakeTelegram, Limits, User
from tests.daytime import daytime
from tests.warm import warmed

SECRET = "a-secret-of-the-webhook"
UNIT = "17791"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Town:
    """A running service with the demo commune, and the codes that link its people."""

    def __init__(self, service: Service, api: FakeTelegram):
        self.service = service
        self.api = api

    async def linked(self, role: str, *, nth: int = 0) -> User:
        """Somebody of the role, with their chat linked by code, year of birth and consent."""
        with self.service.store.transaction() as db:
            account = accounts.with_role(db, UNIT, role)[nth]
            code, name, born = invites.create(db, account.id, None), account.name, account.born
        user = self.api.user(name.split()[-1])
        user.says(f"/start {code}")
        screen = await user.hears()
        for _ in range(8):
            labels = [button.text for row in screen.rows for button in row]
            if "Khác" in labels:
                return user
            if any(bare(label) == "dong y" for label in labels):
                user.presses("Đồng ý")
            else:
                user.says(str(born))
            screen = await user.hears()
        raise AssertionError(f"not linked: {screen.text}")


@asynccontextmanager
async def town_on(url: str, folder: Path, api: FakeTelegram, mode: str) -> AsyncIterator[Town]:
    port = free_port()
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        database_url=url,
        keys_file=folder / "keys.json",
        listen=f"127.0.0.1:{port}",
        public_url=f"http://127.0.0.1:{port}",
    ).with_platforms(
        TelegramSettings(
            _env_file=None,  # type: ignore[call-arg]
            telegram_token=SecretStr(TOKEN),
            telegram_secret=SecretStr(SECRET),
            telegram_api=api.url,
            telegram_mode=mode,  # type: ignore[arg-type]
        ),
    )
    clock = daytime()
    store = warmed(open_store(url, sown.KEYRING, clock.now))
    sown.sow(store, UNIT)
    service = Service(settings, clock, store, open_deployment(settings, clock))
    await service.start()
    runner = web.AppRunner(service.web_app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield Town(service, api)
    finally:
        await runner.cleanup()
        await service.stop()


@pytest.fixture
def _people_in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """They press faster than one message a second; how the pace is kept is another test's matter."""
    monkeypatch.setattr(Telegram, "capabilities", replace(Telegram.capabilities, per_chat_second=100, burst=100))


@pytest.fixture(params=["webhook", "polling"])
async def town(
    _people_in_a_hurry: None, request: pytest.FixtureRequest, database_url: str, tmp_path: Path
) -> AsyncIterator[Town]:
    async with FakeTelegram(limits=Limits.none()) as api, town_on(database_url, tmp_path, api, request.param) as town:
        yield town


async def report_a_fight(guardian: User) -> str:
    """A visit with a worrying sign, answered by pressing; gives the receipt."""
    guardian.says("/tham")
    screen = await guardian.hears()
    guardian.presses(screen.rows[0][0].text)
    for label in ("Hôm nay", "Tại nhà", "Gặp được", "Việc thời vụ", "Bình thường", "Đánh nhau hoặc đe doạ"):
        await guardian.hears()
        guardian.presses(label)
    for label in ("Xong", "Xong", "Bỏ qua", "Bỏ qua", "Gửi"):
        await guardian.hears()
        guardian.presses(label)
    return (await guardian.hears()).text


async def hears_of(user: User, words: str) -> BotMessage:
    """The next message with these words; the day's digest may come before."""
    for _ in range(6):
        message = await user.hears()
        if words in message.text:
            return message
    raise AssertionError(f"nothing of {words!r}: {[message.text for message in user.chat]}")


async def test_a_worrying_visit_reaches_the_officer_who_takes_it(town: Town) -> None:
    officer = await town.linked("officer")
    other = await town.linked("officer", nth=1)
    guardian = await town.linked("guardian")
    assert "TH-" in await report_a_fight(guardian)
    alert = await hears_of(officer, "🔴 KHẨN số")
    officer.presses("Tôi nhận", of=alert)
    await hears_of(other, "đã nhận")
    assert town.api.rejected == []


async def test_an_update_delivered_five_times_makes_one_visit_and_one_receipt(town: Town) -> None:
    guardian = await town.linked("guardian")
    await report_a_fight(guardian)
    before = len(guardian.chat)
    last = max(town.api.updates.history)
    for _ in range(5):
        town.api.again(last)
    await town.api.delivered()
    guardian.says("menu")
    await guardian.hears()
    assert len(guardian.chat) == before + 1
    with town.service.store.transaction() as db:
        today = visits.between(db, UNIT, db.today, db.today)
    assert len(today) == 1


@pytest.mark.parametrize("secret", ["", "wrong", f"{SECRET}x"])
async def test_a_webhook_without_its_secret_is_refused(sqlite_url: str, tmp_path: Path, secret: str) -> None:
    async with FakeTelegram() as api, town_on(sqlite_url, tmp_path, api, "webhook") as town:
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        async with ClientSession() as session:
            url = f"{town.service.settings.public_url}/hooks/telegram"
            async with session.post(url, json={"update_id": 1}, headers=headers) as answer:
                assert answer.status == 403
