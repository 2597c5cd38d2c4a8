"""A running `python -m bot serve` beside the commands: a process of its own, which people write to through the web."""

import http.cookiejar
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench.ports import free_address
from tests.bot.commands.console import Console
from tests.patience import PATIENCE, until_seen
from tests.tree import ROOT


@dataclass(slots=True)
class Served:
    """One process; `visitor` is a browser that keeps its cookies."""

    process: "subprocess.Popen[bytes]"
    base: str
    log: Path
    visitor: urllib.request.OpenerDirector = field(
        default_factory=lambda: urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
    )

    def get(self, path: str) -> bytes:
        with self.visitor.open(f"{self.base}{path}", timeout=PATIENCE) as answer:
            return bytes(answer.read())

    def writes(self, text: str) -> int:
        """A visitor writes in the web chat; gives the status."""
        self.get("/chat")
        body = {"id": str(uuid.uuid4()), "at": datetime.now(UTC).isoformat(), "text": text}
        request = urllib.request.Request(
            f"{self.base}/chat/messages",
            json.dumps(body).encode(),
            {"Content-Type": "application/json", "Origin": self.base},
        )
        with self.visitor.open(request, timeout=PATIENCE) as answer:
            return int(answer.status)

    def reads(self) -> str:
        return self.get("/chat/history").decode()

    def said(self) -> str:
        return self.log.read_text(errors="replace")


@contextmanager
def serving(folder: Path, log: Path, settings: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Runs `serve` in this folder, with these settings and no others, until the block ends; its words go to `log`."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("DONGHANH_")}
    env |= {f"DONGHANH_{name.upper()}": value for name, value in settings.items()} | {"PYTHONPATH": str(ROOT)}
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, "-m", "bot", "serve"], cwd=folder, env=env, stdout=out, stderr=out)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def served(console: Console, **settings: str) -> Iterator[Served]:
    """Serves the console's settings until the block ends."""
    listen = free_address()
    given = {"unit": "17791", **console.settings, **settings, "listen": listen, "log": "json"}
    log = console.folder / f"serve-{listen.rpartition(':')[2]}.log"
    with serving(console.folder, log, given) as process:
        one = Served(process, f"http://{listen}", log)
        wait_for(one)
        yield one


def wait_for(one: Served) -> None:
    def answers() -> bool:
        assert one.process.poll() is None, one.said()[-3000:]
        try:
            return bool(one.get("/healthz"))
        except (urllib.error.URLError, ConnectionError):
            return False

    until_seen(answers, lambda: one.said()[-3000:])
