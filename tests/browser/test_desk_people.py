"""The people at the desk in a browser: found by keys without accents and printed; several assigned with one yes."""

import re
from datetime import date

import pytest
from playwright.async_api import ViewportSize, expect

from storage import persons
from tests.browser.conftest import PHONE, Demo, Open
from tests.browser.desk import at_the_desk
from tests.browser.filling import opened_store

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OFFICE: ViewportSize = {"width": 1366, "height": 768}
MANY = 10_000
OF_60_LETTERS = ("Nguyễn Phước Bảo Thiên Hoàng Nhật Trường Giang Ánh Dương Minh", "Nguyễn " + "Thiênhoàng" * 5 + "anh")
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


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


async def test_names_of_sixty_letters_among_ten_thousand_people_fit_the_page(
    demo_of_my_own: Demo, window: Open
) -> None:
    with opened_store(demo_of_my_own) as db:
        for nth in range(MANY):
            name = OF_60_LETTERS[nth] if nth < len(OF_60_LETTERS) else "Trần Văn Mười"
            persons.add(
                db, unit="17791", name=name, hamlet="Thôn 1", case_type="finished", came_home_on=date(2026, 9, 1)
            )
    page = await at_the_desk(demo_of_my_own, window, "people")
    await expect(page.locator("caption")).to_contain_text("100")
    await page.locator("#search").fill("nguyen thien")
    await page.locator("#search").press("Enter")
    await expect(page.locator("[data-row]")).to_have_count(2)
    for name in OF_60_LETTERS:
        await page.get_by_role("link", name=name).click()
        await expect(page.locator("h1")).to_contain_text(name)
        await page.go_back()
        for size in (OFFICE, PHONE):
            await page.set_viewport_size(size)
            assert await page.evaluate(SIDEWAYS) == 0, (name, size)
        await page.set_viewport_size(OFFICE)
