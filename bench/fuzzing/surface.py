"""Hands hostile requests to the running service: webhooks as the platforms bring them, and whatever the pages send."""

import asyncio
import random
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import aiohttp
import orjson

from bench.fuzzing import shapes
from bench.fuzzing.hostile import Hostile
from bench.fuzzing.readers import body_of
from tests.bot.channels.telegram.fake.user import picture
from tests.bot.channels.zalo_oa.fake.receiving import sign

SECRET = "a-secret-of-the-webhook"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
FILE = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
PICTURE = picture()
# by which a file is known: a photo, a voice, a page
BEGINNINGS = (
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n",
    b"RIFF0000WEBP",
    b"OggS",
    b"ID3",
    b"\0\0\0\x18ftypheic",
    b"<html>",
    b"",
)
PATIENCE = 20.0
ANSWERED_WITHIN = 1.5
OA = "/hooks/zalo-oa"
HOOKS = {"telegram": "/hooks/telegram", "zalo_bot": "/hooks/zalo-bot", "zalo_oa": OA, "zbs": OA}
# which a store or a disk without room may answer with
AWAY = (503, 507)
PAGES = (
    "/chat",
    "/chat/history",
    "/chat/plain",
    "/chat/devices",
    "/chat/files/1",
    "/papers/x",
    "/lent/x",
    "/static/1/x",
)
POSTS = ("/chat/messages", "/chat/say", "/chat/files", "/papers/x", "/chat/nowhere")
HEADERS = (
    "Origin",
    "Cookie",
    "Accept-Language",
    "Range",
    "Last-Event-ID",
    "If-None-Match",
    "Content-Encoding",
    "Referer",
)


@dataclass(slots=True)
class Surface:
    """One service as a process of its own, with all platforms; `session` is a browser and the platforms in one."""

    seed: int
    url: str
    log: Path
    session: aiohttp.ClientSession
    samples: Mapping[str, list[bytes]] = field(default_factory=shapes.of_platforms)
    pages: list[bytes] = field(default_factory=shapes.web)

    async def take(self, number: int) -> tuple[str, str]:
        """Gives what was asked and its status, and what is wrong with that, if anything is."""
        chance = random.Random(self.seed << 40 | number | 1 << 38)
        if chance.random() < 0.6:
            platform, body = body_of(self.seed, number, self.samples)
            return await self._ask("POST", HOOKS[platform], body, self._signed(platform, body))
        if chance.random() < 0.15:
            query = quote(Hostile(chance).words()[:200], errors="replace")
            path = chance.choice(PAGES) + chance.choice(("", f"?x={query}"))
            return await self._ask("GET", path, b"", self._odd_headers(chance))
        path = chance.choice(POSTS)
        type_of_body, body = self._form(path, chance)
        headers = {"Content-Type": type_of_body, "Origin": self.url}
        odd = self._odd_headers(chance) if chance.random() < 0.1 else {}
        return await self._ask("POST", path, body, headers | odd | {"X-Forwarded-For": address_of(chance)})

    def _signed(self, platform: str, body: bytes) -> dict[str, str]:
        if platform == "telegram":
            return {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        if platform == "zalo_bot":
            return {"X-Bot-Api-Secret-Token": SECRET}
        moment = str(time.time_ns() // 1_000_000)
        return {"X-ZEvent-Signature": f"mac={sign(body, moment)}", "X-ZEvent-Timestamp": moment}

    def _odd_headers(self, chance: random.Random) -> dict[str, str]:
        words = Hostile(chance).words().encode("utf-8", "ignore").decode()
        return {chance.choice(HEADERS): "".join(letter for letter in words if letter.isprintable())[:2000]}

    def _form(self, path: str, chance: random.Random) -> tuple[str, bytes]:
        """Makes a body for a path: a message as JSON, a form, or one in parts, bent as the updates are."""
        hostile = Hostile(chance)
        said = hostile.broken(chance.choice(self.pages)).replace(b"000000000001", uuid.uuid4().hex[:12].encode())
        if path == "/chat/messages":
            return JSON, said
        words = hostile.words().encode("utf-8", "replace")
        fields = [
            (b"text", words),
            (b"press", b"go:visit_report"),
            (b"id", str(uuid.uuid4()).encode()),
            (b"meta", said),
        ]
        chance.shuffle(fields)
        fields = fields[: chance.randint(0, 4)]
        if chance.random() < 0.5:
            body = b"&".join(name + b"=" + quote(value).encode() for name, value in fields)
            return FORM, hostile.damaged(body, 0.3)
        parts = b"".join(
            b'--b\r\nContent-Disposition: form-data; name="' + name + b'"\r\n\r\n' + value[:5000] + b"\r\n"
            for name, value in fields
        )
        file = hostile.damaged(PICTURE, 0.5) if chance.random() < 0.6 else chance.choice(BEGINNINGS) + words
        return "multipart/form-data; boundary=b", hostile.damaged(parts + FILE + file + b"\r\n--b--\r\n", 0.2)

    async def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[str, str]:
        kind = f"{method} {path.partition('?')[0]}"
        try:
            async with asyncio.timeout(PATIENCE):
                async with self.session.request(
                    method, self.url + path, data=body or None, headers=headers, allow_redirects=False
                ) as answer:
                    status = answer.status
        except (aiohttp.ClientError, TimeoutError) as problem:
            return f"{kind}: no answer", f"{kind}: {type(problem).__name__}: {problem}"
        wrong = f"{kind}: {status}" if status >= 500 and status not in AWAY else ""
        return f"{kind}: {status}", wrong

    async def signs_in(self, code: str, born: str) -> None:
        """Links the browser with an account: a stranger may not send files."""
        await self._ask("GET", "/chat", b"", {})
        for words in (f"/start {code}", born):
            body = orjson.dumps({"id": str(uuid.uuid4()), "text": words})
            await self._ask("POST", "/chat/messages", body, {"Content-Type": JSON, "Origin": self.url})
            await asyncio.sleep(ANSWERED_WITHIN)

    async def settled(self, patience: float = 60.0) -> None:
        """Brings the message of somebody new until it is answered with 200: all that came before was taken in."""
        async with asyncio.timeout(patience):
            while (await self.says(1, "menu")) != 200:
                await asyncio.sleep(0.2)

    async def says(self, sender: int, text: str) -> int:
        update = orjson.loads(self.samples["telegram"][0])
        update["update_id"] = time.time_ns() // 1000
        update["message"]["chat"]["id"] = update["message"]["from"]["id"] = sender
        body = orjson.dumps({**update, "message": {**update["message"], "text": text}})
        headers = self._signed("telegram", body)
        async with self.session.post(self.url + HOOKS["telegram"], data=body, headers=headers) as answer:
            return answer.status

    def told(self) -> list[str]:
        """Gives lines of the log that hold what nobody may read there, and tracebacks."""
        lines = self.log.read_text(errors="replace").splitlines()
        escaped = [orjson.dumps(secret).decode().strip('"') for secret in shapes.SECRETS]
        forms = {*shapes.SECRETS, *escaped, *(secret.encode("unicode_escape").decode() for secret in shapes.SECRETS)}
        return [line[:300] for line in lines if any(form in line for form in forms) or line.startswith("Traceback")]


def address_of(chance: random.Random) -> str:
    """Draws an address of its own for each, so that limits on one do not keep the rest from being read."""
    return f"203.{chance.randrange(256)}.{chance.randrange(256)}.{chance.randrange(256)}"
