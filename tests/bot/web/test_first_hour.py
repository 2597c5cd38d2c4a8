"""A commune's first hour: an empty folder, a list with faults, papers, a first visit, an alert."""

import asyncio
import re
from pathlib import Path

import pytest

from storage import accounts
from storage.database import Store
from storage.keyring import Keyring
from storage.opening import open_store
from tests.bot.channels.filling import links, reports
from tests.bot.channels.telegram.fake import TOKEN, FakeTelegram, User
from tests.bot.web.setup_visitor import Browser, Machine, machine
from tests.bot.web.test_setup import add, with_commune
from tests.handlers.enrolment.files import persons, workbook
from tests.warm import warmed

UNIT = "17791"
ROWS = 60
OFFICERS = {
    "police": ("Lê Văn Hùng", "0912345678"),
    "border": ("Phạm Văn Biên", "0912345679"),
    "committee": ("Trần Thị Hoa", "0912345680"),
}
CODE = r"[0-9A-Z]{4}-[0-9A-Z]{4}"


def a_list() -> bytes:
    """Sixty people in one guardian's care; two have no name that can be read, one an odd year of birth."""
    alike = ("Đặc xá", "05/10/2026", "0922 222 222")
    letters = "aeiouyăê"
    rows = [
        [f"Nguyễn Văn {chr(65 + n // 8)}{letters[n % 8]}n", 1970 + n % 30, f"09333{n:05d}", f"xóm {n % 7 + 1}", *alike]
        for n in range(ROWS)
    ]
    rows[10][0], rows[20][1], rows[30][0] = "#REF!", "năm kia", ""
    return persons(*rows)


def sets_up(one: Machine) -> dict[str, str]:
    """From the link on the screen to the codes: name → code."""
    browser = with_commune(one)
    for kind, (name, number) in OFFICERS.items():
        add(browser, kind, name, number)
    browser.posts("/setup/channels", channel="telegram", token=TOKEN)
    browser.waits_for("/setup/channels", "Đang bật")

    guardians = workbook(("Họ và tên", "SĐT", "Năm sinh"), ("Nguyễn Văn Tư", "0922222222", 1965))
    browser.sends("/setup/import", "nguoi-giup-do.xlsx", guardians, kind="guardians")
    assert "Đã ghi 1 dòng" in browser.posts("/setup/import", write="1")
    looked = browser.sends("/setup/import", "danh-sach.xlsx", a_list())
    assert "Chỉ xem thử" in looked
    written = re.search(r"Đã ghi (\d+) dòng", browser.posts("/setup/import", write="1").body)
    assert written
    assert ROWS - 3 <= int(written[1]) < ROWS, "what is not clear stays outside"
    assert browser.posts("/setup/invitations", sheet="guardian").content.startswith(b"%PDF-")
    return codes_of(browser)


def codes_of(browser: Browser) -> dict[str, str]:
    officers = browser.posts("/setup/invitations", officers="1").body
    found = dict(re.findall(rf'<td>([^<]+)</td><td class="code">({CODE})<', officers))
    to_copy = browser.posts("/setup/invitations", list="1").body
    guardian = re.search(rf"<h3>Nguyễn Văn Tư.*?({CODE})", to_copy, re.DOTALL)
    assert guardian
    return {**found, "Nguyễn Văn Tư": guardian[1]}


async def linked(store: Store, telegram: FakeTelegram, name: str, code: str) -> User:
    with store.transaction() as db:
        account = next(one for one in accounts.of_unit(db, UNIT) if one.name == name)
    user = telegram.user(name.split()[-1])
    user.says(f"/start {code}")
    await user.hears()
    await links(store, "telegram", user, account)
    return user


async def hears_of(user: User, words: str) -> None:
    for _ in range(9):
        if words in (await user.hears()).text:
            return
    raise AssertionError(f"nothing of {words!r}: {[message.text for message in user.chat]}")


@pytest.mark.slow
@pytest.mark.wall_clock
async def test_from_an_empty_folder_to_an_alert_at_the_three_agencies(tmp_path: Path, telegram: FakeTelegram) -> None:
    with machine(tmp_path, telegram_api=telegram.url) as one:
        codes = await asyncio.to_thread(sets_up, one)
        assert len(codes) == 4
        keyring = Keyring.load(tmp_path / "var" / "keys.json")
        store = warmed(open_store(f"sqlite:///{tmp_path}/var/donghanh.db", keyring))
        try:
            officers = [await linked(store, telegram, name, codes[name]) for name, _ in OFFICERS.values()]
            guardian = await linked(store, telegram, "Nguyễn Văn Tư", codes["Nguyễn Văn Tư"])
            assert "TH-" in await reports(store, "telegram", guardian, concerns=["violence"])
            for officer in officers:
                await hears_of(officer, "🔴 KHẨN")
        finally:
            store.close()
        assert "Traceback" not in one.says
