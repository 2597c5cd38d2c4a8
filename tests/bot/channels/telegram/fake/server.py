"""The server of the fake Bot API: one bot, strict, on a free port of loopback."""

import asyncio
import re
import time
from collections.abc import Callable
from typing import Any, Self

from aiohttp import web

from tests.bot.channels.telegram.fake.checks import models, params_of
from tests.bot.channels.telegram.fake.faults import Dropped, Fault, Faults
from tests.bot.channels.telegram.fake.methods import METHODS
from tests.bot.channels.telegram.fake.rates import Limits, Rates
from tests.bot.channels.telegram.fake.receiving import RECEIVING
from tests.bot.channels.telegram.fake.state import BotMessage, Json, Person, Refused, Request, State
from tests.bot.channels.telegram.fake.updates import Updates, Webhook
from tests.bot.channels.telegram.fake.user import User
from tests.patience import until

TOKEN = "5000000001:AAFakeTokenForTests-0123456789abcdefg"
LONGEST_POLL = 50
LARGEST_BODY = 60 * 1024 * 1024


class FakeTelegram:
    """`async with FakeTelegram() as telegram:`; then `telegram.url` is the base of a Bot API.

    `limits`: how fast the bot may send. `pace`: how many of Telegram's seconds pass in one of ours (waits before
    webhook retries, rates). `now`: its clock, seconds since 1970. `callback_life`: how long a press can be answered.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        limits: Limits | None = None,
        pace: float = 1.0,
        now: Callable[[], float] = time.time,
        callback_life: float = 60.0,
        port: int = 0,
    ):
        self.token = token
        self.url = ""
        self.port = port
        self.requests: list[Request] = []
        self.faults = Faults()
        bot: Json = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": "Đồng Hành"}
        self.state = State({**bot, "username": "donghanh_test_bot"}, now, callback_life)
        self.rates = Rates(limits or Limits(), lambda: time.monotonic() * pace)
        self.updates = Updates(now, self._called_back, pace)
        self._hanging: set[asyncio.Task[Any]] = set()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        models()  # to load them while somebody waits for an answer would look like a platform that hangs
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.updates.close()
        for task in self._hanging:
            task.cancel()
        if self._runner is not None:
            await self._runner.cleanup()

    # the users' side

    def user(
        self,
        first_name: str = "Tư",
        *,
        last_name: str = "",
        username: str = "",
        language: str = "vi",
        id: int | None = None,
        started: bool = False,
    ) -> User:
        """A new user. The bot may write first only to one who has `started` or written."""
        user_id = id or 700_000_000 + len(self.state.people) + 1
        fields: Json = {"id": user_id, "is_bot": False, "first_name": first_name, "language_code": language}
        if last_name:
            fields["last_name"] = last_name
        if username:
            fields["username"] = username
        person = Person(fields, started=started)
        self.state.people[user_id] = person
        return User(self.state, self.updates, person)

    @property
    def sent(self) -> list[BotMessage]:
        """Every message of the bot to anyone, in the order of sending, as it stands now."""
        return self.state.sent

    @property
    def commands(self) -> dict[str, list[Json]]:
        return self.state.commands

    @property
    def webhook(self) -> Webhook | None:
        return self.updates.webhook

    @property
    def rejected(self) -> list[Request]:
        """What the bot did wrong: refused requests, but for trouble we made and for people who blocked."""
        return [each for each in self.requests if 400 <= each.status < 500 and each.status != 403 and not each.injected]

    def asked(self, method: str) -> list[Request]:
        return [request for request in self.requests if request.method == method]

    def push(self, kind: str, content: Json, queue: str = "") -> int:
        """An update of any kind and shape."""
        return self.updates.add(kind, content, queue or f"other {kind}")

    def again(self, update_id: int) -> None:
        """Delivers an update once more."""
        self.updates.again(update_id)

    async def delivered(self) -> None:
        """Waits until the bot has taken every update."""
        pending = self.updates.pending
        await until(lambda: not pending, lambda: f"{len(pending)} updates were not taken: {self.updates.deliveries}")

    # trouble

    def fails(self, method: str | None = None, *, status: int = 502, times: int = 1, chat: int | None = None) -> Fault:
        """The next calls of this method (all if None) get this status."""
        return self.faults.add(Fault("status", method, chat, times, status))

    def floods(
        self, method: str | None = None, *, retry_after: int = 1, times: int = 1, chat: int | None = None
    ) -> Fault:
        return self.faults.add(Fault("flood", method, chat, times, retry_after))

    def hangs(
        self, method: str | None = None, *, seconds: float = 60.0, times: int = 1, chat: int | None = None
    ) -> Fault:
        """No answer for so long, then the connection closes."""
        return self.faults.add(Fault("hang", method, chat, times, seconds=seconds))

    def drops(
        self, method: str | None = None, *, times: int = 1, chat: int | None = None, after: bool = False
    ) -> Fault:
        """The connection breaks; with `after`, the message had been sent all the same."""
        return self.faults.add(Fault("drop", method, chat, times, after=after))

    # the bot's side

    async def _answer(self, http: web.Request) -> web.StreamResponse:
        token, method = http.match_info["token"], http.match_info["method"]
        if not re.fullmatch(r"\d+:[\w-]+", token):
            return _json(Refused(404, "Not Found"))
        if token != self.token:
            return _json(Refused(401, "Unauthorized"))
        request = Request(method, {}, self.state.now())
        self.requests.append(request)
        task = asyncio.current_task()
        assert task is not None
        self._hanging.add(task)
        try:
            raw, request.files = await _read(http)
            result = await self._call(request, raw)
        except Refused as refused:
            request.status, request.description = refused.code, refused.description
            return _json(refused)
        except Dropped:
            if http.transport is not None:
                http.transport.abort()
            return web.Response(status=502)
        finally:
            self._hanging.discard(task)
        request.status = 200
        return web.json_response({"ok": True, "result": result})

    async def _call(self, request: Request, raw: Json) -> Any:
        if request.method not in models() or request.method not in METHODS.keys() | RECEIVING.keys():
            raise Refused(404, "Not Found: method not found")
        request.params = params_of(request.method, raw, request.files)
        fault = self.faults.next_for(request)
        if fault is not None and not fault.after:
            await fault.strike()
        if request.method in RECEIVING:
            result = await RECEIVING[request.method](self.updates, request.params)
        else:
            result = METHODS[request.method](self.state, self.rates, request)
        if fault is not None:
            await fault.strike()
        return result

    async def _called_back(self, method: str, params: Json) -> None:
        """A method that the bot gave as its answer to the webhook: Telegram never tells how it went."""
        request = Request(method, params, self.state.now())
        self.requests.append(request)
        try:
            await self._call(request, params)
            request.status = 200
        except Refused as refused:
            request.status, request.description = refused.code, refused.description

    async def _download(self, http: web.Request) -> web.StreamResponse:
        if http.match_info["token"] != self.token:
            return web.Response(status=401)
        for path, content in self.state.files.values():
            if path == http.match_info["path"]:
                return web.Response(body=content)
        return web.Response(status=404)


async def _read(http: web.Request) -> tuple[Json, dict[str, bytes]]:
    raw: Json = dict(http.query)
    files: dict[str, bytes] = {}
    if http.content_type == "application/json":
        try:
            body = await http.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise Refused(400, "Bad Request: can't parse JSON object")
        return {**raw, **body}, files
    for name, value in (await http.post()).items():
        if isinstance(value, web.FileField):
            files[name] = value.file.read()
        else:
            raw[name] = value.decode() if isinstance(value, (bytes, bytearray)) else value
    return raw, files


def _json(refused: Refused) -> web.Response:
    return web.json_response(refused.body(), status=refused.code)
