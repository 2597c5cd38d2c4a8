"""The whole service beside a strict fake Zalo: who is silent gets approved words, writes, and has the rest."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.channels.zalo_oa.channel import ZaloOa
from bot.channels.zalo_oa.zbs.channel import Zbs
from handlers.kit import Outgoing
from handlers.kit.wording import Wording
from handlers.notify import notices, template_use
from storage import accounts, chats, outbox, persons
from storage.database import Db
from storage.outbox import call_list
from tests.bot.channels.zalo_oa.fake import FakeZaloOa
from tests.bot.channels.zalo_oa.fake.receiving import KEY, sign
from tests.bot.channels.zalo_oa.fake.server import BY_PHONE, BY_UID, LIST
from tests.bot.channels.zalo_oa.fake.templates import FakeTemplate
from tests.bot.channels.zalo_oa.fake.user import OaUser
from tests.bot.channels.zalo_oa.test_end_to_end import UNIT, Town, town_on
from tests.bot.channels.zalo_oa.zbs.registered import register_ours
from tests.notice_rows import at_once
from tests.patience import PATIENCE, until

NEIGHBOURLY = "Nhờ bác ghé nhà anh Nam trước thứ Tư"


@dataclass
class Commune:
    """A town on Zalo whose templates are registered and approved."""

    town: Town
    ours: dict[str, FakeTemplate]
    admin: int = field(init=False)

    def __post_init__(self) -> None:
        with self.town.service.store.transaction() as db:
            self.admin = accounts.add(db, unit=UNIT, name="Võ Thị Lan", roles=("admin",))
            chats.link(db, chats.add(db, "web", "an-admin").id, self.admin)

    @property
    def api(self) -> FakeZaloOa:
        return self.town.api

    async def tells(self, account_id: int, kind: str = "visit_today") -> None:
        deployment = self.town.service.deployment

        def telling(_wording: Wording) -> Outgoing:
            return Outgoing(NEIGHBOURLY)

        with at_once(kind):
            await self.town.service.desk.run(lambda db: notices.tell(db, deployment, account_id, kind, telling))

    def silent(self, user: OaUser, days: float) -> int:
        """Since so long ago; gives the account."""
        windows = self.town.service.channels["zalo_oa"].windows  # type: ignore[attr-defined]
        windows.heard.pop(user.id, None)
        user.person.last_in = self.api.state.now() - days * 86400
        with self.town.service.store.transaction() as db:
            chat = chats.at(db, "zalo_oa", user.id)
            assert chat is not None
            assert chat.account_id is not None
            past = db.now - timedelta(days=days)
            db.execute(chats.chats.update().where(chats.chats.c.id == chat.id).values(last_in_at=past))
            return chat.account_id

    def without_chat(self, phone: str, role: str = "guardian") -> int:
        with self.town.service.store.transaction() as db:
            number = phone if role == "guardian" else None
            account_id = accounts.add(db, unit=UNIT, name="Hồ Văn Sáu", roles=(role,), phone=number, pronoun="bac")
            if role == "person":
                known: dict[str, Any] = {
                    "case_type": "finished",
                    "came_home_on": db.today,
                    "hamlet": "xóm 6",
                    "pronoun": "anh",
                }
                persons.add(db, unit=UNIT, name="Hồ Văn Sáu", account_id=account_id, phone=phone, **known)
            return account_id

    def of(self, account_id: int, channel: str) -> list[Any]:
        table = outbox.outbox
        with self.town.service.store.transaction() as db:
            query = select(table).where(table.c.account_id == account_id, table.c.channel == channel)
            return list(db.execute(query.order_by(table.c.id)))

    def called(self, account_id: int) -> list[str]:
        with self.town.service.store.transaction() as db:
            return [one.reason for one in call_list.open_of(db, UNIT) if one.account_id == account_id]

    def told(self, kind: str) -> list[str]:
        """What the admin has heard of this kind."""
        rows = [row for row in self.of(self.admin, "web") if row.kind == kind]
        return [str(row.body.open_json(row.id)["text"]) for row in rows]

    def prices(self) -> tuple[int | None, int | None]:
        with self.town.service.store.transaction() as db:
            return template_use.prices(db)

    def use(self) -> template_use.TemplateUse:
        with self.town.service.store.transaction() as db:
            return template_use.read(db)


@asynccontextmanager
async def commune_on(url: str, folder: Path) -> AsyncIterator[Commune]:
    async with FakeZaloOa() as api:
        ours = register_ours(api)
        async with town_on(url, folder, api) as town:
            yield Commune(town, ours)


@pytest.fixture
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    for channel in (ZaloOa, Zbs):
        fast = replace(channel.capabilities, per_second=200, per_chat_second=100, burst=50)
        monkeypatch.setattr(channel, "capabilities", fast)
    monkeypatch.setattr("bot.channels.zalo_oa.zbs.running.LOOK", 0.05)
    monkeypatch.setattr("bot.delivery.receipts.AGAIN", (0.05,) * 1000)


@pytest.fixture
async def commune(_in_a_hurry: None, database_url: str, tmp_path: Path) -> AsyncIterator[Commune]:
    async with commune_on(database_url, tmp_path) as commune:
        yield commune


@pytest.fixture
async def small(_in_a_hurry: None, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Commune]:
    async with commune_on(sqlite_url, tmp_path) as commune:
        yield commune


async def test_a_guardian_silent_for_eight_days_is_reminded_writes_and_reads_the_rest(commune: Commune) -> None:
    guardian = await commune.town.linked("guardian")
    account_id = commune.silent(guardian, 8)
    await commune.tells(account_id)
    reminder = await guardian.hears()
    assert reminder.template == "dong-hanh-nhac-viec"
    assert "một lần ghé thăm hôm nay" in reminder.text
    assert "Nam" not in reminder.text
    guardian.opens_the_chat()
    guardian.says("alo")
    said = [(await guardian.hears()).text for _ in range(2)]
    assert NEIGHBOURLY in said
    await until(lambda: [row.state for row in commune.of(account_id, "zbs")] == ["sent"])
    assert commune.called(account_id) == []
    assert commune.api.rejected == []


async def test_by_phone_for_whoever_has_no_chat(commune: Commune) -> None:
    for number, role in enumerate(("guardian", "person")):
        user = commune.api.user("Sáu", phone=f"8491234567{number}")
        account_id = commune.without_chat(f"+8491234567{number}", role)
        await commune.tells(account_id, "check_in")
        heard = (await user.hears()).text
        assert heard.startswith("Chào bác Sáu, Đồng Hành có lời nhắc ngày")
        assert " về câu hỏi thăm của tháng này. " in heard
        (row,) = commune.of(account_id, "zbs")
        asked = commune.api.asked(BY_PHONE)[-1].content
        assert asked["tracking_id"] == f"dh-{row.id}"
    assert commune.api.rejected == []


async def test_without_zalo_there_is_the_call_list(commune: Commune) -> None:
    account_id = commune.without_chat("+84912345678")
    await commune.tells(account_id)
    await until(lambda: commune.called(account_id) == ["visit_today"])
    assert [row.failure for row in commune.of(account_id, "zbs")] == ["Rejected:-118"]


async def test_by_phone_where_the_template_has_no_way_by_user_id(small: Commune) -> None:
    small.ours["reminder"].by_uid = False
    guardian = await small.town.linked("guardian")
    account_id = small.silent(guardian, 8)
    with small.town.service.store.transaction() as db:
        phone = accounts.several(db, [account_id])[account_id].phone
    assert phone is not None
    guardian.person.phone = phone.removeprefix("+")
    await small.tells(account_id)
    assert (await guardian.hears()).template
    assert [len(small.api.asked(path)) for path in (BY_UID, BY_PHONE)] == [1, 1]
    assert small.called(account_id) == []


async def test_it_is_known_when_it_was_on_the_phone_and_when_it_was_seen(commune: Commune) -> None:
    user = commune.api.user("Sáu", phone="84912345678")
    account_id = commune.without_chat("+84912345678")
    await commune.tells(account_id)
    await user.hears()

    def row() -> Any:
        return commune.of(account_id, "zbs")[0]

    await until(lambda: row().state == "sent" and row().delivered_at is not None)
    assert row().seen_at is None
    user.has_seen(row().platform_id)
    await until(lambda: row().seen_at is not None)
    seen, delivered = row().seen_at, row().delivered_at
    commune.api.receiving.arrived(row().platform_id, "84912345678", tracking_id=f"dh-{row().id}")
    user.has_seen(row().platform_id)
    await commune.api.delivered()
    await asyncio.sleep(0.2)
    assert (row().seen_at, row().delivered_at) == (seen, delivered)
    headers = [one for one in commune.api.receiving.deliveries if one.event_name == "user_received_message"]
    assert {one.status for one in headers} == {200}


async def test_a_free_message_is_told_of_too(small: Commune) -> None:
    guardian = await small.town.linked("guardian")
    guardian.says("menu")
    message = await guardian.hears()
    small.api.receiving.arrived(message.message_id, guardian.id)
    guardian.has_seen(message.message_id)

    def seen() -> bool:
        table = outbox.outbox
        with small.town.service.store.transaction() as db:
            found = select(table.c.seen_at).where(table.c.platform_id == message.message_id)
            return db.execute(found).scalar_one_or_none() is not None

    await until(seen)


async def test_receipts_wait_for_no_store(small: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    goes_on = threading.Event()

    def hanging(*_: Any) -> bool:
        goes_on.wait(PATIENCE)
        raise OperationalError("", {}, Exception())

    guardian = await small.town.linked("guardian")
    monkeypatch.setattr("bot.delivery.receipts.note", hanging)
    small.api.receiving.deliveries.clear()
    for number in range(5):
        small.api.receiving.arrived(f"m-{number}", guardian.id)
    await small.api.delivered()
    told = [one for one in small.api.receiving.deliveries if one.event_name == "user_received_message"]
    assert [one.status for one in told] == [200] * 5
    goes_on.set()


async def test_a_forged_receipt_changes_nothing(small: Commune) -> None:
    user = small.api.user("Sáu", phone="84912345678")
    user.person.switched_off = True
    account_id = small.without_chat("+84912345678")
    await small.tells(account_id)
    await user.hears()
    await until(lambda: small.of(account_id, "zbs")[0].state == "sent")
    row = small.of(account_id, "zbs")[0]
    now = str(int(small.api.state.now() * 1000))
    body = (
        f'{{"event_name":"user_received_message","timestamp":"{now}",'
        f'"message":{{"msg_id":"{row.platform_id}","delivery_time":"{now}"}}}}'
    ).encode()
    for mac in ("", sign(body, now, key=f"not {KEY}")):
        forged = {"X-ZEvent-Signature": f"mac={mac}", "X-ZEvent-Server": "ZNS"}
        assert await small.api.receiving.post(body, forged) == 403
    await asyncio.sleep(0.2)
    assert small.of(account_id, "zbs")[0].delivered_at is None


class TestWhatItCosts:
    async def test_counted_and_shown(self, small: Commune) -> None:
        small.api.user("Sáu", phone="84912345678")
        await small.tells(small.without_chat("+84912345678"))
        await until(lambda: small.use().sent == 1)
        assert (small.use().dong, small.use().most, small.use().remaining) == (800, 500, 499)

    async def test_the_admin_hears_at_eighty_percent_once(self, small: Commune) -> None:
        small.api.shop.remaining = 101
        small.api.user("Sáu", phone="84912345678")
        account_id = small.without_chat("+84912345678")
        await small.tells(account_id, "alert")
        await until(lambda: len(small.told("template_quota")) == 1)
        await small.tells(account_id, "alert")
        await until(lambda: small.use().remaining == 99)
        await asyncio.sleep(0.3)
        (said,) = small.told("template_quota")
        assert "400 trên 500" in said

    async def test_the_admin_hears_at_once_when_there_is_no_money(self, small: Commune) -> None:
        small.api.shop.money = 0
        small.api.user("Sáu", phone="84912345678")
        account_id = small.without_chat("+84912345678")
        await small.tells(account_id)
        await until(lambda: len(small.told("channel")) == 1)
        (said,) = small.told("channel")
        assert "hết tiền" in said
        assert "mã lỗi -115" in said
        await until(lambda: small.called(account_id) == ["alert"])


@pytest.mark.usefixtures("_in_a_hurry")
async def test_a_list_that_does_not_come_at_the_start_is_asked_for_again(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.zalo_oa.zbs.running.AGAIN", 0.05)
    async with FakeZaloOa() as api:
        ours = register_ours(api)
        ours["digest"].status = "REJECT"
        api.babbles(LIST)
        with capture_logs() as logs:
            async with town_on(sqlite_url, tmp_path, api) as town:
                commune = Commune(town, ours)
                await until(lambda: commune.prices() == (560, 800))
                assert commune.use().most == 500
                await until(lambda: any(line["event"] == "zbs.template" for line in logs))
    told = [line for line in logs if line["event"].startswith("zbs.template")]
    assert [(line.get("template"), line["failure"]) for line in told] == [
        (None, "not_json_502"),
        ("digest", "rejected"),
    ]


class TestTheAccountsNews:
    async def test_a_template_that_is_refused_and_approved_again(self, small: Commune) -> None:
        template = small.ours["reminder"]
        await until(lambda: bool(small.use().most))
        for state in ("REJECT", "ENABLE"):
            before, template.status = template.status, state
            event = small.api.receiving.template_changed(template.id, before, state, "Nội dung")
            small.api.receiving.again(event, "ZNS")
            await until(lambda state=state: len(small.told("template_news")) == (state == "ENABLE") + 1)  # type: ignore[misc]
        await asyncio.sleep(0.2)
        refused, approved = small.told("template_news")
        assert "dong-hanh-nhac-viec" in refused
        assert "chưa được duyệt" in refused
        assert "đã được duyệt" in approved
        small.api.user("Sáu", phone="84912345678")
        account_id = small.without_chat("+84912345678")
        await small.tells(account_id)
        await until(lambda: [row.state for row in small.of(account_id, "zbs")] == ["sent"])

    async def test_templates_of_others_are_not_our_news(self, small: Commune) -> None:
        other = small.api.shop.register("khuyen-mai", "Chào <ten>", {"ten": 30})
        small.api.receiving.template_changed(other.id, "PENDING_REVIEW", "ENABLE")
        await small.api.delivered()
        await asyncio.sleep(0.3)
        assert small.told("template_news") == []

    async def test_another_limit_for_the_day(self, small: Commune) -> None:
        await until(lambda: small.use().most == 500)
        for _ in range(2):
            small.api.receiving.quota_changed(500, 2000)
            await small.api.delivered()
        await until(lambda: small.use().most == 2000)
        await asyncio.sleep(0.2)
        (said,) = small.told("template_news")
        assert "2000" in said


def test_prices_are_known_to_whoever_foresees_what_many_cost(store: Any) -> None:
    def read(db: Db) -> tuple[int | None, int | None]:
        return template_use.prices(db)

    with store.transaction() as db:
        assert read(db) == (None, None)
        template_use.note_prices(db, 560, 800)
        template_use.note_prices(db, 600, 900)
        assert read(db) == (600, 900)
