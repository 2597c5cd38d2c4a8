"""A phone of 360 px, no JavaScript: set-up from the link to the officers, nothing wider than the screen."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.bot.web.setup_visitor import machine
from tests.browser.conftest import PHONE
from tests.patience import PATIENCE

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.asyncio(loop_scope="session")
async def test_a_commune_is_set_up_on_a_small_phone_without_javascript(browser: Browser, tmp_path: Path) -> None:
    with machine(tmp_path) as one:
        context = await browser.new_context(viewport=PHONE, java_script_enabled=False)
        context.set_default_timeout(PATIENCE * 1000)
        page = await context.new_page()
        await page.goto(f"{one.base}{one.link()}")
        await page.get_by_role("button", name="Mở cài đặt").click()
        await page.get_by_role("link", name="Xã, phường của mình").first.click()
        await page.get_by_label("Tên xã, phường").fill("kim bang nghe an")
        await page.get_by_role("button", name="Tìm").click()
        await page.get_by_role("button", name="xã Kim Bảng, tỉnh Nghệ An").click()
        await page.wait_for_url("**/setup/agencies")
        police = page.locator("section").first
        await police.get_by_label("Họ tên cán bộ").fill("Lê Văn Hùng")
        await police.get_by_label("Số điện thoại").fill("0912345678")
        await police.get_by_label("Năm sinh").fill("1985")
        await police.get_by_role("button", name="Thêm cán bộ").click()
        await expect(page.get_by_text("Lê Văn Hùng")).to_have_count(1)
        for step in ("", "/commune?q=kim", "/agencies", "/admin", "/channels", "/keys", "/times", "/invitations"):
            await page.goto(f"{one.base}/setup{step}")
            widest = await page.evaluate(WIDER)
            assert widest <= 0, step
        await context.close()
