"""Writing to many in a browser: fields, a dry run, sending, progress; and the audit that tells of it."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Demo, Open
from tests.browser.desk import at_the_desk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
WORDS = "Sáng thứ Bảy xã khám sức khỏe miễn phí ở trạm y tế, từ 7 giờ 30."


async def test_a_message_to_many_is_tried_dry_and_survives_a_reload_and_is_sent(
    demo_of_my_own: Demo, window: Open
) -> None:
    page = await at_the_desk(demo_of_my_own, window)
    await page.get_by_role("link", name="Thông báo", exact=True).click()
    await page.get_by_role("link", name="Viết thông báo").click()
    await page.get_by_label("Lời nhắn").fill(WORDS)
    await expect(page.get_by_label("Nhóm", exact=True)).to_be_hidden()
    await page.get_by_label("Theo nhóm").check()
    await page.get_by_label("Nhóm", exact=True).select_option("guardian")
    await page.get_by_role("button", name="Lưu và xem trước").click()
    await expect(page.locator(".reading")).to_contain_text(WORDS)
    await page.reload()
    await expect(page.get_by_label("Lời nhắn")).to_have_value(WORDS)
    await page.get_by_label("Lời nhắn").press_sequentially("Mời bà con. ")
    await expect(page.locator("#send")).to_be_hidden()
    await page.get_by_role("button", name="Lưu và xem trước").click()
    await expect(page.locator(".reading")).to_contain_text(f"Mời bà con. {WORDS}")
    await page.locator("#send summary").click()
    await page.locator("#send button").click()
    await expect(page.get_by_role("status").first).to_contain_text("Đã nhận thông báo")
    await page.get_by_role("link", name="Tất cả thông báo").click()
    await page.locator("[data-open]").first.click()
    await expect(page.locator("h1")).to_have_text(re.compile("Thông báo T?"))
    await expect(page.locator(".told")).to_contain_text(re.compile("người"))


async def test_the_audit_finds_who_did_what_by_words_without_scripts(demo_of_my_own: Demo, window: Open) -> None:
    page = await at_the_desk(demo_of_my_own, window, who="admin", java_script_enabled=False)
    await page.goto(f"{demo_of_my_own.url}/console/audit")
    await page.get_by_label("Việc").select_option("desk")
    await page.locator(".filters button").click()
    await expect(page.locator("[data-row]").first).to_contain_text("Mở một trang của bàn làm việc")
    await page.get_by_label("Ai").fill("Không Có Ai Tên Này")
    await page.locator(".filters button").click()
    await expect(page.get_by_text("Chưa có ai tên như vậy")).to_be_visible()
