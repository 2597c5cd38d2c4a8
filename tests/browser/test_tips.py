"""A tip without a name, written in a real browser that runs no scripts: sent, its words kept, read again, no trace."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Demo, Open
from tests.browser.test_chat import photo
from tests.browser.test_layout import CUT_OFF, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # one browser, one loop
TOLD = "ĐêmNàoCũngCóXeLạSauChùa"
TRIES = 60


async def sends(page: Page, name: str) -> None:
    """Presses until the form has rested: a person takes longer to write than a test."""
    too_fast, words = page.get_by_text("Gửi hơi nhanh"), page.locator(".words li").first
    for _ in range(TRIES):
        async with page.expect_navigation():
            await page.get_by_role("button", name=name).click()
        await expect(too_fast.or_(words)).to_be_visible()
        if not await too_fast.count():
            return
        await page.wait_for_timeout(500)


async def test_a_tip_is_told_and_read_again_without_scripts(demo_of_my_own: Demo, window: Open) -> None:
    demo = demo_of_my_own
    here = await window(f"{demo.url}/bao-tin", java_script_enabled=False)
    page = here.page
    await page.get_by_label("Điều anh/chị muốn kể").fill(TOLD)
    await sends(page, "Gửi tin")
    words = await page.locator(".words li").all_inner_texts()
    assert len(words) == 8
    await page.get_by_role("link", name="Đọc trả lời").click()
    await page.get_by_label("Tám từ của tin").fill(" ".join(words))
    await page.get_by_role("button", name="Mở tin").click()
    await expect(page.get_by_text(TOLD)).to_be_visible()
    await page.get_by_label("Kể thêm").fill("Xe màu trắng")
    await page.get_by_label(re.compile("^Ảnh")).set_input_files(photo())
    await page.get_by_role("button", name="Gửi thêm").click()
    await expect(page.get_by_text("Gửi hơi nhanh").or_(page.get_by_text("Đã nhận thêm"))).to_be_visible()
    assert await here.context.cookies() == []
    demo.kill()
    for file in (one for one in demo.folder.rglob("*") if one.is_file()):
        content = file.read_bytes()
        assert TOLD.encode() not in content
        assert " ".join(words).encode() not in content
        assert b"HeadlessChrome" not in content


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [{"width": 320, "height": 640}, PHONE, DESK])
async def test_its_pages_fit_every_screen(demo: Demo, window: Open, size: dict[str, int], scheme: str) -> None:
    for path in ("/bao-tin", "/bao-tin/open", "/bao-tin?lang=en"):
        here = await window(f"{demo.url}{path}", size=size, java_script_enabled=True, color_scheme=scheme)
        assert await here.page.evaluate(CUT_OFF) == []
        assert await too_wide(here.page) <= 0
