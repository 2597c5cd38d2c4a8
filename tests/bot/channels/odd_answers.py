"""What no platform should ever answer, and portals, proxies and broken servers do; and a server that says it."""

import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

JSON = "application/json"
HTML = "text/html; charset=utf-8"
DEEP = b"[" * 100_000 + b"]" * 100_000


@dataclass(frozen=True, slots=True)
class Answer:
    body: bytes
    status: int = 200
    type: str = JSON
    headers: tuple[tuple[str, str], ...] = ()


def ok(result: bytes) -> Answer:
    return Answer(b'{"ok":true,"error":0,"result":' + result + b',"data":' + result + b"}")


def refused(more: bytes, code: int = 429) -> Answer:
    return Answer(b'{"ok":false,"error_code":' + str(code).encode() + b',"description":"no"' + more + b"}", code)


PACKED = gzip.compress(b'{"ok":true,"result":[]}' * 50)
ODD = {
    "a list": Answer(b"[]"),
    "null": Answer(b"null"),
    "a word": Answer(b'"ok"'),
    "a number": Answer(b"7"),
    "true": Answer(b"true"),
    "an empty object": Answer(b"{}"),
    "no result": Answer(b'{"ok":true}'),
    "a list of an update": Answer(b'[{"update_id":"x"}]'),
    "result null": ok(b"null"),
    "result true": ok(b"true"),
    "result a word": ok(b'"x"'),
    "result a number": ok(b"1"),
    "result of numbers": ok(b"[1]"),
    "result of nulls": ok(b"[null,null]"),
    "result of lists": ok(b"[[[]]]"),
    "an id that is a word": ok(b'[{"update_id":"x"}]'),
    "an id that is a number in a word": ok(b'[{"update_id":"7"}]'),
    "an id that is true": ok(b'[{"update_id":true}]'),
    "an id that is broken": ok(b'[{"update_id":1.5}]'),
    "an id that is negative": ok(b'[{"update_id":-7}]'),
    "an id that is huge": ok(b'[{"update_id":99999999999999999999999999}]'),
    "an id that would make us deaf": ok(b'[{"update_id":9223372036854775806}]'),
    "no id": ok(b'[{"message":{}}]'),
    "ok a word": Answer(b'{"ok":"true","result":[]}'),
    "an error in a 200": Answer(b'{"ok":false,"error_code":"x","description":5}'),
    "an error whose code is true": Answer(b'{"ok":false,"error_code":true,"error":true}'),
    "wait: soon": refused(b',"parameters":{"retry_after":"soon"}'),
    "wait: negative": refused(b',"parameters":{"retry_after":-5}'),
    "wait: a list": refused(b',"parameters":{"retry_after":[1]}'),
    "wait: parameters a list": refused(b',"parameters":[1]'),
    "wait: nothing said": refused(b""),
    "a portal's page": Answer(b"<html><body>Dang nhap Wi-Fi</body></html>", type=HTML),
    "a portal's page as JSON": Answer(b"<html></html>"),
    "a portal that knows no such page": Answer(b"<html></html>", 404, HTML),
    "a proxy's JSON 404": Answer(b'{"message":"not found"}', 404),
    "a proxy's JSON 401": Answer(b'{"message":"log in"}', 401),
    "a bad gateway": Answer(b"<html></html>", 502, HTML),
    "an empty body": Answer(b""),
    "an empty 204": Answer(b"", 204),
    "a wrong type": Answer(b"ok", type="image/png"),
    "gzip cut short": Answer(PACKED[:20], headers=(("Content-Encoding", "gzip"),)),
    "gzip that is none": Answer(b"not packed at all", headers=(("Content-Encoding", "gzip"),)),
    "not a number": ok(b'[{"update_id":NaN}]'),
    "a key twice": Answer(b'{"ok":true,"ok":"no","result":[],"result":7}'),
    "nested": Answer(b'{"ok":true,"result":' + DEEP + b"}"),
    "cut short": Answer(b'{"ok":true,"resu'),
    "not UTF-8": Answer(b'{"ok":true,"result":"\xff\xfe"}'),
    "a moved page": Answer(b"", 302, headers=(("Location", "http://[broken"),)),
}


@dataclass(slots=True)
class OddServer:
    """Says `answer` to `method` so often, and `otherwise` answers by method; counts what was asked."""

    method: str
    answer: Answer | None = None
    times: int = 3
    otherwise: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    url: str = ""

    async def handle(self, request: web.Request) -> web.Response:
        method = request.path.rpartition("/")[2]
        self.asked.append(method)
        answer = self.otherwise.get(method, ok(b"true"))
        if self.answer is not None and method == self.method and self.times > 0:
            self.times -= 1
            answer = self.answer
        response = web.Response(body=answer.body, status=answer.status, headers=dict(answer.headers))
        response.headers["Content-Type"] = answer.type
        return response

    @asynccontextmanager
    async def running(self) -> AsyncIterator["OddServer"]:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self.handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await runner.cleanup()
