"""The server of the fake Zalo Bot Platform: one bot, strict, on a free port of loopback."""

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Self

from aiohttp import web

from tests.bot.channels.zalo_bot.fake.methods import METHODS, check
from tests.bot.channels.zalo_bot.fake.receiving import RECEIVING, Receiving
from tests.bot.channels.zalo_bot.fake.state import BotMessage, Json, Person, Refused, Request, State, new_id
from tests.bot.channels.zalo_bot.fake.user import ZaloUser
from tests.patience import until

TOKEN = "12345689:abc-xyz-token-of-the-tests"


@dataclass(slots=True)
class Fault:
    """Trouble on demand. `after`: the method has its effect first, only its answer is lost."""

    kind: Literal["code", "drop", "hang", "nonsense"]
    method: str | None
    times: int
    code: int = 0
    after: bool = False


class FakeZaloBot:
    """`async with FakeZaloBot() as zalo:`; then `zalo.url` is the base of the API.

    `honest_status`: a refusal comes with its own status of HTTP; else with 200, as was seen too. `wrapped` and
    `photo_field`: which of the two shapes and names the platform uses. `quota`, `most_people`: its allowance.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        wrapped: bool = True,
        photo_field: str = "photo",
        honest_status: bool = True,
        replays: bool = False,
        retries: int = 0,
        local: bool = True,
        quota: int = 3000,
        most_people: int = 50,
        pace: float = 1.0,
        now: Callable[[], float] = time.time,
    ):
        self.token = token
        self.url = ""
        self.photo_field = photo_field
        self.honest_status = honest_status
        self.requests: list[Request] = []
        self.faults: list[Fault] = []
        self.state = State(local=local, quota=quota, most_people=most_people, now=now)
        self.receiving = Receiving(self.state, pace, wrapped, replays, retries)
        self._hanging: set[asyncio.Task[Any]] = set()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/media/{name}", self._media)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = self.state.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.receiving.close()
        for task in self._hanging:
            task.cancel()
        if self._runner is not None:
            await self._runner.cleanup()

    # the users' side

    def user(self, name: str = "Tư", *, wrote: bool = False) -> ZaloUser:
        """A new user. The bot may write only to one who wrote."""
        person = Person(new_id(), name, wrote)
        self.state.people[person.id] = person
        return ZaloUser(self.state, self.receiving, person, self.photo_field)

    @property
    def sent(self) -> list[BotMessage]:
        return self.state.sent

    @property
    def rejected(self) -> list[Request]:
        """What the bot did wrong: refusals that are no daily business of the platform's."""
        usual = (0, 200, 408, 429)
        wrong = [each for each in self.requests if each.code not in usual and not each.injected]
        return [each for each in wrong if (each.method, each.code) != ("getWebhookInfo", 404)]

    def asked(self, method: str) -> list[Request]:
        return [request for request in self.requests if request.method == method]

    def again(self, message_id: str) -> None:
        self.receiving.again(message_id)

    async def delivered(self) -> None:
        """Waits until every update was handed over."""
        await until(lambda: not self.receiving.busy, lambda: f"not taken: {self.receiving.deliveries}")

    # trouble

    def fails(self, method: str | None = None, *, code: int = 403, times: int = 1) -> None:
        self.faults.append(Fault("code", method, times, code))

    def drops(self, method: str | None = None, *, times: int = 1, after: bool = False) -> None:
        self.faults.append(Fault("drop", method, times, after=after))

    def hangs(self, method: str | None = None, *, times: int = 1) -> None:
        self.faults.append(Fault("hang", method, times))

    def babbles(self, method: str | None = None, *, times: int = 1) -> None:
        """Something in front of the platform answers with a page."""
        self.faults.append(Fault("nonsense", method, times))

    # the bot's side

    async def _answer(self, http: web.Request) -> web.StreamResponse:
        request = Request(http.match_info["method"], {}, self.state.now())
        self.requests.append(request)
        task = asyncio.current_task()
        assert task is not None
        self._hanging.add(task)
        try:
            self._admit(http.match_info["token"])
            request.params = await _read(http)
            fault = self._fault(request)
            if fault is not None and not fault.after:
                return await self._strike(fault, request, http)
            result = await self._call(request)
        except Refused as refused:
            request.code, request.description = refused.code, refused.description
            return web.json_response(refused.body(), status=refused.code if self.honest_status else 200)
        finally:
            self._hanging.discard(task)
        if fault is not None:
            return await self._strike(fault, request, http)
        request.code = 200
        return web.json_response({"ok": True} if result is None else {"ok": True, "result": result})

    def _admit(self, token: str) -> None:
        if not re.fullmatch(r"\d+:[\w-]+", token):
            raise Refused(404, "Not found")
        if token != self.token:
            raise Refused(401, "Unauthorized")

    async def _call(self, request: Request) -> Json | None:
        check(request.method, request.params)
        if request.method in RECEIVING:
            return await RECEIVING[request.method](self.receiving, request.params)
        return await METHODS[request.method](self.state, request.params)

    def _fault(self, request: Request) -> Fault | None:
        found = next((one for one in self.faults if one.times > 0 and one.method in (None, request.method)), None)
        if found is not None:
            found.times -= 1
            request.injected = True
        return found

    async def _strike(self, fault: Fault, request: Request, http: web.Request) -> web.StreamResponse:
        if fault.kind == "code":
            raise Refused(fault.code, "Injected")
        if fault.kind == "nonsense":
            return web.Response(text="<html>Bad gateway</html>", content_type="text/html", status=502)
        if fault.kind == "hang":
            await asyncio.sleep(60)
        if http.transport is not None:
            http.transport.abort()
        return web.Response(status=502)

    async def _media(self, http: web.Request) -> web.StreamResponse:
        media_type, content = self.state.media.get(http.path, ("", b""))
        return web.Response(body=content, content_type=media_type) if media_type else web.Response(status=404)


async def _read(http: web.Request) -> Json:
    """Query, JSON, form and multipart are all taken."""
    params: Json = dict(http.query)
    if http.content_type == "application/json" and http.can_read_body:
        try:
            body = await http.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise Refused(400, "Bad request: not JSON")
        return {**params, **body}
    for name, value in (await http.post()).items():
        if isinstance(value, web.FileField):
            raise Refused(400, "Bad request: there is no upload")
        params[name] = value
    return params
