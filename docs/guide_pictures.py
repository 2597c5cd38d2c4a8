"""Takes the pictures of the guides from a fresh demo commune: `python docs/guide_pictures.py`."""

import json
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import typst
from playwright.sync_api import FrameLocator, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from docs.pictures import A_WORRYING_VISIT, GUARDIAN, PERSON, demo, phone, settle  # noqa: E402
from handlers.documents.invitations import words_of  # noqa: E402
from handlers.documents.pdf import TEMPLATES  # noqa: E402
from handlers.kit.wording import Wording  # noqa: E402
from handlers.reports.invitations import Invitation, Invitations  # noqa: E402
from handlers.texts import Texts  # noqa: E402

PICTURES = ROOT / "docs" / "huong-dan" / "pictures"
OFFICER = 3
PAUSE = 900
LINKS = {"zalo_oa": "https://zalo.me/0000000000", "telegram": "https://t.me/donghanh_mau_bot?start=7F3K-92QD"}


def main() -> None:
    browser_path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser_path is None:
        raise SystemExit("No Chromium was found; install Debian's package `chromium`.")
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / "giay-moi.png").write_bytes(sheet())
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="vi-VN")
        page.goto(f"{address}/demo", wait_until="load")
        settle(page)
        for name, number, play in SCENES:
            play(page, phone(page, number))
            page.mouse.move(0, 0)
            page.wait_for_timeout(2 * PAUSE)
            page.locator(f"#phone-{number} iframe").screenshot(path=PICTURES / name)
            print(f"docs/huong-dan/pictures/{name}")
        browser.close()


def press(page: Page, shown: FrameLocator, key: str) -> None:
    shown.get_by_role("button", name=Texts.load().find("vi", key)).last.click()
    page.wait_for_timeout(PAUSE)


def begin_report(page: Page, shown: FrameLocator) -> None:
    shown.get_by_role("button", name=Texts.load().find("vi", "menu.button")).first.click()
    page.wait_for_timeout(PAUSE)
    press(page, shown, "menu.guardian.visit")
    shown.locator(".turn.asks button").first.click()
    page.wait_for_timeout(PAUSE)


def finish_report(page: Page, shown: FrameLocator) -> None:
    texts = Texts.load()
    for key in A_WORRYING_VISIT:
        shown.locator(".choices, .commands").get_by_role("button", name=texts.find("vi", key)).last.click()
        page.wait_for_timeout(PAUSE)


def look(_page: Page, _shown: FrameLocator) -> None:
    """Leaves the phone as it is: what came by itself."""


def open_own(page: Page, shown: FrameLocator) -> None:
    texts = Texts.load()
    begin = shown.get_by_role("button", name=texts.find("vi", "page.js.begin"))
    begin.or_(shown.get_by_role("button", name=texts.find("vi", "menu.button"))).first.click()
    page.wait_for_timeout(PAUSE)


def invite_many(page: Page, shown: FrameLocator) -> None:
    box = shown.get_by_role("textbox")
    box.fill(Texts.load().find("vi", "officer.menu.invite_many"))
    box.press("Enter")
    page.wait_for_timeout(PAUSE)


SCENES: tuple[tuple[str, int, Callable[[Page, FrameLocator], None]], ...] = (
    ("bao-ghe-tham.png", GUARDIAN, begin_report),
    ("gui-bao-cao.png", GUARDIAN, finish_report),
    ("canh-bao.png", OFFICER, look),
    ("nguoi-ve.png", PERSON, open_own),
    ("moi-nhieu-nguoi.png", OFFICER, invite_many),
)


def sheet() -> bytes:
    """Sets four invitations with invented names as a picture of the page."""
    names = (
        ("person", "Trần Văn Nam"),
        ("guardian", "Nguyễn Thị Sen"),
        ("person", "Lê Văn Bảy"),
        ("partner", "Bùi Phát"),
    )
    each = [
        Invitation(role, name, "", f"xóm {number}", f"7F3K-92Q{'DEFG'[number]}", asks_born=True, links=LINKS)
        for number, (role, name) in enumerate(names)
    ]
    made = Invitations("xã Kim Bảng", "Lê Văn Hùng, số điện thoại của cán bộ", date(2026, 12, 6), tuple(each))
    facts = words_of(made, "cards", Wording(Texts.load(), "vi"))
    content = typst.compile(
        TEMPLATES / "invitations.typ",
        root=TEMPLATES,
        ignore_system_fonts=True,
        format="png",
        ppi=90,
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)},
    )
    if not isinstance(content, bytes):
        raise SystemExit("The sheet has more than one page.")
    return content


if __name__ == "__main__":
    main()
