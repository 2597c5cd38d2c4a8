"""Takes the pictures of the README from a fresh demo commune: `make pictures`."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, FrameLocator, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from handlers.texts import Texts  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
SIZES = {"demo.png": (1440, 900), "demo-phone.png": (360, 740)}
DESK = {"officer": ("today", "people", "quarter", "figures"), "admin": ("commune",)}
WORDS = "Sáng thứ Bảy này xã khám sức khỏe miễn phí ở trạm y tế, từ 7 giờ 30."
GUARDIAN, PERSON = 1, 2
A_WORRYING_VISIT = (
    "day.today",
    "visit_report.kind.home",
    "visit_report.outcome.met",
    "visit_report.work.casual",
    "visit_report.mood.low",
    "visit_report.concerns.violence",
    "dialogue.button.done",
    "visit_report.needs.job",
    "dialogue.button.done",
    "dialogue.button.skip",
    "dialogue.button.skip",
    "dialogue.button.send",
)


def main() -> None:
    browser_path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser_path is None:
        raise SystemExit("No Chromium was found; install Debian's package `chromium`.")
    PICTURES.mkdir(exist_ok=True)
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        for name, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, locale="vi-VN")
            page.goto(f"{address}/demo", wait_until="load")
            settle(page)
            if name == "demo.png":
                report_a_worrying_visit(page)
            page.screenshot(path=PICTURES / name)
            page.close()
            print(f"docs/pictures/{name}")
        take_desk(browser, address)
        browser.close()


def take_desk(browser: Browser, address: str) -> None:
    """Takes pages of the officers' desk, as an officer and the admin see them at a usual office screen."""
    for who, pages in DESK.items():
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="vi-VN")
        page.goto(f"{address}/console", wait_until="load")
        page.locator(f"button[value={who}]").click()
        page.wait_for_url("**/console/**")
        for path in pages:
            page.goto(f"{address}/console/{path}", wait_until="load")
            take(page, path)
        if who == "officer":
            write_to_many(page, address)
        page.close()


def take(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"desk-{name}.png")
    print(f"docs/pictures/desk-{name}.png")


def write_to_many(page: Page, address: str) -> None:
    """Fills in a message to all guardians, and takes it with the preview beside it."""
    texts = Texts.load()
    page.goto(f"{address}/console/broadcasts/write", wait_until="load")
    page.locator("#words").fill(WORDS)
    page.locator("[name=audience][value=role]").check()
    page.locator("#role").select_option("guardian")
    page.get_by_role("button", name=texts.find("vi", "desk.broadcast_write.check")).click()
    page.locator(".reading").first.wait_for()
    take(page, "broadcast")


@contextmanager
def demo() -> Iterator[str]:
    """A demo of its own, in a folder of its own, on a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{probe.getsockname()[1]}"
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("DONGHANH_")},
            "DONGHANH_LISTEN": listen,
            "DONGHANH_DATABASE_URL": f"sqlite:///{folder}/demo.db",
            "DONGHANH_KEYS_FILE": f"{folder}/keys.json",
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-m", "bot", "demo"]
        service = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
        try:
            wait_until_ready(service, f"http://{listen}")
            yield f"http://{listen}"
        finally:
            service.terminate()
            service.wait(timeout=20)


def wait_until_ready(service: "subprocess.Popen[bytes]", address: str, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and service.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise SystemExit("The demo did not become ready; run `make run` and look what it says.")


def settle(page: Page) -> None:
    """The phones have their first messages and the type is there."""
    page.wait_for_load_state("domcontentloaded")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_timeout(2500)


def report_a_worrying_visit(page: Page) -> None:
    """On the guardian's phone; the alert is then on the officer's. The person opens theirs."""
    texts = Texts.load()
    guardian = phone(page, GUARDIAN)
    guardian.get_by_role("button", name=texts.find("vi", "menu.button")).first.click()
    page.wait_for_timeout(900)
    guardian.get_by_role("button", name=texts.find("vi", "menu.guardian.visit")).last.click()
    page.wait_for_timeout(900)
    guardian.locator(".turn.asks button").first.click()
    page.wait_for_timeout(900)
    for key in A_WORRYING_VISIT:
        guardian.locator(".choices, .commands").get_by_role("button", name=texts.find("vi", key)).last.click()
        page.wait_for_timeout(900)
    person = phone(page, PERSON)
    begin = person.get_by_role("button", name=texts.find("vi", "page.js.begin"))
    menu = person.get_by_role("button", name=texts.find("vi", "menu.button"))
    begin.or_(menu).first.click()
    page.mouse.move(0, 0)
    page.wait_for_timeout(2500)


def phone(page: Page, number: int) -> FrameLocator:
    return page.frame_locator(f"#phone-{number} iframe")


if __name__ == "__main__":
    main()
