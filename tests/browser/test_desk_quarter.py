"""The quarter at the desk as a stranger finds it in the demo: a report accepted in three steps, all papers in a ZIP."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Demo, Open
from tests.browser.desk import at_the_desk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_report_is_accepted_in_three_steps_and_the_quarter_downloaded(
    demo_of_my_own: Demo, window: Open, tmp_path: Path
) -> None:
    page = await at_the_desk(demo_of_my_own, window)
    await page.get_by_role("link", name="Hồ sơ quý").click()
    await expect(page.locator("h1")).to_contain_text("Báo cáo quý")
    await page.locator("a[data-open]").first.click()
    await page.get_by_role("button", name="Nhận báo cáo").click()
    await expect(page.get_by_role("status").first).to_contain_text("Đã nhận báo cáo")
    await expect(page.locator(".matter")).to_contain_text("Đã nhận.")
    await page.get_by_role("link", name=re.compile("Về danh sách")).click()
    await page.get_by_role("button", name="Làm tệp ZIP").click()
    link = page.get_by_role("link", name=re.compile("Tải tệp ZIP"))
    await expect(link).to_be_visible()
    async with page.expect_download() as started:
        await link.click()
    saved = tmp_path / "quarter.zip"
    await (await started.value).save_as(saved)
    names = zipfile.ZipFile(io.BytesIO(saved.read_bytes())).namelist()
    assert {"00-danh-muc.pdf", "00-danh-muc.xlsx"} <= set(names)
    assert any(re.fullmatch(r"HCD-08/001-[a-z-]+\.docx", name) for name in names)


async def test_figures_answer_with_a_chart_and_its_table_and_to_the_province_with_counts_alone(
    demo: Demo, window: Open
) -> None:
    page = await at_the_desk(demo, window)
    await page.get_by_role("link", name="Số liệu", exact=True).click()
    chart = page.get_by_role("figure").filter(has_text="Bao nhiêu lần ghé thăm đúng hẹn?")
    await expect(chart.get_by_role("img", name="Bao nhiêu lần ghé thăm đúng hẹn?")).to_be_visible()
    drawn = [int(count) for count in await chart.locator("tbody tr").first.locator("td").all_inner_texts()]
    assert sum(drawn) > 0
    assert await chart.locator("rect").count() >= sum(count > 0 for count in drawn)
    province = await at_the_desk(demo, window, who="province")
    await province.goto(f"{demo.url}/console/figures")
    await expect(province.get_by_role("heading", name="Mỗi xã đang giúp bao nhiêu người?")).to_be_visible()
    await expect(province.locator("main")).to_contain_text("dưới 5")
