"""The server of the fake Zalo Bot Platform: one bot, strict, on a free port of loopback."""

import re
import time
from collections.abc import Callable

from aiohttp import web

from tests.bot.channels.zalo_bot.fake.methods import METHODS, check
from tests.bot.channels.zalo_bot.fake.receiving import RECEIVING, Receiving
from tests.bot.channels.zalo_bot.fake.state import BotMessage, Json, Person, Refused, Request, State, new_id
from tests.bot.channels.zalo_bot.fake.user import ZaloUser
from tests.bot.channels.zalo_fake import FakeZalo

TOKEN = "12345689:abc-xyz-token-of-the-tests"


class FakeZaloBot(FakeZalo):
    """`async with FakeZaloBot() as zalo:`; then `zalo.url` is the base of the API.

    `honest_status`: a refusal comes with its own status of HTTP; else with 200, as was seen too. `wrapped` and
    `photo_field`: which of the two shapes and names the platform uses. `quota`, `most_people`: its allowance.
    """

    state: State
    receiving: Receiving
    refused = Refused

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
        state = State(local=local, quota=quota, most_people=most_people, now=now)
        super().__init__(state, Receiving(state, pace, wrapped, replays, retries))
        self.token = token
        self.photo_field = photo_field
        self.honest_status = honest_status
        self.requests: list[Request] = []

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        return app

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

    # the bot's side

    async def _answer(self, http: web.Request) -> web.StreamResponse:
        request = Request(http.match_info["method"], {}, self.state.now())
        self.requests.append(request)
        try:
            with self._answering():
                self._admit(http.match_info["token"])
                request.params = await _read(http)
                fault = self._fault(request.method)
                request.injected = fault is not None
                if fault is not None and not fault.after:
                    return await self._strike(fault, http)
                result = await self._call(request)
        except Refused as refused:
            request.code, request.description = refused.code, refused.description
            return web.json_response(refused.body(), status=refused.code if self.honest_status else 200)
        if fault is not None:
            return await self._strike(fault, http)
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
