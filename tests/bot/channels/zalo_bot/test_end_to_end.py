"""The whole service beside strict fakes: a guardian on Zalo types numbers, an officer on Telegram gets the alert."""

import asyncio
import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from pydantic import SecretStr
from sqlalchemy import func, select

from bench.ports import free_port
from bot.app import Service
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.zalo_bot.channel import ZaloBot
from bot.channels.zalo_bot.settings import ZaloBotSettings
from bot.delivery.channel import Capabilities
from bot.delivery.render import fit
from bot.deployment import open_deployment
from bot.files.signed_links import SignedLinks
from bot.settings import Settings
from handlers.kit import Button, Outgoing
from storage import accounts, attachments, chats, cutting, inbox, outbox, persons, usage, visits
from storage.opening import open_store
from storage.outbox import message_history
from tests import sown
from tests.audited import how_often
from tests.bot.channels.filling import asked, invited, links, reports
from tests.bot.channels.telegram.fake import TOKEN as TELEGRAM_TOKEN
from tests.bot.channels.telegram.fake import FakeTelegram, Limits, User
from tests.bot.channels.telegram.fake.user import picture
from tests.bot.channels.zalo_bot.fake import TOKEN, FakeZaloBot, ZaloUser
from tests.daytime import daytime
from tests.patience import until
from tests.warm import warmed

SECRET = "a-secret-of-the-webhook"
HEADER = "X-Bot-Api-Secret-Token"
UNIT = "17791"


@dataclass
class Town:
    """A running service with the demo commune, on Zalo and on Telegram."""

    service: Service
    zalo: FakeZaloBot
    telegram: FakeTelegram

    async def linked(self, role: str, nth: int = 0) -> ZaloUser:
        account, code = invited(self.service.store, UNIT, role, nth)
        user = self.zalo.user()
        user.says(code)
        await user.hears()
        await links(self.service.store, "zalo_bot", user, account)
        return user

    async def guardian(self, nth: int = 0) -> ZaloUser:
        return await self.linked("guardian", nth)

    async def officer(self) -> User:
        account, code = invited(self.service.store, UNIT, "officer")
        user = self.telegram.user()
        user.says(f"/start {code}")
        await user.hears()
        await links(self.service.store, "telegram", user, account)
        return user

    def count(self, table: Any) -> int:
        with self.service.store.transaction() as db:
            return int(db.execute(select(func.count()).select_from(table)).scalar_one())


