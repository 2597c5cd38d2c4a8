"""A commune's police officer sets up with a browser and the link on the screen; nobody else gets in."""

import asyncio
import re
from pathlib import Path

import pytest

from bot.installation.steps import STEPS
from tests.bot.channels.telegram.fake import TOKEN, FakeTelegram
from tests.bot.web.markup import problems
from tests.bot.web.setup_visitor import Browser, Machine, machine

HUNG = {"name": "Lê Văn Hùng", "phone": "0912 345 678", "born": "1985", "pronoun": "dong_chi"}
STRANGE_HOST = "donghanh.attacker.example"


def opened(one: Machine) -> Browser:
    """The browser in which the link on the screen was used."""
    browser = Browser(one.base)
    assert "Mở cài đặt" in browser.gets(one.link())
    assert "Làm lần lượt" in browser.posts(one.link())
    return browser


def with_commune(one: Machine) -> Browser:
    browser = opened(one)
    found = browser.gets("/setup/commune?q=kim+bang+nghe+an")
    assert "xã Kim Bảng, tỉnh Nghệ An" in found
    assert "trước 07/2025: xã Kim Bảng (Thanh Chương)" in found
    waiting = browser.posts("/setup/commune", code="17791")
    assert "Đã lưu" in waiting
    assert waiting.headers["Refresh"].endswith("url=/setup/agencies")
    browser.waits_for("/setup/agencies", "Công an xã Kim Bảng")
    return browser


def add(browser: Browser, kind: str, name: str, number: str) -> None:
    entered = {"kind": kind, "agency": kind, "name": name, "phone": number, "born": "1980", "pronoun": "dong_chi"}
    assert name in browser.posts("/setup/agencies", **entered)


@pytest.mark.slow
def test_somebody_clicks_through_from_an_empty_folder_to_a_service_that_runs_for_real(tmp_path: Path) -> None:
    with machine(tmp_path) as one:
        browser = with_commune(one)
        assert "Số điện thoại chưa đúng" in browser.posts("/setup/agencies", kind="police", agency="CA", name="Lê Hùng")
        again = browser.posts("/setup/agencies", kind="police", agency="Công an xã Kim Bảng", **HUNG | {"born": "85"})
        assert "bốn chữ số" in again
        assert 'value="0912 345 678"' in again, "what was right need not be typed again"
        add(browser, "police", "Lê Văn Hùng", "0912345678")
        assert "của người khác" in browser.posts("/setup/agencies", kind="committee", agency="UBND", **HUNG)
        add(browser, "committee", "Trần Thị Hoa", "0912345679")
        assert "không có Đồn Biên phòng" in browser.posts("/setup/agencies", kind="border", no_border="1")

        account = re.search(r'<option value="(\d+)">Lê Văn Hùng', browser.gets("/setup/admin").body)
        assert account
        assert "Chọn một cán bộ" in browser.posts("/setup/admin", account="9" * 5000)
        invited = browser.posts("/setup/admin", account=account[1])
        assert re.search(r'class="code">\w{4}-\w{4}<', invited.body)
        assert "<svg" in invited
        assert "/chat#" in invited

        assert "Chưa đúng" in browser.posts("/setup/keys", figures="0000")
        keys = browser.gets("/setup/keys/file")
        assert "data_keys" in keys
        figures = re.search(r"Số kiểm tra của khóa: \w{8}(\w{4})", browser.gets("/setup/keys").body)
        assert figures
        assert "Đã có bản sao" in browser.posts("/setup/keys", figures=figures[1])

        assert "từ 1 đến 1440" in browser.posts("/setup/times", since="21:00", until="06:30", urgent="0", high="120")
        assert 'value="15"' in browser.posts("/setup/times", since="21h", until="6h30", urgent="15", high="120")
        for path in ("/setup", *(f"/setup/{step}" for step in (*STEPS, "clear"))):
            assert problems(browser.gets(path).body) == [], path
        codes = browser.posts("/setup/invitations", officers="1")
        assert len(re.findall(r'class="code">\w{4}-\w{4}<', codes.body)) == 2
        assert "Đã sẵn sàng" in browser.posts("/setup/real")
        assert browser.gets("/setup").status == 403, "the page closes behind whoever ended it"
        assert "Đồng Hành" in browser.gets("/chat")


