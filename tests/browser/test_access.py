"""Everybody can read and press it: contrast, names, roles, size of targets, in light and in dark."""

import re

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Frame, Page, ViewportSize

from tests.browser.conftest import DESK, PHONE, Demo, Open
from tests.browser.phone import Phone

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # one browser, one loop
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALLEST = 44
# what moves for ever, like the dots of somebody who writes, is not waited for
COME_TO_REST = """() => Promise.allSettled(document.getAnimations()
    .filter(one => Number.isFinite(one.effect.getComputedTiming().endTime)).map(one => one.finished))"""
TARGETS = """() => [...document.querySelectorAll("a, button, select, textarea, summary, input:not([type=hidden])")]
    .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.closest("p") && !one.matches(".skip"))
    .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.height < %s || box.width < %s)).map(([html]) => html)"""


async def problems(place: Page | Frame, rules: list[str] = RULES) -> list[str]:
    # what passes is many times as much, and nobody reads it
    found = await Axe().run(place, options={"runOnly": rules, "resultTypes": ["violations"]})
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]


async def check(page: Page) -> None:
    await page.wait_for_timeout(400)
    for frame in page.frames:
        await frame.evaluate(COME_TO_REST)
        assert await problems(frame) == []
        assert await frame.evaluate(TARGETS % (SMALLEST, SMALLEST)) == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_chat(demo: Demo, window: Open, size: ViewportSize, scheme: str) -> None:
    here = await window(f"{demo.url}/chat", size=size, color_scheme=scheme, reduced_motion="reduce")
    await check(here.page)
    phone = Phone(here.page)
    await phone.begins()
    await phone.sees(re.compile("đây là Đồng Hành"))
    await phone.writes("Chào")
    await phone.sees("Chào")
    await check(here.page)
    await here.context.set_offline(True)
    await phone.writes("Mất mạng")
    await here.page.locator("#menu summary").click()
    await check(here.page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_simple_page(demo: Demo, window: Open, scheme: str) -> None:
    here = await window(f"{demo.url}/chat", color_scheme=scheme)
    phone = Phone(here.page)
    await phone.begins()
    await phone.sees(re.compile("đây là Đồng Hành"))
    await here.page.goto(f"{demo.url}/chat/plain")
    await check(here.page)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_demo(demo: Demo, window: Open, size: ViewportSize, scheme: str) -> None:
    here = await window(f"{demo.url}/demo", size=size, color_scheme=scheme)
    await check(here.page)


async def test_a_problem_page(demo: Demo, window: Open) -> None:
    here = await window(f"{demo.url}/chat")
    await here.page.goto(f"{demo.url}/nowhere")
    await check(here.page)
    here.complaints.clear()


async def test_what_arrives_is_read_aloud_and_what_was_there_is_not(demo: Demo, window: Open) -> None:
    here = await window(f"{demo.url}/chat")
    log = here.page.get_by_role("log")
    assert await log.get_attribute("aria-live") == "polite"
    phone = Phone(here.page)
    await phone.begins()
    await phone.sees(re.compile("đây là Đồng Hành"))
    assert await log.get_attribute("aria-busy") == "false"
    spoken = await log.locator(".bubble").last.inner_text()
    assert spoken.startswith("Đồng Hành:")


async def test_without_motion_nothing_moves(demo: Demo, window: Open) -> None:
    here = await window(f"{demo.url}/chat", reduced_motion="reduce")
    await Phone(here.page).begins()
    await Phone(here.page).sees(re.compile("đây là Đồng Hành"))
    assert await here.page.evaluate("document.getAnimations().length") == 0
