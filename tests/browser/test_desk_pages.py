"""Every page of the desk: read and pressed by everybody, in light and dark, by keys alone, and twice as large."""

import re

import pytest
from playwright.async_api import Page, ViewportSize, expect

from handlers.desk.pages import PAGES
from storage import accounts, outbox
from tests.browser.conftest import Demo, Open
from tests.browser.filling import opened_store
from tests.browser.test_access import problems

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
OFFICE: ViewportSize = {"width": 1366, "height": 768}
# a page at 200 % shows half of it
ZOOMED: ViewportSize = {"width": 683, "height": 384}
NARROW: ViewportSize = {"width": 360, "height": 740}
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# what keys do not come to, or come to without its being seen: after a Tab whatever is focused shows it
BY_KEYS = """() => {
  const can = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const seen = [...document.querySelectorAll(can)].filter(one => one.checkVisibility({visibilityProperty: true}));
  const name = one => one.outerHTML.slice(0, 90);
  const faults = [...document.querySelectorAll("[onclick], [role=button]")].map(one => `no key: ${name(one)}`);
  for (const one of seen.filter(one => !one.disabled)) {
    one.focus();
    const ringed = [one, one.closest("label") ?? one].map(each => getComputedStyle(each));
    if (document.activeElement !== one || one.tabIndex < 0) faults.push(`out of reach: ${name(one)}`);
    else if (ringed.every(style => style.outlineStyle === "none")) faults.push(`not seen: ${name(one)}`);
  }
  return faults;
}"""
OPENS = """() => [...document.querySelectorAll("#main a[href^='/console/']")].map(one => one.pathname)"""


async def opened(demo: Demo, window: Open, size: ViewportSize, who: str = "admin", **options: object) -> Page:
    here = await window(f"{demo.url}/console", size=size, reduced_motion="reduce", **options)
    page: Page = here.page
    await page.locator(f"button[value={who}]").click()
    await page.wait_for_url(re.compile("/console/"))
    return page


def next_ones(led_to: set[str], seen: set[str]) -> list[str]:
    """One page of each kind that only others lead to."""
    kinds = [re.compile(re.sub(r"{\w+}", "[^/.]+", f"/console/{one.path}")) for one in PAGES if "{" in one.path]
    new = [kind for kind in kinds if not any(map(kind.fullmatch, seen))]
    return [link for kind in new for link in list(filter(kind.fullmatch, sorted(led_to)))[:1]]


async def faults_of(page: Page) -> list[str]:
    found = await problems(page)
    await page.keyboard.press("Tab")
    found += await page.evaluate(BY_KEYS)
    await page.emulate_media(color_scheme="dark")
    for size in (NARROW, ZOOMED):
        await page.set_viewport_size(size)
        if over := await page.evaluate(SIDEWAYS):
            found.append(f"{over} px wider than {size['width']}")
    found += [f"dark, at 200 %: {one}" for one in await problems(page)]
    await page.emulate_media(color_scheme="light")
    await page.set_viewport_size(OFFICE)
    return found


async def test_no_page_keeps_anybody_out_or_runs_off_sideways(demo: Demo, window: Open) -> None:
    page = await opened(demo, window, OFFICE)
    faults, led_to, seen = dict[str, list[str]](), set[str](), set[str]()
    plain = [f"/console/{one.path}" for one in PAGES if "{" not in one.path]
    while left := [path for path in plain if path not in seen] or next_ones(led_to, seen):
        for path in left:
            seen.add(path)
            await page.goto(demo.url + path)
            led_to |= {link for link in await page.evaluate(OPENS) if "." not in link}
            if found := await faults_of(page):
                faults[path] = found
    assert faults == {}


async def test_keys_alone_walk_search_and_say_what_they_do(demo: Demo, window: Open) -> None:
    page = await opened(demo, window, OFFICE)
    await page.goto(f"{demo.url}/console/devices")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.matches('.skip')")
    await page.keyboard.press("?")
    assert await page.locator("#keys").is_visible()
    await page.keyboard.press("Escape")
    await page.keyboard.press("j")
    assert await page.locator("[data-row].current").count() == 1


async def test_an_officer_comes_in_by_a_link_makes_a_key_and_comes_back_with_it(demo: Demo, window: Open) -> None:
    url = f"http://localhost:{demo.port}"  # a key belongs to a name, not to a number
    here = await window(f"{url}/console", size=OFFICE)
    page: Page = here.page
    devices = await here.context.new_cdp_session(page)
    await devices.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    await devices.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    with opened_store(demo) as db:
        officer = next(one for one in accounts.of_unit(db, "17791") if one.roles == ("officer",))
    await page.get_by_label("Số điện thoại").fill(officer.phone or "")
    await page.get_by_role("button", name="Gửi đường dẫn").click()
    await expect(page.get_by_role("status")).to_contain_text("đường dẫn đã gửi")
    await page.goto(url + link_sent(demo))
    await page.get_by_role("button", name="Mở bàn làm việc").click()
    await page.wait_for_url(re.compile("/console/(?!link)"))
    await page.goto(f"{url}/console/devices")
    await page.get_by_role("button", name="Thêm khóa").click()
    await expect(page.get_by_role("rowheader", name=re.compile("Khóa 1"))).to_be_visible()
    await page.locator(".me summary").click()
    await page.get_by_role("button", name="Thoát").click()
    await page.get_by_role("button", name="Vào bằng khóa").click()
    await expect(page.get_by_role("navigation")).to_be_visible()


def link_sent(demo: Demo) -> str:
    """The last link that the service has sent to anybody, without the address."""
    with opened_store(demo) as db:
        rows = db.execute(outbox.outbox.select().order_by(outbox.outbox.c.id.desc()).limit(9)).all()
        texts = [str(row.body.open_json(row.id)["text"]) for row in rows]
    return next(match[0] for text in texts if (match := re.search(r"/console/link/\S+", text)))
