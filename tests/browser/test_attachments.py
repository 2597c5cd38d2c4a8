"""A photo and a voice note, sent from the left phone and looked at on the right one."""

import re
from contextlib import suppress
from io import BytesIO

import pytest
from PIL import Image
from playwright.async_api import FilePayload, Page, expect

from tests.browser.conftest import DESK, Demo, Open
from tests.browser.filling import answers, reports
from tests.browser.phone import Phone, in_demo

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # one browser, one loop
LOOK = re.compile(r"^(\d+\. )?(Xem ảnh|Nghe ghi âm)")


def photo() -> FilePayload:
    file = BytesIO()
    Image.new("RGB", (800, 600), (90, 140, 90)).save(file, "PNG")
    return {"name": "anh.png", "mimeType": "image/png", "buffer": file.getvalue()}


async def looks(officer: Phone, kind: str) -> None:
    """Fetching takes a moment; whoever is too quick presses once more."""
    await officer.presses("Xem")
    for _ in range(12):
        await officer.presses(LOOK)
        with suppress(AssertionError):
            await expect(officer.log.locator(f".bubble {kind}")).to_have_count(1, timeout=1_500)
            return
    raise AssertionError(await officer.said())


async def test_a_photo_is_seen_opens_large_and_stays_in_both_talks(demo_of_my_own: Demo, window: Open) -> None:
    here = await window(f"{demo_of_my_own.url}/demo", size=DESK)
    page: Page = here.page
    guardian, officer = in_demo(page, 1), in_demo(page, 3)
    await reports(demo_of_my_own, guardian, concerns=["violence"], until="note")
    replies = guardian.log.locator(".turn:not(.mine)")
    before = await replies.count()
    await guardian.place.locator("#photo-file").set_input_files([photo()])
    await expect(replies).to_have_count(before + 1)
    await answers(demo_of_my_own, guardian)
    await looks(officer, "img")
    picture = officer.log.get_by_role("img", name="Xem ảnh lớn")
    await picture.scroll_into_view_if_needed()
    await expect(picture).to_have_js_property("naturalWidth", 800)
    async with here.context.expect_page() as opened:
        await picture.click()
    large = await opened.value
    await expect(large.locator("img")).to_have_js_property("naturalWidth", 800)
    await page.reload()
    await expect(guardian.log.get_by_role("img", name="Xem ảnh lớn")).to_be_visible()
    await expect(officer.log.get_by_role("img", name="Xem ảnh lớn")).to_be_visible()


async def test_a_voice_note_is_played(demo_of_my_own: Demo, window: Open) -> None:
    here = await window(f"{demo_of_my_own.url}/demo", size=DESK, permissions=["microphone"])
    guardian, officer = in_demo(here.page, 1), in_demo(here.page, 3)
    await reports(demo_of_my_own, guardian, concerns=["violence"], until="note")
    await guardian.place.locator("#record").click()
    await expect(guardian.place.locator("#record-count")).to_have_text("0:02")
    replies = guardian.log.locator(".turn:not(.mine)")
    before = await replies.count()
    await guardian.place.locator("#record-send").click()
    await expect(replies).to_have_count(before + 1)
    await answers(demo_of_my_own, guardian)
    await looks(officer, "audio")
    player = officer.log.locator("audio")
    played = await player.evaluate("""async (player) => {
        player.muted = true;
        await player.play();
        return [player.error, player.currentSrc.includes("/files/")];
    }""")
    assert played == [None, True]
