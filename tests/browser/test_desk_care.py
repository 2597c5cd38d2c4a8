"""The duty roster at the desk in a browser: a week by mouse and by keys, and a swap that another officer takes."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Demo, Open
from tests.browser.desk import at_the_desk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def at_the_roster(demo: Demo, window: Open, who: str) -> Page:
    page = await at_the_desk(demo, window, who=who)
    await page.get_by_role("link", name="Lịch trực").click()
    await expect(page.locator("h1")).to_contain_text("Lịch trực")
    return page


async def goes_to_next_week(page: Page) -> None:
    await page.get_by_role("link", name="Tuần sau").click()
    await expect(page.get_by_role("link", name="Tuần này")).to_be_visible()


def cell(page: Page, officer: str, day: str) -> Locator:
    return page.get_by_role("checkbox", name=re.compile(f"{officer}, {day}"))


async def drags(page: Page, officer: str, first: str, last: str) -> None:
    for nth, day in enumerate((first, last)):
        box = await cell(page, officer, day).bounding_box()
        assert box is not None
        await page.mouse.move(box["x"] + 9, box["y"] + 9, steps=1 + 12 * nth)
        await (page.mouse.down() if nth == 0 else page.mouse.up())


async def test_a_week_is_set_by_mouse_in_six_steps_and_a_swap_is_asked_and_taken(
    demo_of_my_own: Demo, window: Open
) -> None:
    page = await at_the_roster(demo_of_my_own, window, "officer")
    await goes_to_next_week(page)
    await drags(page, "Nguyễn Thị Hạnh", "thứ Hai", "Chủ nhật")
    await drags(page, "Vi Văn Thành", "thứ Hai", "thứ Năm")
    await page.get_by_role("button", name="Cả tuần Phan Thị Lan").click()
    await expect(page.get_by_text("Chưa lưu: 18 ô đã đổi.")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("Chưa lưu: 18 ô đã đổi.")).to_be_visible()
    await page.get_by_role("button", name="Lưu lịch trực").click()
    await expect(page.locator("#talk")).to_contain_text("Đã đổi lịch trực")
    await expect(cell(page, "Vi Văn Thành", "thứ Năm")).to_be_checked()
    await expect(cell(page, "Vi Văn Thành", "thứ Sáu")).not_to_be_checked()
    await expect(page.get_by_text(re.compile("Đồn Biên phòng: chưa ai trực thứ Sáu"))).to_be_visible()
    await page.goto(page.url.partition("&said")[0])
    await page.get_by_role("button", name=re.compile("Đổi ca, nhờ trực thay")).first.click()
    talk = page.locator("#talk")
    await talk.get_by_role("button", name=re.compile("Vi Văn Thành")).click()
    await talk.get_by_role("button", name=re.compile("chỉ nhờ trực thay")).click()
    await expect(page.get_by_text(re.compile("đã nhờ .* Thành trực thay"))).to_be_visible()
    other = await at_the_roster(demo_of_my_own, window, "border")
    await other.get_by_role("button", name=re.compile("Đồng ý")).click()
    await expect(other.locator("#talk")).to_contain_text("Lịch trực đã đổi")
    await goes_to_next_week(other)
    await expect(cell(other, "Vi Văn Thành", "Chủ nhật")).to_be_checked()
    await expect(cell(other, "Nguyễn Thị Hạnh", "thứ Hai")).not_to_be_checked()


async def test_a_week_is_set_by_keys_alone(demo: Demo, window: Open) -> None:
    page = await at_the_roster(demo, window, "committee")
    await goes_to_next_week(page)
    first = cell(page, "Lê Mạnh Hùng", "thứ Hai")
    await first.focus()
    for key in ("Space", *["Shift+ArrowRight"] * 6):
        await page.keyboard.press(key)
    await expect(page.get_by_text("Chưa lưu: 7 ô đã đổi.")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.locator("#talk")).to_contain_text("Anh Hùng (Công an xã): thêm")
    await expect(cell(page, "Lê Mạnh Hùng", "Chủ nhật")).to_be_checked()
