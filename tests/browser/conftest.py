"""A real Chromium looking at the real demo, started as its own process with a database of its own."""

import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, async_playwright, expect

from bench.ports import free_port
from tests.patience import PATIENCE, until_seen
from tests.wall_clock import paths

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"),
]
# what a test lets the service answer is no complaint of the page's
REFUSED = re.compile(r"status of (403|409|429|503)")
CUT = re.compile(r"net::ERR_|Failed to fetch")
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def chromium() -> str:
    """The system's browser; without one these tests are skipped, unless DONGHANH_BROWSER=required."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    why = f"no Chromium here ({', '.join(NAMES)}): install one to run the browser tests"
    if os.environ.get("DONGHANH_BROWSER") == "required":
        pytest.fail(why)
    pytest.skip(why)


@dataclass(slots=True)
class Demo:
    """`python -m bot demo` on a free port; can be stopped and started again on the same database."""

    folder: Path
    port: int
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DONGHANH_")}
        environment |= {
            "PYTHONPATH": paths(),
            "DONGHANH_LISTEN": f"127.0.0.1:{self.port}",
            "DONGHANH_DATABASE_URL": f"sqlite:///{self.folder / 'demo.db'}",
            "DONGHANH_KEYS_FILE": str(self.folder / "keys.json"),
        }
        with (self.folder / "log.txt").open("ab") as log:
            command = [sys.executable, "-m", "bot", "demo"]
            self.process = subprocess.Popen(command, cwd=self.folder, env=environment, stdout=log, stderr=log)
        try:
            until_seen(self._is_ready, self._said)
        except BaseException:
            self.kill()
            raise

    def _is_ready(self) -> bool:
        assert self.process
        assert self.process.poll() is None, self._said()
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=PATIENCE):
                return True
        except OSError:
            return False

    def _said(self) -> str:
        return (self.folder / "log.txt").read_text()[-3000:]

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture(scope="session")
def demo(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    running = Demo(tmp_path_factory.mktemp("demo"), free_port())
    running.start()
    yield running
    running.kill()


@pytest.fixture
def demo_of_my_own(chromium: str, tmp_path: Path) -> Iterator[Demo]:
    """For tests that stop the service or move its clock."""
    running = Demo(tmp_path, free_port())
    running.start()
    yield running
    running.kill()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE * 1000)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        await browser.close()


@dataclass(slots=True)
class Window:
    """A page and what it complained about: errors of scripts, broken rules of the page, requests elsewhere."""

    page: Page
    context: BrowserContext
    complaints: list[str]


Open = Callable[..., Any]


@pytest_asyncio.fixture(loop_scope="session")
async def window(browser: Browser) -> AsyncIterator[Open]:
    """Opens an address in a browser of its own. At the end nobody may have complained."""
    opened: list[Window] = []

    async def open_window(url: str, *, size: ViewportSize = PHONE, **options: Any) -> Window:
        context = await browser.new_context(viewport=size, **options)
        context.set_default_timeout(PATIENCE * 1000)
        page = await context.new_page()
        window = Window(page, context, [])
        opened.append(window)
        host = url.split("/")[2]
        page.on("pageerror", lambda error: window.complaints.append(str(error)))
        page.on("console", lambda line: _complain(window, line.type, line.text))
        page.on("request", lambda request: _only_from(host, window, request.url))
        await page.goto(url)
        return window

    yield open_window
    complaints = [complaint for one in opened for complaint in one.complaints]
    for one in opened:
        await one.context.close()
    assert complaints == []


def _complain(window: Window, kind: str, text: str) -> None:
    if kind in ("error", "warning") and not CUT.search(text) and not REFUSED.search(text):
        window.complaints.append(text)


def _only_from(host: str, window: Window, url: str) -> None:
    if not url.startswith((f"http://{host}/", "blob:", "data:")):
        window.complaints.append(f"asked another host: {url}")
