"""The chat page alone: it works on a bad line, from the keyboard, without scripts, and from the home screen."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.async_api import FilePayload, Page, Route, expect

from tests.browser.conftest import DESK, Demo, Open
from tests.browser.phone import Phone

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # one browser, one loop
CHAT = "/chat"
# the phone of somebody who has an account
LINKED = "/demo/phone/2"
SAY_ELSEWHERE = """() => fetch("/chat/messages", {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify({id: crypto.randomUUID(), text: "từ máy khác"}),
})"""


def photo() -> FilePayload:
    picture = BytesIO()
    Image.new("RGB", (3000, 2000), "#887744").save(picture, "PNG")
    return {"name": "anh.png", "mimeType": "image/png", "buffer": picture.getvalue()}


async def too_many(route: Route) -> None:
    await route.fulfill(status=429, headers={"Retry-After": "30"})


async def test_somebody_unknown_is_welcomed(demo: Demo, window: Open) -> None:
    here = await window(demo.url + CHAT)
    phone = Phone(here.page)
    await phone.begins()
    await phone.sees(re.compile("đây là Đồng Hành"))


async def test_an_invitations_address_fills_in_the_code_and_leaves_the_press_to_its_holder(
    demo: Demo, window: Open
) -> None:
    here = await window(f"{demo.url}{CHAT}#7F3K-92QD")
    await here.page.get_by_role("button", name="Vào bằng mã 7F3K-92QD").click()
    phone = Phone(here.page)
    await phone.sees("7F3K-92QD")
    await phone.sees(re.compile("Mã này chưa đúng"))
    assert "7F3K" not in here.page.url


async def test_what_was_said_is_there_after_a_reload(demo: Demo, window: Open) -> None:
    here = await window(demo.url + CHAT)
    phone = Phone(here.page)
    await phone.writes("Chào Đồng Hành")
    await phone.sees(re.compile("đây là Đồng Hành"))
    await here.page.reload()
    await phone.sees("Chào Đồng Hành")
    await phone.sees(re.compile("đây là Đồng Hành"))
    assert await phone.count("Chào Đồng Hành") == 1


async def test_a_message_written_without_a_connection_is_sent_once_it_is_back(demo: Demo, window: Open) -> None:
    here = await window(demo.url + CHAT)
    phone = Phone(here.page)
    await phone.begins()
    await phone.sees(re.compile("đây là Đồng Hành"))
    await here.context.set_offline(True)
    await phone.writes("Tin lúc mất mạng")
    await expect(here.page.get_by_text("chưa gửi", exact=True)).to_be_visible()
    await expect(here.page.get_by_text("tin sẽ tự gửi khi có mạng")).to_be_visible()
    await here.context.set_offline(False)
    await expect(here.page.get_by_text("chưa gửi", exact=True)).to_be_hidden()
    await here.page.reload()
    await phone.sees("Tin lúc mất mạng")
    assert await phone.count("Tin lúc mất mạng") == 1


async def test_a_message_written_while_the_service_is_down_survives_even_a_reload(
    demo_of_my_own: Demo, window: Open
) -> None:
    demo = demo_of_my_own
    here = await window(demo.url + CHAT)
    phone = Phone(here.page)
    await phone.begins()
    await phone.sees(re.compile("đây là Đồng Hành"))
    await _worker_is_ready(here.page)
    demo.kill()
    await phone.writes("Tin lúc máy chủ nghỉ")
    await expect(here.page.get_by_text("chưa gửi", exact=True)).to_be_visible()
    await here.page.reload()
    await phone.sees("Tin lúc máy chủ nghỉ")
    demo.start()
    await expect(here.page.get_by_text("chưa gửi", exact=True)).to_be_hidden()
    await here.page.reload()
    await phone.sees(re.compile("đây là Đồng Hành"))
    assert await phone.count("Tin lúc máy chủ nghỉ") == 1


async def _worker_is_ready(page: Page) -> None:
    await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    await page.wait_for_function("caches.keys().then(names => names.length > 0)")


async def test_the_page_opens_without_a_connection(demo: Demo, window: Open) -> None:
    here = await window(demo.url + CHAT)
    await _worker_is_ready(here.page)
    await here.context.set_offline(True)
    await here.page.reload()
    await expect(here.page.get_by_text("Chưa kết nối được")).to_be_visible()
    await expect(here.page.get_by_role("textbox")).to_be_editable()


async def test_it_can_be_installed(demo: Demo, window: Open) -> None:
    here = await window(demo.url + CHAT)
    session = await here.context.new_cdp_session(here.page)
    found = await session.send("Page.getAppManifest")
    assert found["errors"] == []
    assert found["url"].endswith("/chat/manifest.webmanifest")
    answers = [await here.page.request.get(demo.url + icon) for icon in re.findall(r'"src": "([^"]+)"', found["data"])]
    assert [answer.status for answer in answers] == [200, 200, 200]


async def test_the_keyboard_is_enough(demo: Demo, window: Open) -> None:
    here = await window(demo.url + CHAT, size=DESK)
    page, phone = here.page, Phone(here.page)
    await expect(page.get_by_role("button", name="Bắt đầu")).to_be_visible()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Tới ô nhắn tin")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("textbox")).to_be_focused()
    await page.keyboard.type("Chào")
    await page.keyboard.press("Enter")
    await phone.sees(re.compile("đây là Đồng Hành"))
    await phone.log.get_by_role("button").first.focus()
    await page.keyboard.press("Enter")
    await expect(phone.log.locator(".turn.mine")).to_have_count(2)


async def test_the_chat_works_without_scripts(demo: Demo, window: Open) -> None:
    here = await window(demo.url + CHAT, java_script_enabled=False)
    await expect(here.page).to_have_url(re.compile("/chat/plain$"))
    await here.page.get_by_label("Lời nhắn").fill("Chào")
    await here.page.get_by_role("button", name="Gửi", exact=True).click()
    await expect(here.page.get_by_text("Chào", exact=True)).to_be_visible()
    await here.page.get_by_role("link", name="Xem tin mới").click()
    await here.page.reload()
    await expect(here.page.get_by_text("đây là Đồng Hành")).to_be_visible()
    buttons = here.page.locator("form.choices button")
    await expect(buttons).not_to_have_count(0)
    label = (await buttons.first.inner_text()).removeprefix("1. ")
    await buttons.first.click()
    await expect(here.page.locator(".mine", has_text=label)).to_be_visible()


async def test_the_language_can_be_changed(demo: Demo, window: Open) -> None:
    here = await window(demo.url + CHAT)
    await here.page.get_by_role("link", name="EN: read in English").click()
    await expect(here.page.get_by_role("button", name="Begin")).to_be_visible()
    await expect(here.page.locator("html")).to_have_attribute("lang", "en")


async def test_a_borrowed_phone_forgets(demo: Demo, window: Open) -> None:
    here = await window(demo.url + CHAT)
    phone = Phone(here.page)
    await phone.begins()
    await phone.sees(re.compile("đây là Đồng Hành"))
    await here.page.locator("#menu summary").click()
    await here.page.get_by_role("button", name="Thoát khỏi máy này").click()
    await here.page.get_by_role("button", name="Thoát", exact=True).click()
    await expect(here.page.get_by_role("button", name="Bắt đầu")).to_be_visible()


async def test_a_copied_cookie_is_signed_out_with_the_page_it_was_copied_from(demo: Demo, window: Open) -> None:
    here = await window(demo.url + CHAT)
    phone = Phone(here.page)
    await phone.begins()
    await phone.sees(re.compile("đây là Đồng Hành"))
    thief = await window(demo.url + CHAT, storage_state=await here.context.storage_state())
    await Phone(thief.page).sees(re.compile("đây là Đồng Hành"))
    await here.page.locator("#menu summary").click()
    await here.page.get_by_role("button", name="Thoát khỏi máy này").click()
    await here.page.get_by_role("button", name="Thoát", exact=True).click()
    await expect(thief.page.get_by_role("button", name="Bắt đầu")).to_be_visible()
    assert await Phone(thief.page).count("đây là Đồng Hành") == 0


async def test_a_photo_is_made_small_and_sent(demo: Demo, window: Open) -> None:
    here = await window(demo.url + LINKED)
    phone = Phone(here.page)
    async with here.page.expect_response(re.compile("/files$")) as sent:
        await here.page.locator("#photo-file").set_input_files([photo()])
    assert (await sent.value).status == 202
    await expect(phone.log.get_by_role("img", name="Ảnh").last).to_be_visible()


async def test_a_stranger_is_told_kindly_when_a_photo_may_come(demo: Demo, window: Open) -> None:
    here = await window(demo.url + CHAT)
    phone = Phone(here.page)
    await phone.begins()
    await phone.sees(re.compile("đây là Đồng Hành"))
    async with here.page.expect_response(re.compile("/chat/files$")) as sent:
        await here.page.locator("#photo-file").set_input_files([photo()])
    assert (await sent.value).status == 403
    await expect(here.page.locator("#note")).to_contain_text("sau khi cán bộ trả lời")
    await phone.writes("vẫn nhắn được bằng chữ")
    await expect(phone.log.locator(".mine").last).to_contain_text("vẫn nhắn được bằng chữ")


async def test_a_page_for_which_there_is_no_stream_looks_now_and_then(demo: Demo, window: Open) -> None:
    here = await window(demo.url + CHAT)
    await here.context.route(re.compile("/chat/events"), too_many)
    await here.page.reload()
    phone = Phone(here.page)
    await phone.begins()
    await phone.sees(re.compile("đây là Đồng Hành"))


async def test_a_voice_note_is_recorded_and_sent(demo: Demo, window: Open) -> None:
    here = await window(demo.url + LINKED, permissions=["microphone"])
    page, phone = here.page, Phone(here.page)
    await page.get_by_role("button", name="Ghi âm lời nhắn").click()
    await expect(page.locator("#record-count")).not_to_have_text("0:00")
    async with page.expect_response(re.compile("/files$")) as sent:
        await page.get_by_role("button", name="Gửi ghi âm").click()
    assert (await sent.value).status == 202
    await phone.sees("Ghi âm")
    await page.get_by_role("button", name="Ghi âm lời nhắn").click()
    await page.get_by_role("button", name="Bỏ bản ghi âm").click()
    await expect(page.get_by_role("textbox")).to_be_visible()
    assert await phone.log.locator(".mine", has_text="Ghi âm").count() == 1


async def test_somebody_who_reads_above_is_told_of_what_comes_below(demo: Demo, window: Open) -> None:
    here = await window(demo.url + CHAT)
    phone = Phone(here.page)
    for word in ("một", "hai", "ba", "bốn"):
        await phone.writes(word)
        await phone.sees(word)
    await here.page.wait_for_function("() => log.scrollHeight > log.clientHeight + 400")
    await phone.log.evaluate("log => log.scrollTo({top: 0, behavior: 'instant'})")
    await here.page.evaluate(SAY_ELSEWHERE)
    await phone.sees("từ máy khác")
    assert await phone.log.evaluate("log => log.scrollTop") == 0, "nobody is carried off from what they read"
    await here.page.get_by_role("button", name="Có tin mới").click()
    await expect(here.page.get_by_role("button", name="Có tin mới")).to_be_hidden()
