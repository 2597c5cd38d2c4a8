"""The whole service beside a strict fake Official Account: taps, a human who takes over, forgeries, no store."""

import json
import threading
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
from sqlalchemy.exc import OperationalError

from bench.ports import free_port
from bot.app import Service
from bot.channels.zalo_oa.channel import ZaloOa
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.deployment import open_deployment
from bot.intake import turns
from bot.settings import Settings
from handlers.kit import Outgoing
from handlers.notify import notices
from storage import accounts, chats, inbox, visits
from storage import outbox as rows
from storage.attachments import attachments
from storage.database import Db
from storage.opening import open_store
from storage.outbox import outbox
from storage.outbox.call_list import call_list
from tests import sown
from tests.bot.channels.filling import invited, links, reports
from tests.bot.channels.zalo_oa.fake import APP_ID, APP_SECRET, OA_ID, SEND, FakeZaloOa
from tests.bot.channels.zalo_oa.fake.receiving import KEY, sign
from tests.bot.channels.zalo_oa.fake.user import OaUser
from tests.daytime import daytime
from tests.notice_rows import at_once
from tests.patience import PATIENCE, until
from tests.warm import warmed

UNIT = "17791"


@dataclass
class Town:
    """A running service with the demo commune."""

    service: Service
    api: FakeZaloOa

    async def linked(self, role: str, nth: int = 0) -> OaUser:
        account, code = invited(self.service.store, UNIT, role, nth)
        user = self.api.user()
        user.follows()
        await user.hears()
        user.says(code)
        await user.hears()
        await links(self.service.store, "zalo_oa", user, account)
        return user

    def count(self, table: Any) -> int:
        with self.service.store.transaction() as db:
            return int(db.execute(select(func.count()).select_from(table)).scalar_one())


