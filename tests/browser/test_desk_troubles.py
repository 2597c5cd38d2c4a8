"""What goes wrong at the desk: a click too quick for the stream, a lost line, a store away, a session that ended."""

import re
import sqlite3
from collections.abc import Iterator

import pytest
from playwright.async_api import Page, Route, expect

from bench.ports import free_port
from storage import chats, sessions
from tests.browser.conftest import Demo, Open
from tests.browser.desk import at_the_desk
from tests.browser.filling import opened_store
from tests.browser.test_desk_alerts import raises_an_alert

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
# Chromium makes no sound where nobody hears it: what would be played is counted
COUNTS_TONES = """() => {
  window.tones = 0;
  const begin = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...at) { window.tones += 1; return begin.apply(this, at); };
  localStorage.setItem("desk.alert-sound", "1");
}"""
WORDS = "Sáng thứ Bảy xã khám sức khỏe miễn phí."
TROUBLE = "#trouble"


@pytest.fixture(scope="module")
def office(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    running = Demo(tmp_path_factory.mktemp("office"), free_port())
    running.start()
    yield running
    running.kill()


async def test_a_quick_click_before_the_stream_began_keeps_no_news_from_the_page(office: Demo, window: Open) -> None:
    """The stream was not begun again, and whatever came was not heard. What came is told on every page."""
    border = await at_the_desk(office, window, "alerts", who="border")
    officer = await at_the_desk(office, window)
    begun: list[str] = []

    async def keeps_the_first_from_beginning(route: Route) -> None:
        begun.append(route.request.url)
        await (route.abort() if len(begun) == 1 else route.continue_())

    await officer.route("**/console/events*", keeps_the_first_from_beginning)
    await officer.goto(f"{office.url}/console/devices")
    await officer.get_by_role("link", name="Thông báo", exact=True).click()
    await expect(officer.locator("h1")).to_have_text("Thông báo")
    await officer.evaluate(COUNTS_TONES)
    await raises_an_alert(office, border, 0)
    await expect(officer.locator("#came")).to_contain_text(re.compile(r"Cảnh báo mới C\d+ · khẩn"))
    await expect(officer).to_have_title(re.compile(r"^\(\d+\) Thông báo"))
    await officer.wait_for_function("window.tones === 2")
    await officer.locator("#came a").click()
    await officer.locator("button[value^='do:alert_take']").click()
    await expect(officer.locator("#came a")).to_have_count(0)


async def test_what_is_typed_survives_a_lost_line_a_store_that_is_away_and_the_end_of_the_session(
    office: Demo, window: Open
) -> None:
    page = await at_the_desk(office, window, "broadcasts/write")
    words, save = page.get_by_label("Lời nhắn"), page.get_by_role("button", name="Lưu và xem trước")
    await words.fill(WORDS)
    await page.get_by_label("Theo nhóm").check()
    await page.context.set_offline(True)
    await save.click()
    await expect(page.locator(TROUBLE)).to_contain_text("Mất kết nối")
    await page.context.set_offline(False)
    await page.reload()
    await expect(words).to_have_value(WORDS)
    await expect(page.get_by_label("Theo nhóm")).to_be_checked()
    await store_is_away(office, page)
    await expect(words).to_have_value(WORDS)
    await ends_the_session(office)
    await page.wait_for_url(re.compile(r"/console\?back="))
    await expect(page.get_by_text("chữ đang gõ vẫn còn")).to_be_visible()
    await page.locator("button[value=officer]").click()
    await page.wait_for_url("**/console/broadcasts/write")
    await expect(words).to_have_value(WORDS)
    await page.locator(".me summary").click()
    await page.get_by_role("button", name="Thoát khỏi máy này").click()
    await page.locator("button[value=committee]").click()
    await page.goto(f"{office.url}/console/broadcasts/write")
    await expect(words).to_have_value("")


async def store_is_away(demo: Demo, page: Page) -> None:
    """Somebody else writes to the file for so long that nobody waits for it; then the page says so and stays."""
    hand = sqlite3.connect(demo.folder / "demo.db", isolation_level=None)
    try:
        hand.execute("BEGIN IMMEDIATE")
        await page.get_by_role("button", name="Lưu và xem trước").click()
        await expect(page.locator(TROUBLE)).to_contain_text("chữ đã gõ vẫn còn")
        await expect(page.locator(TROUBLE)).to_contain_text("Tạm gián đoạn")
    finally:
        hand.close()


async def ends_the_session(demo: Demo) -> None:
    with opened_store(demo) as db:
        for chat in db.execute(chats.chats.select().where(chats.chats.c.state == "desk")).all():
            sessions.end_all(db, chat.address)
