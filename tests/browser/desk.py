"""The way to the officers' desk of a demo, as one of the five whom it lets in without a code."""

from playwright.async_api import Page

from tests.browser.conftest import DESK, Demo, Open


async def at_the_desk(demo: Demo, window: Open, path: str = "", *, who: str = "officer", **more: object) -> Page:
    """Opens the page at this path below /console/, or the desk's first one."""
    here = await window(f"{demo.url}/console", size=DESK, **more)
    page: Page = here.page
    await page.locator(f"button[value={who}]").click()
    if path:
        await page.goto(f"{demo.url}/console/{path}")
    return page
