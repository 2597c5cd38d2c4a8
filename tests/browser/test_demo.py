"""The demo as a newcomer meets it: a report on the left, an alert on the right, and time moving on."""

import re
from datetime import datetime

import pytest
from playwright.async_api import ViewportSize, expect

from storage.database import VIETNAM
from tests.browser.conftest import DESK, PHONE, Demo, Open, Window
from tests.browser.filling import answers, reports
from tests.browser.phone import in_demo

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # one browser, one loop
ALERT = re.compile(r"KHẨN C\d+")


async def open_demo(demo: Demo, window: Open, size: ViewportSize = DESK) -> Window:
    here: Window = await window(f"{demo.url}/demo", size=size)
    return here


@pytest.mark.wall_clock
async def test_a_worrying_visit_on_the_left_is_an_alert_on_the_right(demo_of_my_own: Demo, window: Open) -> None:
    here: Window = await window(
        f"{demo_of_my_own.url}/demo",
        size=DESK,
        permissions=["geolocation"],
        geolocation={"latitude": 18.71, "longitude": 105.5},
    )
    guardian, officer = in_demo(here.page, 1), in_demo(here.page, 3)
    await reports(demo_of_my_own, guardian, concerns=["violence"], until="place")
    await guardian.place.get_by_role("button", name="Gửi vị trí của tôi").click()
    await answers(demo_of_my_own, guardian, after="place")
    await guardian.sees(re.compile(r"Báo cáo số TH-\d+"))
    await officer.sees(ALERT)
    await officer.presses(re.compile("Tôi nhận"))
    await officer.sees(re.compile(r"đã nhận C\d+"))
    await guardian.sees(re.compile("đã có người nhận"))


async def test_an_alert_nobody_takes_climbs_as_the_clock_moves(demo_of_my_own: Demo, window: Open) -> None:
    here = await open_demo(demo_of_my_own, window)
    officer = in_demo(here.page, 3)
    await reports(demo_of_my_own, in_demo(here.page, 1), concerns=["violence"])
    await officer.sees(ALERT)
    before = await officer.log.locator(".turn").count()
    shown = await here.page.locator("#now").inner_text()
    await here.page.get_by_role("button", name="+1 giờ").click()
    await expect(here.page.locator("#now")).not_to_have_text(shown)
    await expect(officer.log.locator(".turn").nth(before)).to_be_visible()


@pytest.mark.wall_clock
async def test_reminders_come_as_days_go_by(demo_of_my_own: Demo, window: Open) -> None:
    here = await open_demo(demo_of_my_own, window)
    month = datetime.now(VIETNAM).month
    for later in (1, 2):  # the present one may be over in a minute
        await here.page.get_by_role("button", name="Đến đầu quý sau").click()
        begins = ((month - 1) // 3 + later) * 3 % 12 + 1
        await expect(here.page.locator("#now")).to_contain_text(f"1/{begins},")
    await expect(in_demo(here.page, 1).log.locator(".bubble").first).to_be_visible()


async def test_a_phone_changes_hands(demo_of_my_own: Demo, window: Open) -> None:
    here = await open_demo(demo_of_my_own, window)
    guardian = in_demo(here.page, 1)
    await guardian.writes("Máy này của tôi")
    await guardian.sees("Máy này của tôi")
    holder = here.page.get_by_label("Người cầm máy").first
    first = await holder.input_value()
    other = await holder.locator("option").nth(1).get_attribute("value")
    await holder.select_option(other)
    await expect(guardian.log.get_by_text("Máy này của tôi")).to_be_hidden()
    await holder.select_option(first)
    await guardian.sees("Máy này của tôi")


async def test_on_a_phone_one_sees_one_phone_and_marks_on_the_others(demo_of_my_own: Demo, window: Open) -> None:
    here = await open_demo(demo_of_my_own, window, PHONE)
    page = here.page
    await expect(page.locator(".seat:visible")).to_have_count(1)
    await reports(demo_of_my_own, in_demo(page, 1), concerns=["violence"])
    officers = page.get_by_role("tab", name=re.compile("Cán bộ"))
    await expect(officers.locator(".unread")).to_be_visible()
    await officers.click()
    await in_demo(page, 3).sees(ALERT)
    await expect(officers.locator(".unread")).to_be_hidden()
    await page.keyboard.press("ArrowLeft")
    await expect(page.get_by_role("tab", name="Người được giúp")).to_be_focused()
    await expect(page.locator("#phone-2")).to_be_visible()


@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1440])
async def test_nothing_sticks_out(demo: Demo, window: Open, width: int) -> None:
    here = await open_demo(demo, window, {"width": width, "height": 740})
    assert await here.page.evaluate("document.documentElement.scrollWidth") <= width
    assert await here.page.evaluate("document.documentElement.scrollHeight") <= 740
