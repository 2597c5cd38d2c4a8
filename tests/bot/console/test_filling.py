"""A page's fields go to the form behind it: a message to many written, looked at, sent; a list read."""

from io import BytesIO
from typing import Any

from storage import broadcasts, list_drafts
from tests.bot.console.conftest import Desk

WRITE = "/console/broadcasts/write"
WORDS = "Sáng thứ Bảy xã khám sức khỏe miễn phí ở trạm y tế."


async def test_a_message_to_many_is_written_tried_dry_and_sent_on_one_page(desk: Desk) -> None:
    desk.opens("officer")
    assert "Lưu và xem trước" in await desk.sees(WRITE)
    fields = {"words": WORDS, "audience": "role", "role": "guardian", "names": "", "leaves_at": "", "back": WRITE}
    answer = await desk.posts("/console/fill/broadcast", fields)
    page = await desk.sees(answer.headers["Location"])
    assert "Ai nhận bằng cách nào" in page
    assert WORDS in page
    assert "/console/broadcasts/" in await desk.presses("broadcast:*:!send", back="/console/broadcasts")
    with desk.store.transaction() as db:
        [sent] = broadcasts.last_of(db, desk.deployment.unit, 1)
    assert sent.text == WORDS
    assert "người được phân công giúp đỡ" in await desk.sees(f"/console/broadcasts/{sent.id}")


async def test_a_list_that_is_sent_waits_to_be_read_and_any_other_file_is_refused(desk: Desk) -> None:
    desk.opens("officer")
    for name, status in (("ds.xlsx", 303), ("ds.exe", 415)):
        file = BytesIO(b"PK\x03\x04")
        file.name = name
        fields: dict[str, Any] = {"back": "/console/import", "file": file}
        assert (await desk.posts("/console/fill/list_file", fields)).status == status
    assert "Đang đọc danh sách" in await desk.sees("/console/import")
    officer = desk.account_id
    with desk.store.transaction() as db:
        assert [draft.wants for draft in list_drafts.of_account(db, officer)] == ["look"]


async def test_pages_of_set_up_open_for_an_admin_alone(desk: Desk) -> None:
    admins = ("staff", "state", "audit")
    everybodys = ("broadcasts", "broadcasts/write", "calls", "alert-rules?try=all", "import", "commune")
    desk.opens("officer")
    statuses = {path: (await desk.gets(f"/console/{path}")).status for path in (*admins, *everybodys)}
    assert statuses == dict.fromkeys(admins, 403) | dict.fromkeys(everybodys, 200)
    desk.opens("admin")
    assert {(await desk.gets(f"/console/{path}")).status for path in admins} == {200}