@asynccontextmanager
async def town_on(url: str, folder: Path, api: FakeZaloOa) -> AsyncIterator[Town]:
    port = free_port()
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        unit="17791",
        database_url=url,
        keys_file=folder / "keys.json",
        listen=f"127.0.0.1:{port}",
        public_url=f"http://127.0.0.1:{port}",
    ).with_platforms(
        ZaloOaSettings(
            _env_file=None,  # type: ignore[call-arg]
            zalo_oa_id=OA_ID,
            zalo_oa_app_id=APP_ID,
            zalo_oa_app_secret=SecretStr(APP_SECRET),
            zalo_oa_secret=SecretStr(KEY),
            zalo_oa_refresh_token=SecretStr("refresh-0"),
            zalo_oa_api=api.url,
            zalo_zbs_api=api.url,
            zalo_oauth_api=api.url,
        ),
    )
    clock = daytime()
    api.state.now = lambda: clock.now().timestamp()
    store = warmed(open_store(url, sown.KEYRING, clock.now))
    sown.sow(store, UNIT)
    service = Service(settings, clock, store, open_deployment(settings, clock))
    await service.start()
    runner = web.AppRunner(service.web_app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    api.receiving.url = f"http://127.0.0.1:{port}/hooks/zalo-oa"
    try:
        yield Town(service, api)
    finally:
        await runner.cleanup()
        await service.stop()


@pytest.fixture
def _people_in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = replace(ZaloOa.capabilities, per_second=200, per_chat_second=100, burst=50)
    monkeypatch.setattr(ZaloOa, "capabilities", fast)


@pytest.fixture
async def town(_people_in_a_hurry: None, database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with FakeZaloOa() as api, town_on(database_url, tmp_path, api) as town:
        yield town


@pytest.fixture
async def small_town(_people_in_a_hurry: None, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with FakeZaloOa() as api, town_on(sqlite_url, tmp_path, api) as town:
        yield town


async def test_a_visit_is_told_by_taps_and_lists(town: Town) -> None:
    guardian = await town.linked("guardian")
    assert "TH-" in await reports(town.service.store, "zalo_oa", guardian, concerns=["violence"])
    with town.service.store.transaction() as db:
        assert len(visits.between(db, UNIT, db.today, db.today)) == 1
    assert town.api.rejected == []
    assert all(delivery.status == 200 for delivery in town.api.receiving.deliveries)


async def test_an_event_brought_five_times_is_answered_once(town: Town) -> None:
    guardian = await town.linked("guardian")
    event = guardian.says("/tham")
    await guardian.hears()
    for _ in range(5):
        town.api.receiving.again(event)
    await town.api.delivered()
    await guardian.hears_nothing()


async def test_a_tap_on_an_old_button_shows_where_one_is(small_town: Town) -> None:
    guardian = await small_town.linked("guardian")
    menu = guardian.screen
    guardian.says("/tham")
    await guardian.hears()
    old = [payload for _, payload in menu.buttons] or ["#do:menu"]
    guardian.says(old[0])
    await guardian.hears()
    guardian.says("#visit_report:mood:normal")
    assert (await guardian.hears()).text


async def test_an_unfollower_is_not_written_to_and_a_follower_again_is(small_town: Town) -> None:
    guardian = await small_town.linked("guardian")
    guardian.unfollows()
    await small_town.api.delivered()
    await until(lambda: state_of(small_town, guardian) == "blocked")
    guardian.follows()
    await guardian.hears()
    assert state_of(small_town, guardian) == "active"


def state_of(town: Town, user: OaUser) -> str:
    with town.service.store.transaction() as db:
        chat = chats.at(db, "zalo_oa", user.id)
    assert chat is not None
    return chat.state


class TestAHumanTakesOver:
    async def test_the_bot_is_silent_but_for_buttons_and_emergencies(self, town: Town) -> None:
        guardian = await town.linked("guardian")
        guardian.says("menu")
        await guardian.hears()
        guardian.is_written_to_by_hand("Chào bác, tôi là Hùng ở xã")
        await until(lambda: hushed(town, guardian))
        guardian.says("Chào anh Hùng, cháu Nam dạo này")
        await town.api.delivered()
        await guardian.hears_nothing(0.4)
        guardian.says("#go:visit_report")
        assert (await guardian.hears()).text
        guardian.says("#visit_report:*:!cancel")
        await guardian.hears()
        guardian.says("cứu tôi với, nó đang đánh nhau")
        assert (await guardian.hears()).text
        guardian.says("dừng")
        assert (await guardian.hears()).text
        assert state_of(town, guardian) == "stopped"

    async def test_reminders_wait_and_it_ends(self, town: Town) -> None:
        guardian = await town.linked("guardian")
        guardian.is_written_to_by_hand("Chào bác")
        await until(lambda: hushed(town, guardian))

        def put_both(db: Db) -> None:
            chat = chats.at(db, "zalo_oa", guardian.id)
            assert chat is not None
            for lane in (rows.REMINDER, rows.ALERT):
                end = db.now + timedelta(hours=5)
                body = Outgoing(f"{lane}").to_json()
                rows.put(db, chat, body, lane=lane, kind="visit_today", expires_at=end)

        await town.service.desk.run(put_both)
        assert (await guardian.hears()).text == str(rows.ALERT)
        await guardian.hears_nothing(1.0)
        with town.service.store.transaction() as db:
            db.execute(chats.chats.update().values(hushed_until=db.now - timedelta(seconds=1)))
        assert (await guardian.hears()).text == str(rows.REMINDER)
        guardian.says("menu")
        assert (await guardian.hears()).text


def hushed(town: Town, user: OaUser) -> bool:
    with town.service.store.transaction() as db:
        chat = chats.at(db, "zalo_oa", user.id)
        return chat is not None and chat.hushed_until is not None and chat.hushed_until > db.now


class TestTheDoor:
    async def test_it_knows_who_knocks(self, small_town: Town) -> None:
        receiving, before = small_town.api.receiving, small_town.count(inbox.inbox)
        user = small_town.api.user()
        seconds = small_town.api.state.now()
        now = str(int(seconds * 1000))

        def event(text: str = "chào", timestamp: str = now) -> bytes:
            sides = {"sender": {"id": user.id}, "recipient": {"id": OA_ID}, "app_id": APP_ID, "timestamp": timestamp}
            message = {"text": text, "msg_id": f"m-{text}"}
            return json.dumps({"event_name": "user_send_text", **sides, "message": message}).encode()

        async def brings(body: bytes, moment: str = now, header: str | None = None, **headers: str) -> int:
            given = f"mac={sign(body, moment)}" if header is None else header
            return await receiving.post(body, {"X-ZEvent-Signature": given, **headers})

        async with ClientSession() as session, session.post(receiving.url) as answer:
            assert answer.status == 200, "somebody tries the door with nothing in hand"
        for probe in (b"{}", b" {} \n", b"{ }"):
            assert await brings(probe, header="") == 200, "the console tries the address before it saves it"
        assert small_town.count(inbox.inbox) == before, "and nothing is done"
        for forged in ("", "mac=", "mac=" + "0" * 64, f"mac={sign(event(), now, key='another')}"):
            assert await brings(event(), header=forged) == 403
        assert await brings(event("khác"), header=f"mac={sign(event(), now)}") == 403
        for days in (2, 400, -2):
            old = str(int((seconds - days * 86400) * 1000))
            assert await brings(event(timestamp=old), old) == 403, "a body played back"
        for nonsense in (b"{", b"[]", b"null", b"\xff\xfe"):
            assert await brings(nonsense) == 400
        assert await brings(b" " * 1_100_000) == 413
        assert small_town.count(inbox.inbox) == before
        strange = json.dumps({"event_name": "user_send_text", "timestamp": now}).encode()
        assert await brings(strange) == 200, "signed and senseless: it would be no better later"
        half_a_day = str(int((seconds - 12 * 3600) * 1000))
        assert await brings(event("trễ", half_a_day), half_a_day, num_retry="5") == 200
        assert await brings(event("theo OA"), header=f"mac={sign(event('theo OA'), now, OA_ID)}") == 200
        assert await brings(event("trơn"), header=sign(event("trơn"), now)) == 200
        bare_event = event("giờ ở đầu thư", "")
        assert await brings(bare_event, now, **{"X-ZEvent-Timestamp": now}) == 200
        beside = str(int(now) - 1000)
        told_twice = event("giờ ở cả hai nơi")
        assert await brings(told_twice, beside, **{"X-ZEvent-Timestamp": beside}) == 200, "that of the header is signed"
        assert await brings(told_twice, now, **{"X-ZEvent-Timestamp": beside}) == 200, "that of the body is signed"
        assert await brings(told_twice, str(int(now) - 7), **{"X-ZEvent-Timestamp": beside}) == 403, "neither is"
        long_ago = str(int((seconds - 400 * 86400) * 1000))
        assert await brings(told_twice, long_ago, **{"X-ZEvent-Timestamp": long_ago}) == 403, "a body played back"
        assert small_town.count(inbox.inbox) == before + 5


class TestAStoreThatIsAway:
    async def test_the_platform_is_answered_in_time_and_nothing_is_lost(
        self, town: Town, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        guardian = await town.linked("guardian")
        await town.api.delivered()
        town.api.receiving.deliveries.clear()

        def away(*_: Any, **__: Any) -> Any:
            raise OperationalError("", {}, Exception())

        with monkeypatch.context() as patch:
            patch.setattr(turns, "take", away)
            patch.setattr(turns, "store", away)
            guardian.says("/tham")
            guardian.sends_photo()
            await town.api.delivered()
            await guardian.hears_nothing()
            tries = [one for one in town.api.receiving.deliveries if one.event_name.startswith("user_send_")]
            assert [one.status for one in tries] == [200, 200]
            assert len(spooled(town)) == 2
            assert not any(guardian.id.encode() in path.read_bytes() for path in spooled(town))
        assert (await guardian.hears()).text
        await guardian.hears()
        await until(lambda: spooled(town) == [])
        guardian.says("menu")
        await guardian.hears()

    async def test_a_store_that_hangs_is_not_waited_for(
        self, small_town: Town, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        guardian = await small_town.linked("guardian")
        real = turns.take

        goes_on = threading.Event()

        def slow(*arguments: Any) -> Any:
            goes_on.wait(PATIENCE)
            return real(*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(turns, "take", slow)
            guardian.says("/tham")
            await small_town.api.delivered()
            tries = [one for one in small_town.api.receiving.deliveries if one.event_name == "user_send_text"]
            assert tries[-1].status == 200
            goes_on.set()
            await guardian.hears()
        await until(lambda: spooled(small_town) == [])
        await guardian.hears_nothing(0.5)

    @pytest.mark.usefixtures("_people_in_a_hurry")
    async def test_what_waits_outlives_the_process(
        self, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with FakeZaloOa() as api:
            async with town_on(sqlite_url, tmp_path, api) as town:
                await town.linked("guardian")
                spool = town.service.running[1].spool  # type: ignore[attr-defined]
                read = spool.read
                keyring = town.service.store.keyring
                with monkeypatch.context() as patch:
                    patch.setattr("bot.channels.zalo_oa.hook.PATIENCE", 0.0)
                    patch.setattr(type(spool), "bring_in", _nothing)
                    stranger = api.user("Lan")
                    stranger.says("alo, có ai không")
                    await api.delivered()
            (path,) = (tmp_path / "spool").glob("*.sealed")
            assert read(path).text == "alo, có ai không"
            assert keyring.key_of(path.read_bytes()) == 1
            path.write_bytes(path.read_bytes()[:-1] + b"?")
            assert read(path) is None
            assert [one.suffix for one in (tmp_path / "spool").iterdir()] == [".unreadable"]


async def _nothing(*_: object) -> int:
    return 0


def spooled(town: Town) -> list[Path]:
    return list((town.service.settings.folder / "spool").glob("*.sealed"))


class TestWindows:
    async def test_who_was_silent_for_a_week_goes_on_the_call_list_without_asking(self, town: Town) -> None:
        guardian = await town.linked("guardian")
        service = town.service
        before, asked = town.count(call_list), len(town.api.asked(SEND))
        service.channels["zalo_oa"].windows.heard.clear()  # type: ignore[attr-defined]
        with service.store.transaction() as db:
            chat = chats.at(db, "zalo_oa", guardian.id)
            assert chat is not None
            assert chat.account_id is not None
            db.execute(chats.chats.update().values(last_in_at=db.now - timedelta(days=8)))
            guardian.person.last_in = (db.now - timedelta(days=8)).timestamp()
            reader = chat.account_id

        def telling(_wording: Any) -> Outgoing:
            return Outgoing("Bác nhớ ghé thăm nhé")

        with at_once("visit_today"):
            await service.desk.run(lambda db: notices.tell(db, service.deployment, reader, "visit_today", telling))

        def ends() -> set[tuple[str, str | None]]:
            with service.store.transaction() as db:
                ways = select(outbox.c.state, outbox.c.failure).where(outbox.c.kind == "visit_today")
                return {(state, failure) for state, failure in db.execute(ways)}

        await until(lambda: town.count(call_list) > before and not {"queued", "sending"} & dict(ends()).keys())
        assert len(town.api.asked(SEND)) == asked
        kept, tried = ("held", "WindowClosed:silent_for_7_days"), ("dead", "Rejected:template_missing")
        assert ends() == {kept, tried}, "no template is registered, so it is kept for later and the reader is called"
        assert state_of(town, guardian) == "active"
        guardian.says("menu")
        await guardian.hears()

    async def test_replies_that_are_used_up_are_not_tried(self, small_town: Town) -> None:
        channel = small_town.service.channels["zalo_oa"]
        assert isinstance(channel, ZaloOa)
        user = small_town.api.user(wrote=True)
        channel.windows.note(user.id, small_town.service.store.now())
        channel.windows.note_quota(user.id, {"quota_type": "reply", "remain": "3"})
        await channel.send(user.id, Outgoing("một"), 1)
        channel.windows.note_quota(user.id, {"quota_type": "reply", "remain": 0})
        user.person.replies_left = 0
        with pytest.raises(Exception, match="replies_spent"):
            await channel.send(user.id, Outgoing("hai"), 2)
        user.says("alo")
        await user.hears()
        await user.hears()


async def test_a_photo_is_fetched_and_kept(small_town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.files.fetcher.PAUSE", 0.05)
    guardian = await small_town.linked("guardian")
    guardian.says("/tham")
    await guardian.hears()
    guardian.sends_photo()
    await guardian.hears()

    def fetched() -> list[str]:
        with small_town.service.store.transaction() as db:
            return list(db.execute(select(attachments.c.state)).scalars())

    await until(lambda: fetched() == ["stored"])


async def test_an_account_that_is_ill_is_told_once(small_town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.breaker.STEADY", 0.5)
    with small_town.service.store.transaction() as db:
        admin = accounts.add(db, unit=UNIT, name="Võ Thị Lan", roles=("admin",))
        chats.link(db, chats.add(db, "web", "an-admin").id, admin)
    small_town.api.fails(SEND, code=-224, times=1)
    stranger = small_town.api.user()
    stranger.says("alo")

    def told() -> list[str]:
        with small_town.service.store.transaction() as db:
            query = select(outbox.c.kind).where(outbox.c.account_id == admin).order_by(outbox.c.id)
            return list(db.execute(query).scalars())

    await until(lambda: told() == ["channel"])
    assert (await stranger.hears()).text
    await until(lambda: told() == ["channel", "channel"])