@pytest.mark.slow
def test_without_a_commune_there_is_set_up_for_whoever_has_the_link_and_nothing_for_anybody_else(
    tmp_path: Path,
) -> None:
    with machine(tmp_path) as one:
        link = one.link()
        stranger, hung, second = Browser(one.base), Browser(one.base), Browser(one.base)
        for path in ("/", "/chat", "/demo", "/metrics", "/anything/else"):
            answer = stranger.gets(path)
            assert (answer.status, "Chưa cài đặt xong" in answer) == (503, True), path
        assert stranger.posts("/hooks/telegram").status in (403, 503)
        assert stranger.gets("/readyz").status == 503
        assert stranger.gets("/healthz").status == 200
        for path in ("/setup", "/setup/commune", "/setup/keys/file"):
            assert stranger.gets(path).status == 403, path
        assert stranger.posts("/setup/commune", code="17791").status == 403
        assert stranger.gets("/setup/link/guessed").status == 403
        assert stranger.gets(link, Host=STRANGE_HOST).status == 403, "a name that was turned to this machine"

        for _ in range(3):
            assert second.gets(link).status == 200, "to look does not use it up"
        assert hung.posts(link).status == 200
        assert "không dùng được nữa" in second.posts(link)
        assert second.gets(link).status == 403
        assert second.gets("/setup").status == 403
        assert "Xã, phường của mình" in hung.gets("/setup")
        assert one.says.count("/setup/link/") == 1


@pytest.mark.slow
async def test_a_token_is_tried_at_once_and_kept_sealed(tmp_path: Path, telegram: FakeTelegram) -> None:
    def play() -> None:
        with machine(tmp_path, telegram_api=telegram.url) as one:
            browser = with_commune(one)
            said = browser.posts("/setup/channels", channel="telegram", token="abc")
            assert "không phải token" in said
            said = browser.posts("/setup/channels", channel="telegram", token="123456:wrong")
            assert "không nhận" in said
            assert "@BotFather" in said
            assert "Đã lưu" in browser.posts("/setup/channels", channel="telegram", token=TOKEN)
            browser.waits_for("/setup/channels", "Đang bật")
        assert TOKEN.encode() not in (tmp_path / "var" / "donghanh.db").read_bytes()

    await asyncio.to_thread(play)


LIST = """Họ và tên,Năm sinh,SĐT,Xóm,Diện,Ngày về,Nơi ở,Người giúp đỡ,SĐT người giúp đỡ
Trần Văn Nam,1990,0911 111 111,xóm 6,Đặc xá,05/10/2026,Kim Bảng,Nguyễn Văn Tư,0922222222
Lê Thị Lan,1988,,xóm 2,Đặc xá,06/10/2026,Kim Bảng,Phạm Thị Khác,0922222222
""".encode()
GUARDIANS = """Họ và tên,SĐT,Năm sinh
Nguyễn Văn Tư,0922222222,
""".encode()


@pytest.mark.slow
def test_lists_are_sent_looked_at_written_taken_back_and_everybody_on_them_is_invited(tmp_path: Path) -> None:
    with machine(tmp_path) as one:
        browser = with_commune(one)
        assert "Chọn tệp" in browser.sends("/setup/import", "", b"")
        assert "không phải bảng" in browser.sends("/setup/import", "hinh.xlsx", b"\x89PNG\r\n\x1a\n" * 99)
        assert browser.sends("/setup/import", "to.csv", b"x" * 21_000_000).status == 413
        assert "Gửi lại tệp" in browser.posts("/setup/import", write="1")

        browser.sends("/setup/import", "nguoi-giup-do.csv", GUARDIANS, kind="guardians")
        assert "Đã ghi 1 dòng" in browser.posts("/setup/import", write="1")
        looked = browser.sends("/setup/import", "danh-sach.csv", LIST)
        assert "Chỉ xem thử" in looked
        assert problems(looked.body) == []
        assert 'name="means:Nơi ở"' in looked, "what is not known is asked"
        assert 'name="means:Nơi ở"' not in browser.posts("/setup/import", **{"means:Nơi ở": "ignored"})
        faults = browser.posts("/setup/import", faults="1")
        assert faults.content.startswith(b"PK")
        written = browser.posts("/setup/import", write="1")
        assert "Đã ghi 1 dòng" in written
        assert "Cần hỏi: 1" in written
        assert "Đã hoàn lại 1 dòng" in browser.posts("/setup/import", undo="1")
        assert "Đã ghi 1 dòng" in browser.posts("/setup/import", write="1")
        asked = browser.gets("/setup/import")
        assert 'name="answer:3:guardian_contradicts"' in asked, "what is not clear is asked row by row"
        answered = browser.posts("/setup/import", **{"answer:3:guardian_contradicts": "without_guardian"})
        assert "Cần hỏi: 0" in answered
        assert "Thôi giữ, xóa" in browser.posts("/setup/import", id_numbers="yes")
        assert browser.posts("/setup/import", template="persons").content.startswith(b"PK")
        browser.posts("/setup/import", drop="1")
        assert "Cần hỏi" not in browser.gets("/setup/import")

        for kind in ("hamlet", "letters"):
            assert browser.posts("/setup/invitations", sheet=kind).content.startswith(b"%PDF-")
        copied = browser.posts("/setup/invitations", list="1")
        assert problems(copied.body) == []
        assert "Trần Văn Nam" in copied
        assert "Nguyễn Văn Tư" in copied
        assert len(re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}", copied.body)) == 2
    for file in (tmp_path / "var").rglob("*"):
        assert not file.is_file() or "Trần Văn Nam".encode() not in file.read_bytes(), file
