"""The page of the HTTP surface names every route and no other; and whatever is thrown at them, none breaks."""

import asyncio
import importlib.util
import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bench.ports import free_address
from bot.app import Service
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.zalo_bot.settings import ZaloBotSettings
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.deployment import open_deployment
from bot.settings import Settings
from bot.web.setup.door import Setup
from handlers.desk.pages import PAGES
from storage.keyring import Keyring
from storage.opening import open_store
from tests.bot.commands.test_start import demo, said
from tests.bot.web.conftest import Stage
from tests.daytime import daytime
from tests.patience import PATIENCE
from tests.tree import ROOT
from tests.warm import warmed

PAGE = ROOT / "docs" / "openapi.json"
METHODS = {"get", "post", "put", "patch", "delete"}
# a stream never ends, leaving ends the session of all that follows, and the demo has neither set-up nor platforms
LEFT_OUT = "(/setup.*|/events|/leave|/hooks/.*|/lent/.*)$"
WITHIN = 120


def everything_on(database_url: str, folder: Path) -> Service:
    """The service with all platforms, of which nothing runs."""
    values: dict[str, Any] = {"_env_file": None}
    official = values | {f"zalo_oa_{name}": "1" for name in ("id", "app_id", "app_secret", "secret")}
    platforms = (
        TelegramSettings(**values, telegram_token=SecretStr("1:a"), telegram_secret=SecretStr("x")),
        ZaloBotSettings(**values, zalo_bot_token=SecretStr("1:a"), zalo_bot_secret=SecretStr("x" * 8)),
        ZaloOaSettings(**official),
    )
    settings = Settings(
        **values,
        unit="17791",
        database_url=database_url,
        keys_file=folder / "keys.json",
        public_url="https://donghanh.example",
    ).with_platforms(*platforms)
    clock = daytime()
    store = warmed(open_store(database_url, Keyring.fresh(), clock.now))
    return Service(settings, clock, store, open_deployment(settings, clock))


async def test_every_route_is_on_the_page_and_nothing_else(sqlite_url: str, tmp_path: Path) -> None:
    service = everything_on(sqlite_url, tmp_path)
    routes = {
        (route.method.lower(), route.resource.canonical)
        for route in service.web_app(Stage(), Setup(service.settings, asyncio.Event())).router.routes()
        if route.resource and route.method != "HEAD"
    }
    service.store.close()
    # the pages of the desk are one entry: each is a row of a table, and tests/bot/console opens them all
    of_desk = {("get", f"/console/{page.path}{end}") for page in PAGES for end in ("", ".xlsx")}
    routes = routes - of_desk | {("get", "/console/{page}")}
    paths = json.loads(PAGE.read_text(encoding="utf-8"))["paths"]
    assert routes == {(method, path) for path, one in paths.items() for method in one if method in METHODS}


def session_of(address: str) -> str:
    """The cookie with which a browser is signed in that opens the chat."""
    with urllib.request.urlopen(f"{address}/chat", timeout=PATIENCE) as answer:
        return str(answer.headers["Set-Cookie"]).partition(";")[0]


@pytest.mark.slow
def test_whatever_is_thrown_at_the_running_demo_is_answered_as_the_page_says(tmp_path: Path) -> None:
    if importlib.util.find_spec("schemathesis") is None:
        why = "schemathesis is not installed: pip install -c constraints.txt -e '.[test]'"
        if os.environ.get("DONGHANH_SCHEMATHESIS") == "required":
            pytest.fail(why)
        pytest.skip(why)
    listen = free_address()
    address = f"http://{listen}"
    with demo(tmp_path, listen) as process:
        assert said(process)
        command = [
            *(sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()", "run", str(PAGE)),
            *("--url", address, "-H", f"Origin: {address}", "-H", f"Cookie: {session_of(address)}"),
            *("--checks", "not_a_server_error,status_code_conformance", "--exclude-path-regex", LEFT_OUT),
            *("--phases", "coverage,fuzzing", "--max-examples", "5", "--generation-deterministic", "--no-shrink"),
            *("--request-timeout", "10", "--suppress-health-check", "all", "--warnings", "off", "--no-color"),
        ]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=WITHIN)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-1000:]
