"""A dismissed officer who had Telegram, Zalo and the page open: nothing of the commune comes from that second on."""

import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar

from handlers.accounts.closing import close_account
from storage import accounts, chats, persons
from storage.accounts import Account
from storage.opening import open_store
from tests import sown
from tests.bot.channels.zalo_bot.fake import FakeZaloBot
from tests.bot.channels.zalo_bot.test_end_to_end import Town, fast, hears_of, report_a_fight, town_on
from tests.patience import until

UNIT = "17791"
LAST_WORD = "khép lại"


@pytest.fixture
async def town(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    monkeypatch.setattr("bot.channels.zalo_bot.channel.ZaloBot.capabilities", fast())
    monkeypatch.setattr("bot.wake_ups.LOOK_ANYWAY", 0.1)
    async with FakeZaloBot() as zalo, town_on(sqlite_url, tmp_path, zalo, "webhook") as running:
        yield running


class Page:
    """Their browser, with its cookie."""

    def __init__(self, town: Town, session: ClientSession):
        self.town = town
        self.session = session
        self.base = str(town.service.settings.public_url).rstrip("/")

    async def says(self, **fields: str) -> None:
        body = {"id": str(uuid.uuid4()), **fields}
        async with self.session.post(f"{self.base}/chat/messages", json=body, headers={"Origin": self.base}) as answer:
            assert answer.status == 202

    async def shows(self) -> list[str]:
        async with self.session.get(f"{self.base}/chat/history") as answer:
            return [line["text"] for line in (await answer.json())["messages"]]

    async def shows_in_time(self, words: str) -> None:
        for _ in range(200):
            if any(words in line for line in await self.shows()):
                return
            await until(lambda: True)
        raise AssertionError(f"nothing of {words!r}: {await self.shows()}")


def joined(town: Town, account_id: int, channel: str, address: str) -> None:
    with town.service.store.transaction() as db:
        chat = chats.at(db, channel, address)
        assert chat is not None
        chats.link(db, chat.id, account_id)


def closes_at_the_command_line(town: Town, url: str, account: Account) -> None:
    """In another process, as it were: this one's delivery finds what is to be said."""
    store = open_store(url, sown.KEYRING, town.service.store.now)
    with store.transaction() as db:
        close_account(db, town.service.deployment, account, status="closed", by=None, why="dismissed")
    store.close()


def newest_page(town: Town) -> str:
    with town.service.store.transaction() as db:
        table = chats.chats
        return str(
            db.execute(table.select().where(table.c.channel == "web").order_by(table.c.id.desc())).first().address  # type: ignore[union-attr]
        )


async def test_a_dismissed_officer_sees_nothing_on_any_channel_from_the_second_of_the_closing(
    town: Town, sqlite_url: str
) -> None:
    guardian = await town.guardian()
    phone = await town.officer()
    with town.service.store.transaction() as db:
        chat = chats.at(db, "telegram", str(phone.id))
        assert chat is not None
        account = accounts.get(db, chat.account_id)
        assert account is not None
        names = {person.name for person in persons.of_unit(db, UNIT)}
        accounts.add(db, unit=UNIT, name="Ngô Văn Bảy", roles=("admin",))
    zalo = town.zalo.user()
    zalo.says("alo")
    await zalo.hears()
    joined(town, account.id, "zalo_bot", zalo.id)
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        page = Page(town, session)
        await (await session.get(f"{page.base}/chat")).text()
        await page.says(text="alo")
        await page.shows_in_time("Đồng Hành")
        joined(town, account.id, "web", newest_page(town))

        zalo.says("danh sach")
        seen = (await hears_of(zalo, "1.")).text
        assert any(name in seen for name in names), "an officer sees the commune"
        await page.says(text="danh sach")
        await page.shows_in_time("1")
        phone.says("danh sach")
        await phone.hears()

        closes_at_the_command_line(town, sqlite_url, account)
        await hears_of(phone, LAST_WORD)
        await hears_of(zalo, LAST_WORD)
        await page.shows_in_time(LAST_WORD)

        await report_a_fight(town, guardian)
        for act in (lambda: phone.presses_data("do:alerts"), lambda: zalo.says("danh sach")):
            act()
        await page.says(press="do:people_list")
        for said in ((await phone.hears()).text, (await zalo.hears()).text, *await page.shows()):
            assert not any(name in said for name in names), said
        for _ in range(2):
            phone.says("/alerts")
            zalo.says("1")
            await page.says(text="tim anh Nam")
        await phone.hears_nothing()
        await zalo.hears_nothing()
        lines = await page.shows()
        assert not any(name in line for line in lines for name in names), "nor anything of before on the page"
    assert town.zalo.rejected == []
