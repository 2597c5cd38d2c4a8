"""The whole service beside a strict fake Telegram: people link, report, raise alerts, and nothing is said twice."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from pydantic import SecretStr

from bench.ports import free_port
from bot.app import Service
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.settings import TelegramSettings
from bot.deployment import open_deployment
from bot.settings import Settings
from handlers.kit.document import XLSX
from storage import persons, visits
from storage.opening import open_store
from tests import sown
from tests.bot.channels.filling import invited, links, reports
from tests.bot.channels.telegram.fake import TOKEN, BotMessage, FakeTelegram, Limits, User
from tests.daytime import daytime
from tests.handlers.enrolment.files import persons as list_of_persons
from tests.warm import warmed

SECRET = "a-secret-of-the-webhook"
UNIT = "17791"


class Town:
    """A running service with the demo commune, and the codes that link its people."""

    def __init__(self, service: Service, api: FakeTelegram):
        self.service = service
        self.api = api

    async def linked(self, role: str, *, nth: int = 0) -> User:
        """Somebody of the role, with their chat linked by code, year of birth and consent."""
        account, code = invited(self.service.store, UNIT, role, nth)
        user = self.api.user(account.name.split()[-1])
        user.says(f"/start {code}")
        await user.hears()
        await links(self.service.store, "telegram", user, account)
        return user


@asynccontextmanager
async def town_on(url: str, folder: Path, api: FakeTelegram, mode: str) -> AsyncIterator[Town]:
    port = free_port()
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        unit="17791",
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


async def report_a_fight(town: Town, guardian: User) -> str:
    """A visit with a worrying sign, answered by pressing; gives the receipt."""
    return await reports(town.service.store, "telegram", guardian, concerns=["violence"])


async def hears_of(user: User, words: str) -> BotMessage:
    """The next message with these words; the day's digest, and alerts of the demo commune, may come before."""
    for _ in range(10):
        message = await user.hears()
        if words in message.text:
            return message
    raise AssertionError(f"nothing of {words!r}: {[message.text for message in user.chat]}")


async def test_a_worrying_visit_reaches_the_officer_who_takes_it(town: Town) -> None:
    officer = await town.linked("officer")
    other = await town.linked("officer", nth=1)
    guardian = await town.linked("guardian")
    assert "TH-" in await report_a_fight(town, guardian)
    alert = await hears_of(officer, "🔴 KHẨN C")
    officer.presses("Tôi nhận", of=alert)
    await hears_of(other, "đã nhận")
    assert town.api.rejected == []


async def test_an_update_delivered_five_times_makes_one_visit_and_one_receipt(town: Town) -> None:
    guardian = await town.linked("guardian")
    await report_a_fight(town, guardian)
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


async def test_six_photos_of_one_album_get_one_answer(town: Town) -> None:
    guardian = await town.linked("guardian")
    before = len(guardian.chat)
    guardian.sends_album(6, "Nhà anh Nam đây")
    await town.api.delivered()
    guardian.says("menu")
    await hears_of(guardian, "Chào")
    assert len(guardian.chat) == before + 2
    assert town.api.rejected == []


async def test_a_command_is_for_the_bot_that_it_names(town: Town) -> None:
    guardian = await town.linked("guardian")
    before = len(guardian.chat)
    guardian.says("/menu@SomeOtherBot")
    await town.api.delivered()
    guardian.says(f"/menu@{town.api.state.bot['username']}")
    await hears_of(guardian, "Chào")
    assert len(guardian.chat) == before + 1


async def test_a_list_sent_as_a_file_comes_back_coloured_is_asked_about_and_taken_in(
    sqlite_url: str, tmp_path: Path
) -> None:
    listed = list_of_persons(
        ("Vi Văn Ba", 1990, None, "xóm 6", "Đặc xá", "01/09/2026", None),
        ("Hoàng Công Đức", None, None, "xóm 8", "Án treo", "05/10/2025", None),
    )
    limits = Limits.none()
    async with FakeTelegram(limits=limits) as api, town_on(sqlite_url, tmp_path, api, "polling") as town:
        officer = await town.linked("officer")
        officer.sends_document(listed, "danh-sach.xlsx", XLSX)
        await hears_of(officer, "đang đọc")
        paper = await hears_of(officer, "tô màu")
        assert paper.file.startswith(b"PK"), "an Excel file"
        shown = await hears_of(officer, "Mới: 1")
        officer.presses("Trả lời 1 câu hỏi", of=shown)
        officer.presses("Người khác", of=await hears_of(officer, "có phải cùng một người"))
        officer.presses("Nhập 2 dòng", of=await hears_of(officer, "Mới: 2"))
        officer.presses("Nhập 2 dòng", of=await hears_of(officer, "chắc chứ"))
        await hears_of(officer, "Đã nhập 2 dòng")
        with town.service.store.transaction() as db:
            names = [person.name for person in persons.of_unit(db, UNIT)]
        assert names.count("Hoàng Công Đức") == 2
        assert api.rejected == []
