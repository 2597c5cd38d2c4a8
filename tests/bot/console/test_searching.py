"""What is searched for stands in no address: sealed there, it opens for whoever searched, page and workbook alike."""

import re
from io import BytesIO
from urllib.parse import unquote

from openpyxl import load_workbook

from storage import people_views
from tests.bot.console.conftest import Desk


async def test_no_name_that_is_searched_for_stands_in_an_address(desk: Desk) -> None:
    officer = desk.opens("officer").account_id
    with desk.store.transaction() as db:
        people_views.keep(db, officer, "Chị ấy", {"q": "nguyen dung"})
    found = (await desk.posts("/console/search/people", {"q": "nguyen dung", "status": "any"})).headers["Location"]
    assert found.startswith("/console/people?")
    for _ in range(2):  # fetched once more it is the same page
        page = await desk.sees(found)
        assert 'value="nguyen dung"' in page
        assert "Nguyễn Thị Dung" in page
    addresses = [unquote(address) for address in re.findall(r'"(/console[^"]*)"', page)]
    assert [address for address in addresses if "dung" in address.lower()] == []
    [view] = [address for address in addresses if address.startswith("/console/people?") and "status" not in address]
    assert 'value="nguyen dung"' in await desk.sees(view)
    book = await desk.gets(found.replace("/people?", "/people.xlsx?"))
    names = [row[0].value for row in load_workbook(BytesIO(await book.read())).worksheets[0].iter_rows(min_row=2)]
    assert names == ["Nguyễn Thị Dung"]
    desk.opens("committee")
    assert "nguyen dung" not in await desk.sees(found)
    assert 'value="dung"' not in await desk.sees("/console/people?q=dung")