@asynccontextmanager
async def town_on(url: str, folder: Path, zalo: FakeZaloBot, mode: str) -> AsyncIterator[Town]:
    port = free_port()
    async with FakeTelegram(limits=Limits.none()) as api:
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
                telegram_token=SecretStr(TELEGRAM_TOKEN),
                telegram_api=api.url,
            ),
            ZaloBotSettings(
                _env_file=None,  # type: ignore[call-arg]
                zalo_bot_token=SecretStr(TOKEN),
                zalo_bot_secret=SecretStr(SECRET),
                zalo_bot_api=zalo.url,
                zalo_bot_mode=mode,  # type: ignore[arg-type]
            ),
        )
        clock = daytime()
        store = warmed(open_store(url, sown.KEYRING, clock.now))
        sown.sow(store, UNIT)
        service = Service(settings, clock, store, open_deployment(settings, clock))
        runner = web.AppRunner(service.web_app(), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        await service.start()
        try:
            town = Town(service, zalo, api)
            if mode == "webhook":
                await until(lambda: zalo.receiving.url)
            yield town
        finally:
            await runner.cleanup()
            await service.stop()


@pytest.fixture(params=["webhook wrapped", "webhook flat", "polling", "polling that repeats itself"])
async def town(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Town]:
    monkeypatch.setattr("bot.channels.zalo_bot.channel.ZaloBot.capabilities", fast())
    monkeypatch.setattr("bot.intake.polling.FLOOR", 0.05)
    kind = request.param
    fake = FakeZaloBot(wrapped="flat" not in kind, honest_status="flat" not in kind, replays="repeats" in kind)
    async with fake, town_on(database_url, tmp_path, fake, kind.split()[0]) as town:
        yield town


def fast() -> Capabilities:
    return replace(ZaloBot.capabilities, per_second=200, per_chat_second=100, burst=50)


async def report_a_fight(town: Town, guardian: ZaloUser) -> str:
    """A visit with a worrying sign, told by typing numbers; gives the receipt."""
    return await reports(town.service.store, "zalo_bot", guardian, concerns=["violence"])


async def hears_of(user: Any, words: str) -> Any:
    """The next message with these words; the day's digest, and alerts of the demo commune, may come before."""
    for _ in range(10):
        message = await user.hears()
        if words in message.text:
            return message
    raise AssertionError(f"nothing of {words!r}")


async def test_a_visit_told_by_numbers_on_zalo_reaches_the_officer_on_telegram(town: Town) -> None:
    officer = await town.officer()
    guardian = await town.guardian()
    receipt = await report_a_fight(town, guardian)
    assert "TH-" in receipt
    alert = await hears_of(officer, "🔴 KHẨN C")
    officer.presses("Tôi nhận", of=alert)
    assert town.zalo.rejected == []
    with town.service.store.transaction() as db:
        assert len(visits.between(db, UNIT, db.today, db.today)) == 1
    await until(lambda: used(town) == len(town.zalo.sent))


def used(town: Town) -> int:
    with town.service.store.transaction() as db:
        return usage.sent_this_month(db, "zalo_bot")


async def test_an_update_delivered_five_times_is_answered_once(town: Town) -> None:
    guardian = await town.guardian()
    guardian.says("tham")
    await guardian.hears()
    last = guardian.says("1")
    await guardian.hears()
    for _ in range(5):
        town.zalo.again(last)
    await asyncio.sleep(0.3)
    await guardian.hears_nothing()
    guardian.chooses("Hôm qua")
    await guardian.hears()
    now = asked(town.service.store, "zalo_bot", guardian)
    assert now is not None
    assert "visited_on" in now.before


@pytest.fixture
async def small_town(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    monkeypatch.setattr("bot.channels.zalo_bot.channel.ZaloBot.capabilities", fast())
    async with FakeZaloBot() as fake, town_on(sqlite_url, tmp_path, fake, "webhook") as town:
        yield town


async def test_what_cannot_be_read_gets_a_kind_word_that_says_what_can(small_town: Town) -> None:
    guardian = await small_town.guardian()
    guardian.sends_sticker()
    assert "cứ nhắn" in (await guardian.hears()).text
    guardian.sends_something_else()
    assert "gõ vài chữ" in (await guardian.hears()).text
    stranger = small_town.zalo.user("Lan")
    stranger.says("alo")
    await stranger.hears()
    for act in (stranger.sends_sticker, stranger.sends_something_else):
        act()
        assert "mã" in (await stranger.hears()).text


async def to_the_note(town: Town, guardian: ZaloUser) -> None:
    """As far as the question that takes words, a voice note or a photo."""
    assert "kể thêm" in await reports(town.service.store, "zalo_bot", guardian, until="note")


def fetched(town: Town) -> list[tuple[str, str | None]]:
    with town.service.store.transaction() as db:
        return [(row.state, row.reason) for row in db.execute(attachments.attachments.select())]


@pytest.mark.parametrize("act", ["photo", "voice"])
async def test_a_photo_and_a_voice_note_are_fetched_and_kept(
    small_town: Town, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    monkeypatch.setattr("bot.files.fetcher.PAUSE", 0.05)
    guardian = await small_town.guardian()
    await to_the_note(small_town, guardian)
    guardian.sends_photo() if act == "photo" else guardian.sends_voice()
    await guardian.hears()
    await until(lambda: fetched(small_town) == [("stored", None)])
    with small_town.service.store.transaction() as db:
        [row] = db.execute(attachments.attachments.select())
    kept = small_town.service.files.read(row.id)
    assert (row.type, kept[:2]) == (("image/jpeg", b"\xff\xd8") if act == "photo" else ("audio/aac", b"\xff\xf1"))
    assert b"Phone of somebody" not in kept
    assert kept != picture()


async def a_kept_photo(town: Town) -> int:
    guardian = await town.guardian()
    await to_the_note(town, guardian)
    guardian.sends_photo()
    await guardian.hears()
    await until(lambda: fetched(town) == [("stored", None)])
    with town.service.store.transaction() as db:
        return int(db.execute(select(attachments.attachments.c.id)).scalar_one())


def last_message(town: Town) -> message_history.Message:
    """To the only one who is linked."""
    with town.service.store.transaction() as db:
        found = message_history.get(db, db.execute(select(func.max(outbox.outbox.c.id))).scalar_one())
    assert found is not None
    return found


async def test_a_photo_goes_out_by_an_address_that_is_lent(small_town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.files.fetcher.PAUSE", 0.05)
    photo = await a_kept_photo(small_town)
    channel = small_town.service.channels["zalo_bot"]
    reader = small_town.zalo.user(wrote=True)
    out = Outgoing(
        "Ảnh bác Tư gửi kèm.", (Button("Anh Nam", "do:card:1"),), attachment=photo, shows="photo", instead="Xem ở web."
    )
    await channel.send(reader.id, fit(out, channel.capabilities), last_message(small_town).id)
    assert (reader.screen.kind, reader.screen.options) == ("photo", [(1, "Anh Nam")])
    assert reader.screen.file == small_town.service.files.read(photo)
    small_town.zalo.fails("sendPhoto", code=400)
    await channel.send(reader.id, fit(out, channel.capabilities), 2)
    assert (reader.screen.kind, reader.screen.text) == ("text", "Xem ở web.\n\n1. Anh Nam")
    voice = replace(out, shows="voice")
    await channel.send(reader.id, fit(voice, channel.capabilities), 3)
    assert reader.screen.text.startswith("Xem ở web.")


async def test_what_is_lent_is_lent_to_who_knows_the_address_and_not_for_long(
    small_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.files.fetcher.PAUSE", 0.05)
    photo = await a_kept_photo(small_town)
    service = small_town.service
    links = SignedLinks(service.attachments, str(service.settings.public_url))
    message = last_message(small_town)
    good = links.address(photo, message.id)
    monkeypatch.setattr("bot.files.signed_links.LIFE", timedelta(seconds=-1))
    stale, missing = links.address(photo, message.id), good.replace(str(photo), str(photo + 1))
    later = re.sub(r"-(\d{10})-", lambda found: f"-{int(found[1]) + 60}-", good)
    monkeypatch.setattr("bot.files.signed_links.LIFE", timedelta(minutes=5))
    forged = f"{good[:-5]}{'1' if good[-5] == '0' else '0'}.jpg"
    async with ClientSession() as session:
        for url in (
            stale,
            missing,
            later,
            links.address(photo + 1, message.id),
            links.address(photo, 1),
            forged,
            good[:-4],
            good + ".jpg",
        ):
            async with session.get(url) as answer:
                assert answer.status == 404, url
        async with session.get(good) as answer:
            assert (answer.status, answer.content_type) == (200, "image/jpeg")
            assert "no-store" in answer.headers["Cache-Control"]
            assert await answer.read() == service.files.read(photo)
        with service.store.transaction() as db:
            cutting.cut(db, message.chat_id, None)
        async with session.get(good) as answer:
            assert answer.status == 404, "it was given to a phone that is lost"


async def test_what_was_lent_to_an_account_that_has_ended_opens_no_more(
    small_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.files.fetcher.PAUSE", 0.05)
    photo = await a_kept_photo(small_town)
    service = small_town.service
    message = last_message(small_town)
    address = SignedLinks(service.attachments, str(service.settings.public_url)).address(photo, message.id)
    async with ClientSession() as session:
        async with session.get(address) as answer:
            assert answer.status == 200
        with service.store.transaction() as db:
            chat = chats.get(db, message.chat_id)
            assert chat is not None
            assert chat.account_id is not None
            accounts.set_status(db, chat.account_id, "closed", by=None)
        async with session.get(address) as answer:
            assert answer.status == 404


async def test_a_document_comes_by_a_link_and_opens_behind_its_button(
    small_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.files.rounds.PAUSE", 0.05)
    officer = await small_town.linked("officer")
    with small_town.service.store.transaction() as db:
        [person, *_] = persons.of_unit(db, UNIT)
    officer.says(f"ho so mot trang {str(person.id)[-4:]}")
    await hears_of(officer, "Đang soạn")
    said = (await hears_of(officer, "/papers/")).text
    found = re.search(r"(http://127\.0\.0\.1:\d+)/papers/\S+", said)
    assert found is not None, said
    assert person.name not in said
    async with ClientSession(headers={"Origin": found[1]}) as session:
        async with session.get(found[0]) as page:
            assert (page.status, page.content_type) == (200, "text/html")
        async with session.post(found[0]) as answer:
            assert (answer.status, answer.content_type) == (200, "application/pdf")
            assert (await answer.read()).startswith(b"%PDF-")
    with small_town.service.store.transaction() as db:
        assert how_often(db, person.id, "document.made") == 1
        assert how_often(db, person.id, "person.looked") == 2


@pytest.mark.parametrize("url", ["http://169.254.169.254/latest", "http://10.0.0.1/a.jpg", "file:///etc/passwd"])
async def test_a_photo_that_points_into_a_private_network_is_never_fetched(
    small_town: Town, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setattr("bot.files.fetcher.PAUSE", 0.05)
    guardian = await small_town.guardian()
    await to_the_note(small_town, guardian)
    guardian.sends_photo(url=url)
    await guardian.hears()
    reason = "not_an_address" if url.startswith("file") else "private_address"
    await until(lambda: fetched(small_town) == [("refused", reason)])


async def test_the_hook_knows_its_platform(small_town: Town) -> None:
    url = f"{small_town.service.settings.public_url}/hooks/zalo-bot"
    before = small_town.count(inbox.inbox)
    update = {"message": {"from": {"id": "a"}, "chat": {"id": "a"}, "message_id": "b", "text": "x", "date": 1}}
    async with ClientSession() as session:

        async def posts(body: bytes | io.BytesIO | None = None, json: Any = None, secret: str = SECRET) -> int:
            async with session.post(url, data=body, json=json, headers={HEADER: secret} if secret else {}) as answer:
                return answer.status

        assert await posts(secret="") == 200, "somebody tries the door with nothing in hand"
        for probe in (b"{}", b" {} ", b"{ }"):
            assert await posts(probe, secret="") == 200, "a console tries the address before it saves it"
        for secret in ("", "wrong", f"{SECRET}x", "bí mật"):
            assert await posts(json=update, secret=secret) == 403
        for nonsense in (b"{", b"[]", b"null", b'{"event_name": "x"}', b"\xff\xfe"):
            assert await posts(nonsense) == 400
        assert await posts(io.BytesIO(b" " * 1_100_000)) == 413
        assert small_town.count(inbox.inbox) == before
        assert await posts(json=update) == 200
        assert await posts(json={"ok": True, "result": update}) == 200
    assert small_town.count(inbox.inbox) == before + 1


async def test_the_fifty_first_is_not_heard_and_the_admin_knew(
    small_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(51):
        small_town.zalo.user(f"Người {n}").says("alo")
    await small_town.zalo.delivered()
    await until(lambda: len(small_town.zalo.sent) == 50)
    with small_town.service.store.transaction() as db:
        assert usage.people(db, "zalo_bot") == 50


async def test_polling_that_repeats_itself_is_no_storm(sqlite_url: str, tmp_path: Path) -> None:
    async with FakeZaloBot(replays=True) as fake, town_on(sqlite_url, tmp_path, fake, "polling") as town:
        stranger = town.zalo.user()
        stranger.says("alo")
        await stranger.hears()
        before = len(fake.asked("getUpdates"))
        await asyncio.sleep(1.5)
        assert len(fake.asked("getUpdates")) - before <= 3
        await stranger.hears_nothing()
        stranger.says("menu")
        await stranger.hears()


async def test_polling_takes_away_a_webhook_that_stands_in_its_way(sqlite_url: str, tmp_path: Path) -> None:
    async with FakeZaloBot() as fake:
        await fake.receiving.set_webhook({"url": f"{fake.url}/old", "secret_token": SECRET})
        async with town_on(sqlite_url, tmp_path, fake, "polling") as town:
            await until(lambda: not fake.receiving.url)
            stranger = town.zalo.user()
            stranger.says("alo")
            await stranger.hears()
