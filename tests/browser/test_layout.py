"""What a page looks like on small screens and without scripts: nothing cut off, overlapping or grey."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Demo, Open
from tests.browser.phone import Phone, in_demo

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # one browser, one loop
WELCOME = re.compile("đây là Đồng Hành")
OVERLAPS = """() => {
    const all = [...document.querySelectorAll(".head h1, .head .state, .head button, .head a, .head summary")];
    const boxes = all.filter(one => one.checkVisibility()).map(one => {
        const range = document.createRange();
        range.selectNodeContents(one);
        return [one, one.matches("h1, p") ? range.getBoundingClientRect() : one.getBoundingClientRect()];
    });
    return boxes.flatMap(([one, a]) => boxes.filter(([other, b]) => one !== other && !one.contains(other)
        && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
        .map(([other]) => `${one.outerHTML.slice(0, 40)} over ${other.outerHTML.slice(0, 40)}`));
}"""
CUT_OFF = """() => [...document.querySelectorAll("h1, button, a, p, label, input, textarea, select")]
    .filter(one => one.checkVisibility() && !one.matches(".skip, .unseen") && one.scrollWidth > one.clientWidth + 1
        && getComputedStyle(one).display !== "inline")
    .map(one => one.outerHTML.slice(0, 80))"""
# how far each button's words are from its ground, as WCAG counts it
CONTRASTS = """() => {
    const channels = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = colour => channels(colour).slice(0, 3).map(one => one / 255)
        .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
        .reduce((sum, one, place) => sum + one * [0.2126, 0.7152, 0.0722][place], 0);
    const ground = one => {
        const colour = getComputedStyle(one).backgroundColor;
        return (channels(colour)[3] ?? 1) === 1 || !one.parentElement ? colour : ground(one.parentElement);
    };
    return [...document.querySelectorAll(".choices button, .bubble p, .bubble time")]
        .filter(one => one.checkVisibility()).map(one => {
            const [a, b] = [light(getComputedStyle(one).color), light(ground(one))];
            const seen = Number(getComputedStyle(one).opacity);
            return [one.innerText, seen * (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
        });
}"""


async def too_wide(page: Page) -> int:
    return int(await page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize("width", [320, 360, 1440])
async def test_without_scripts_the_chat_is_as_wide_as_the_screen(demo: Demo, window: Open, width: int) -> None:
    here = await window(f"{demo.url}/chat", size={"width": width, "height": 740}, java_script_enabled=False)
    await expect(here.page).to_have_url(re.compile("/chat/plain$"))
    for place in (here.page.get_by_label("Lời nhắn"), here.page.get_by_role("button", name="Gửi", exact=True)):
        box = await place.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    await here.page.get_by_role("button", name="Về menu").click()
    await expect(here.page.get_by_text(WELCOME)).to_be_visible()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [320, 360])
async def test_nothing_in_the_head_lies_over_another(demo: Demo, window: Open, width: int, language: str) -> None:
    here = await window(f"{demo.url}/chat?lang={language}", size={"width": width, "height": 740})
    await expect(here.page.locator("#state[data-state=on]")).to_be_visible()
    assert await here.page.evaluate(OVERLAPS) == []
    assert await here.page.evaluate(CUT_OFF) == []
    assert await too_wide(here.page) <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_finished_screens_are_as_readable_as_others(demo: Demo, window: Open, scheme: str) -> None:
    here = await window(f"{demo.url}/chat", color_scheme=scheme)
    phone = Phone(here.page)
    await phone.begins()
    await phone.sees(WELCOME)
    await here.context.set_offline(True)
    await phone.offered(re.compile("Nhờ giúp")).click()
    assert [one for one in await here.page.evaluate(CONTRASTS) if one[1] < 4.5] == []
    await here.context.set_offline(False)
    await expect(phone.log.locator(".choices.past")).not_to_have_count(0)
    assert [one for one in await here.page.evaluate(CONTRASTS) if one[1] < 4.5] == []


async def test_choices_carry_the_numbers_that_can_be_typed(demo_of_my_own: Demo, window: Open) -> None:
    here = await window(f"{demo_of_my_own.url}/demo/phone/1/")
    guardian = Phone(here.page)
    await guardian.writes("/tham")
    await guardian.sees(re.compile("vừa ghé thăm ai"))
    await expect(guardian.offered(re.compile("^1. Anh Nam"))).to_be_visible()
    await guardian.writes("1")
    await guardian.sees(re.compile("hôm nào"))
    await guardian.presses(re.compile("^1. Hôm nay"))
    await expect(guardian.log.get_by_text(re.compile("^1. Anh Nam"))).to_be_hidden()


async def test_ticks_leave_no_bubbles(demo_of_my_own: Demo, window: Open) -> None:
    here = await window(f"{demo_of_my_own.url}/demo/phone/1/")
    guardian = Phone(here.page)
    await here.page.evaluate("""() => {
        window.bubbles = [];
        const note = one => one.matches?.(".mine") && window.bubbles.push(one.querySelector("p").innerText);
        new MutationObserver(changes => changes.flatMap(one => [...one.addedNodes]).forEach(note))
            .observe(document.getElementById("log"), {childList: true});
    }""")
    for words in ("/tham", "1", "1", "1", "1", "1", "1"):
        said = await guardian.said()
        await guardian.writes(words)
        await guardian.hears_after(said)
    await guardian.sees(re.compile("khiến bác lo"))
    before = await here.page.evaluate("window.bubbles.length")
    for label in ("Cờ bạc", "Bạn bè xấu"):
        await guardian.offered(re.compile(label)).press("Enter")
        await expect(guardian.offered(re.compile(f"✅ {label}"))).to_be_focused()
    await guardian.presses("Xong")
    assert (await here.page.evaluate("window.bubbles"))[before:] == ["Xong"]


async def test_ticks_leave_no_bubbles_without_scripts_either(demo_of_my_own: Demo, window: Open) -> None:
    here = await window(f"{demo_of_my_own.url}/demo/phone/1/plain", java_script_enabled=False)
    page = here.page
    for words in ("/tham", "1", "1", "1", "1", "1", "1"):
        await page.get_by_label("Lời nhắn").fill(words)
        await page.get_by_role("button", name="Gửi", exact=True).click()
    await expect(page.get_by_text("khiến bác lo")).to_be_visible()
    before = await page.locator(".turn").count()
    for label in ("Cờ bạc", "Bạn bè xấu"):
        await page.get_by_role("button", name=label).click()
        await expect(page.get_by_role("button", name=f"✅ {label}")).to_be_visible()
    assert await page.locator(".turn").count() == before


async def test_a_phone_that_has_begun_changes_hands(demo_of_my_own: Demo, window: Open) -> None:
    here = await window(f"{demo_of_my_own.url}/demo", size=DESK)
    guardian = in_demo(here.page, 1)
    await guardian.begins()
    await guardian.sees(re.compile("."))
    holder = here.page.get_by_label("Người cầm máy").first
    await holder.select_option(await holder.locator("option").nth(1).get_attribute("value"))
    await expect(guardian.place.get_by_role("button", name="Bắt đầu")).to_be_visible()


async def test_each_tab_of_the_demo_has_its_panel(demo: Demo, window: Open) -> None:
    here = await window(f"{demo.url}/demo", size=PHONE)
    page = here.page
    panel = page.get_by_role("tabpanel")
    await page.get_by_role("tab", name="Người giúp đỡ").click()
    for key, name in (
        ("ArrowRight", "Người được giúp"),
        ("End", "Cán bộ"),
        ("ArrowRight", "Người giúp đỡ"),
        ("End", "Cán bộ"),
        ("Home", "Người giúp đỡ"),
    ):
        await page.keyboard.press(key)
        tab = page.get_by_role("tab", name=name)
        await expect(tab).to_be_focused()
        await expect(tab).to_have_attribute("aria-selected", "true")
        await expect(panel).to_have_count(1)
        await expect(panel).to_have_accessible_name(name)
        await expect(panel).to_have_id(str(await tab.get_attribute("aria-controls")))


@pytest.mark.parametrize("width", [320, 360, 1440])
async def test_the_demo_without_scripts_shows_all_phones(demo: Demo, window: Open, width: int) -> None:
    here = await window(f"{demo.url}/demo", size={"width": width, "height": 740}, java_script_enabled=False)
    for n in (1, 2, 3):
        seat = here.page.locator(f"#phone-{n}")
        await expect(seat.locator("iframe")).to_be_visible()
        box = await seat.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= width
        phone = in_demo(here.page, n).place
        await expect(phone.get_by_role("link", name="Xem tin mới")).to_be_visible()  # the page with scripts comes first
        await expect(phone.get_by_label("Lời nhắn")).to_be_visible()
    await expect(here.page.locator(".tabs")).to_be_hidden()
