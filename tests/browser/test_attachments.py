"""A photo and a voice note, sent from the left phone and looked at on the right one."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.async_api import FilePayload, Page, expect
from sqlalchemy import select

from storage.attachments import attachments
from tests.browser.conftest import DESK, Demo, Open
from tests.browser.filling import answers, opened_store, reports
from tests.browser.phone import Phone, in_demo
from tests.patience import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # one browser, one loop
LOOK = re.compile(r"^(\d+\. )?(Xem ảnh|Nghe ghi âm)")


def photo() -> FilePayload:
    file = BytesIO()
    Image.new("RGB", (800, 600), (90, 140, 90)).save(file, "PNG")
    return {"name": "anh.png", "mimeType": "image/png", "buffer": file.getvalue()}


async def looks(demo: Demo, officer: Phone, kind: str) -> None:
    """Looks once what was sent last has been fetched, which takes a moment."""
    await until(lambda: is_fetched(demo), "what was sent to be fetched")
    await officer.presses("Xem", LOOK)
    await expect(officer.log.locator(f".bubble {kind}")).to_have_count(1)


def is_fetched(demo: Demo) -> bool:
    with opened_store(demo) as db:
        return db.execute(select(attachments.c.state).order_by(attachments.c.id.desc())).scalar() == "stored"


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
    await looks(demo_of_my_own, officer, "img")
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
    await expect(guardian.place.locator("#record-count")).to_have_text(re.compile("^0:0[2-9]|^0:[1-5]"))
    replies = guardian.log.locator(".turn:not(.mine)")
    before = await replies.count()
    await guardian.place.locator("#record-send").click()
    await expect(replies).to_have_count(before + 1)
    await answers(demo_of_my_own, guardian)
    await looks(demo_of_my_own, officer, "audio")
    player = officer.log.locator("audio")
    played = await player.evaluate("""async (player) => {
        player.muted = true;
        await player.play();
        return [player.error, player.currentSrc.includes("/files/")];
    }""")
    assert played == [None, True]
