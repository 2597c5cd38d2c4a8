"""Alerts at the desk in a browser: they come by themselves, go by a press or a key, and two officers see each other."""

import asyncio
import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.async_api import Page, Route, expect

from bench.ports import free_port
from storage import persons
from tests.browser.conftest import Demo, Open
from tests.browser.desk import at_the_desk
from tests.browser.filling import opened_store

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
PRESSES = """async (body) => {
  const answer = await fetch("/console/press", { method: "POST", body: new URLSearchParams(body) });
  return await answer.text();
}"""

HEARS = """() => {
  window.heard = new Promise((told) => document.addEventListener("desk:changed", told, { once: true }));
}"""
# whatever the page asked for at that, it has by the time that it is asked for once more
HAS_HEARD = """async () => {
  await window.heard;
  await (await fetch(location.href)).text();
}"""


@pytest.fixture(scope="module")
def commune(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    running = Demo(tmp_path_factory.mktemp("alerts"), free_port())
    running.start()
    yield running
    running.kill()


async def raises_an_alert(demo: Demo, page: Page, place: int, level: str = "urgent") -> None:
    """The officer of this page raises one about somebody of the commune, as the form of the chat does."""
    with opened_store(demo) as db:
        person = persons.of_unit(db, "17791")[place]
    presses = (
        f"go:officer_alarm:person={person.id}",
        *(f"officer_alarm:level:{level}", "officer_alarm:note:!skip", "officer_alarm:*:!send"),
    )
    said = await page.evaluate(
        PRESSES, urlencode([("back", "/console/alerts"), *(("press", press) for press in presses)])
    )
    assert "Đã báo người trực" in said, said


async def test_an_alert_comes_by_itself_and_goes_by_a_press_and_by_a_key(commune: Demo, window: Open) -> None:
    border = await at_the_desk(commune, window, "today", who="border")
    today = await at_the_desk(commune, window, "today")
    waiting = today.locator("[data-alert]")
    await expect(waiting).to_have_count(0)
    await raises_an_alert(commune, border, 0)
    await expect(waiting).to_have_count(1)
    await waiting.get_by_role("button").click()
    await expect(today.locator("#talk")).to_contain_text("đã nhận")
    await today.goto(f"{commune.url}/console/alerts")
    await raises_an_alert(commune, border, 1, level="normal")
    await expect(waiting).to_have_count(1)
    await expect(today.locator("#came")).to_contain_text(re.compile(r"Cảnh báo mới C\d+ · thường"))
    for _ in range(await today.locator("[data-row]").count()):
        await today.keyboard.press("j")
    chosen = await today.locator(".current [data-open]").inner_text()
    # one that presses more comes above it: the key still means the one chosen
    await raises_an_alert(commune, border, 3)
    await expect(waiting).to_have_count(2)
    await expect(today.locator(".current [data-open]")).to_have_text(chosen)
    await today.keyboard.press("t")
    await expect(today.locator("#talk")).to_contain_text(f"đã nhận {chosen}")
    await expect(waiting).to_have_count(1)
    await today.locator("[data-alert] button").click()
    await expect(waiting).to_have_count(0)


async def test_two_officers_see_each_other_and_the_second_hears_who_was_quicker(commune: Demo, window: Open) -> None:
    border = await at_the_desk(commune, window, "alerts", who="border")
    officer = await at_the_desk(commune, window, "alerts")
    await raises_an_alert(commune, border, 2)
    await officer.locator("tr[data-alert] [data-open]").click()
    await expect(officer.locator("h1")).to_contain_text("Cảnh báo C")
    await border.goto(officer.url)
    await expect(border.locator("#watching")).to_contain_text("Chị Hạnh (Công an xã) đang xem.")
    await expect(officer.locator("#watching")).to_contain_text("Anh Thành (Đồn Biên phòng) đang xem.")
    take = await border.locator("button[value^='do:alert_take']").get_attribute("value")
    await officer.locator("button[value^='do:alert_take']").click()
    await expect(border.locator(".standing")).to_contain_text("Chị Hạnh (Công an xã) đã nhận")
    # what the other page still showed a moment ago
    late = await border.evaluate(PRESSES, urlencode({"press": take, "back": "/console/alerts"}))
    assert "chị Hạnh (Công an xã) đã nhận lúc" in late
    assert "Anh Thành (Đồn Biên phòng) đã nhận" not in late


async def test_a_page_that_shows_itself_anew_gives_way_to_a_press_under_way(commune: Demo, window: Open) -> None:
    """It took the row from under the press, whose answer came to nothing."""
    border = await at_the_desk(commune, window, "alerts", who="border")
    await raises_an_alert(commune, border, 4)
    page = await at_the_desk(commune, window, "alerts")
    answered = asyncio.Event()

    async def holds_up(route: Route) -> None:
        await answered.wait()
        await route.continue_()

    await page.route("**/console/press", holds_up)
    await page.evaluate(HEARS)
    button = page.locator("button[value^='do:alert_take']").first
    take = await button.get_attribute("value")
    await button.click()
    await border.evaluate(PRESSES, urlencode({"press": take, "back": "/console/alerts"}))
    await page.evaluate(HAS_HEARD)
    answered.set()
    await expect(page.locator("#talk")).to_contain_text("đã nhận lúc")
    await expect(page.locator(f"button[value='{take}']")).to_have_count(0)
