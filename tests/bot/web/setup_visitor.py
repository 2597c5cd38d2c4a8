"""Somebody who sets a commune up with a browser that has no JavaScript: they follow links and press buttons."""

import http.cookiejar
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.ports import free_address
from tests.bot.commands.served import serving
from tests.patience import PATIENCE, until_seen

LINK = re.compile(r"http://\S+(/setup/link/\S+)")


@dataclass(slots=True)
class Answer:
    status: int
    body: str
    headers: dict[str, str]
    content: bytes = b""

    def __contains__(self, words: str) -> bool:
        return words in self.body


@dataclass(slots=True)
class Browser:
    """Keeps its cookies, and follows where it is sent."""

    base: str
    cookies: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def gets(self, path: str, **headers: str) -> Answer:
        """Looks again while the page says that it is busy, as somebody in front of it would."""
        request = urllib.request.Request(f"{self.base}{path}", headers={"Accept": "text/html", **headers})
        end = time.monotonic() + PATIENCE
        while "Tạm gián đoạn" in (answer := self._asks(request)) and time.monotonic() < end:
            time.sleep(0.5)
        return answer

    def posts(self, path: str, **fields: str) -> Answer:
        body = urllib.parse.urlencode(fields).encode()
        headers = {"Accept": "text/html", "Origin": self.base, "Content-Type": "application/x-www-form-urlencoded"}
        return self._asks(urllib.request.Request(f"{self.base}{path}", body, headers))

    def sends(self, path: str, name: str, content: bytes, **fields: str) -> Answer:
        """Posts a form with a file, as a browser does."""
        parts = [f'form-data; name="{field}"\r\n\r\n{value}\r\n'.encode() for field, value in fields.items()]
        parts.append(f'form-data; name="file"; filename="{name}"\r\n\r\n'.encode() + content + b"\r\n")
        body = b"".join(b"--edge\r\nContent-Disposition: " + part for part in parts) + b"--edge--\r\n"
        headers = {"Accept": "text/html", "Origin": self.base, "Content-Type": "multipart/form-data; boundary=edge"}
        return self._asks(urllib.request.Request(f"{self.base}{path}", body, headers))

    def _asks(self, request: urllib.request.Request) -> Answer:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        try:
            with opener.open(request, timeout=PATIENCE) as answer:
                content = answer.read()
                return Answer(answer.status, content.decode(errors="replace"), dict(answer.headers), content)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return Answer(refusal.code, refusal.read().decode(), dict(refusal.headers))

    def waits_for(self, path: str, words: str) -> Answer:
        """Looks again until the service has opened anew and says so."""
        answers: list[Answer] = []

        def says() -> bool:
            with suppress(urllib.error.URLError, ConnectionError):
                answers.append(self.gets(path))
            return bool(answers) and words in answers[-1]

        until_seen(says, lambda: f"{path} to say {words}: {[answer.body[:2000] for answer in answers[-1:]]}")
        return answers[-1]


@dataclass(slots=True)
class Machine:
    """A `serve` in a folder of its own, and what stands on its screen."""

    folder: Path
    base: str
    screen: Path

    @property
    def says(self) -> str:
        return self.screen.read_text(errors="replace")

    def link(self) -> str:
        until_seen(lambda: LINK.search(self.says), lambda: self.says[-3000:])
        shown = LINK.search(self.says)
        assert shown
        return shown[1]


@contextmanager
def machine(folder: Path, **settings: str) -> Iterator[Machine]:
    listen = free_address()
    screen = folder / "screen.txt"
    with serving(folder, screen, {**settings, "listen": listen}):
        yield Machine(folder, f"http://{listen}", screen)
