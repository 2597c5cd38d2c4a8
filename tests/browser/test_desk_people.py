"""The people at the desk in a browser: found by keys without accents and printed; several assigned with one yes."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import DESK, Demo, Open

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def at_the_desk(demo: Demo, window: Open, path: str) -> Page:
    here = await window(f"{demo.url}/console", size=DESK)
    await here.page.locator("button[value=officer]").click()
    await here.page.goto(f"{demo.url}/console/{path}")
    page: Page = here.page
    return page


async def test_somebody_is_found_by_keys_in_two_steps_and_fits_on_a_page(demo: Demo, window: Open) -> None:
    page = await at_the_desk(demo, window, "devices")
    await page.keyboard.press("/")
    await page.keyboard.type("cao xuan binh")
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-row]")).to_have_count(1)
    await page.get_by_role("link", name="Cao Xuân Bình").click()
    await expect(page.locator("h1")).to_contain_text("Cao Xuân Bình")
    await page.get_by_role("link", name="Ghé thăm", exact=True).click()
    await expect(page.locator(".timeline li").first).to_contain_text("TH-")
    await expect(page.get_by_role("button", name="In trang này")).to_be_visible()
    printed = await page.pdf(format="A4")
    assert len(re.findall(rb"/Type /Page\b(?!s)", printed)) == 1


async def test_several_are_assigned_with_one_yes(demo_of_my_own: Demo, window: Open) -> None:
    page = await at_the_desk(demo_of_my_own, window, "people?guardian=none")
    boxes = page.locator("[data-row] input[type=checkbox]")
    alone = await boxes.count()
    for place in range(2):
        await boxes.nth(place).check()
    await page.get_by_role("button", name="Giao những người đã chọn").click()
    await page.get_by_role("button", name=re.compile("đang giúp")).first.click()
    await expect(page.get_by_role("status").first).to_contain_text("Giao 2 người cho")
    await page.get_by_role("button", name="Gửi đi").click()
    await expect(page.get_by_role("status").first).to_contain_text("giúp thêm 2 người")
    await page.goto(f"{demo_of_my_own.url}/console/people?guardian=none")
    await expect(page.locator("[data-row]")).to_have_count(alone - 2)
