"""The boards of the desk in a browser: a need is offered to somebody by mouse, a volunteer is agreed to by keys."""

import re

import pytest
from playwright.async_api import expect

from bot.commands.demo import UNIT
from storage import volunteers
from tests.browser.conftest import Demo, Open
from tests.browser.desk import at_the_desk
from tests.browser.filling import opened_store

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_need_is_offered_by_mouse_and_stands_in_the_next_column(demo: Demo, window: Open) -> None:
    page = await at_the_desk(demo, window, "needs")
    column = page.get_by_role("region", name=re.compile("Chưa có người lo"))
    card = column.get_by_role("link").first
    who = await card.inner_text()
    await card.click()
    await page.get_by_role("button", name="Nhờ người lo").click()
    await page.locator("#talk").get_by_role("button", name=re.compile("Công an xã")).first.click()
    await expect(page.get_by_role("status").first).to_contain_text("Đã nhờ")
    await page.goto(f"{demo.url}/console/needs")
    asked = page.get_by_role("region", name=re.compile("Đang hỏi"))
    await expect(asked.get_by_role("link", name=who)).to_be_visible()


async def test_an_approval_is_given_by_keys_alone(demo: Demo, window: Open) -> None:
    with opened_store(demo) as db:
        volunteers.ask(
            db,
            unit=UNIT,
            chat_id=None,
            account_id=None,
            name="Phan Thị Xuân",
            phone=None,
            hamlet="xóm 4",
            kinds=("papers",),
            words=None,
            remind_at=db.now,
        )
    page = await at_the_desk(demo, window, "approvals")
    who = page.get_by_role("link", name="Phan Thị Xuân · xóm 4")
    await expect(who).to_be_visible()
    for _ in range(await page.locator("[data-row]").count()):
        await page.keyboard.press("j")
        if await who.evaluate("link => link === document.activeElement"):
            break
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Người xin góp sức")
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status").first).to_contain_text("Phan Thị Xuân")
    await page.goto(f"{demo.url}/console/approvals")
    await expect(page.locator("h1")).to_have_text("Chờ duyệt")
    await expect(who).to_have_count(0)
