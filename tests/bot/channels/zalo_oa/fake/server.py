"""The server of the fake Zalo Official Account: one account, strict, errors as HTTP 200, on a free port of loopback."""

import time
from collections.abc import Callable, Mapping

from aiohttp import web

from tests.bot.channels.zalo_fake import FakeZalo
from tests.bot.channels.zalo_oa.fake.oauth import exchange
from tests.bot.channels.zalo_oa.fake.receiving import Receiving
from tests.bot.channels.zalo_oa.fake.sending import quota_of, send, upload
from tests.bot.channels.zalo_oa.fake.state import OA_ID, Json, OaMessage, Person, Refused, Request, State, new_user_id
from tests.bot.channels.zalo_oa.fake.templates import Shop
from tests.bot.channels.zalo_oa.fake.user import OaUser

TOKENS = "/v4/oa/access_token"
SEND = "/v3.0/oa/message/cs"
UPLOAD = "/v2.0/oa/upload/image"
ACCOUNT = "/v2.0/oa/getoa"
BY_UID = "/v3.0/oa/message/template"
BY_PHONE = "/message/template"
LIST, DETAILS = "/template/all", "/template/info/v2"
REPLY_QUOTA = "/v3.0/oa/quota/message"
QUOTA, STATUS = "/message/quota", "/message/status"
USUAL = {0, -32, -230, -232, -213, -216, -220, -124, -118, -115, -133, -144}


class FakeZaloOa(FakeZalo):
    """`async with FakeZaloOa() as zalo:`; then `zalo.url` is the base of all its APIs."""

    state: State
    receiving: Receiving
    refused = Refused

    def __init__(self, *, now: Callable[[], float] = time.time, per_minute: int = 4000):
        state = State(now=now, per_minute=per_minute)
        super().__init__(state, Receiving(state))
        self.requests: list[Request] = []
        self.shop = Shop(self.state)
        self.about: Json = {"oa_id": OA_ID, "name": "Xã Kim Bảng", "is_verified": True, "package_name": "OA Nâng cao"}

    def app(self) -> web.Application:
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.router.add_post(TOKENS, self._tokens)
        app.router.add_post(SEND, self._send)
        app.router.add_post(REPLY_QUOTA, self._quota_of)
        app.router.add_post(UPLOAD, self._upload)
        app.router.add_get(ACCOUNT, self._account)
        app.router.add_post(BY_UID, self._by_uid)
        app.router.add_post(BY_PHONE, self._by_phone)
        for path in (LIST, DETAILS, QUOTA, STATUS):
            app.router.add_get(path, self._looked_up)
        return app

    # the users' side

    def user(self, name: str = "Tư", *, wrote: bool = False, phone: str = "") -> OaUser:
        """A new follower; `wrote`: just now, so that the window is open."""
        person = Person(new_user_id(), name, last_in=self.state.now() if wrote else None, phone=phone)
        self.state.people[person.id] = person
        return OaUser(self.state, self.receiving, person)

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    @property
    def sent(self) -> list[OaMessage]:
        return self.state.sent

    @property
    def rejected(self) -> list[Request]:
        """What the account did wrong: refusals that are no daily business of the platform's."""
        return [each for each in self.requests if each.code not in USUAL and not each.injected]

    # the account's side

    async def _tokens(self, http: web.Request) -> web.StreamResponse:
        form = dict(await http.post())
        return await self._answered(http, form, lambda: exchange(self.state, http.headers, form))

    async def _send(self, http: web.Request) -> web.StreamResponse:
        content = await _body(http)
        return await self._answered(http, content, lambda: self._sent(http.headers, content))

    async def _by_uid(self, http: web.Request) -> web.StreamResponse:
        content = await _body(http)

        def work() -> Json:
            message, data = self.shop.by_uid(http.headers, content)
            if not self.state.people[message.user_id].switched_off:
                self.receiving.arrived(message.message_id, message.user_id)
            return {"data": data, "error": 0, "message": "Success"}

        return await self._answered(http, content, work)

    async def _by_phone(self, http: web.Request) -> web.StreamResponse:
        content = await _body(http)

        def work() -> Json:
            message, data = self.shop.by_phone(http.headers, content)
            if not self.state.people[message.user_id].switched_off:
                phone, tracking = self.state.people[message.user_id].phone, str(content["tracking_id"])
                self.receiving.arrived(message.message_id, phone, tracking_id=tracking)
                self.shop.delivered[message.message_id] = int(self.state.now() * 1000)
            return {"data": data, "error": 0, "message": "Success"}

        return await self._answered(http, content, work)

    async def _looked_up(self, http: web.Request) -> web.StreamResponse:
        headers, query, shop = http.headers, dict(http.query), self.shop
        work: dict[str, Callable[[], Json]] = {
            LIST: lambda: shop.listed(headers, query),
            DETAILS: lambda: shop.details(headers, query),
            QUOTA: lambda: shop.quota(headers),
            STATUS: lambda: shop.status(headers, query),
        }
        return await self._answered(http, query, work[http.path])

    async def _quota_of(self, http: web.Request) -> web.StreamResponse:
        content = await _body(http)

        def read() -> Json:
            return {"data": quota_of(self.state, http.headers, content), "error": 0, "message": "Success"}

        return await self._answered(http, content, read)

    def _sent(self, headers: Mapping[str, str], body: Json) -> Json:
        message, data = send(self.state, headers, body)
        self.receiving.echo(message.user_id, {"text": message.text, "msg_id": message.message_id})
        return {"data": data, "error": 0, "message": "Success"}

    async def _upload(self, http: web.Request) -> web.StreamResponse:
        file = (await http.post()).get("file")
        content, media_type = (file.file.read(), file.content_type) if isinstance(file, web.FileField) else (b"", "")

        def keep() -> Json:
            return {"data": upload(self.state, http.headers, content, media_type), "error": 0, "message": "Success"}

        return await self._answered(http, {}, keep)

    async def _account(self, http: web.Request) -> web.StreamResponse:
        def read() -> Json:
            self.state.admit(http.headers.get("access_token", ""))
            return {"data": self.about, "error": 0, "message": "Success"}

        return await self._answered(http, {}, read)

    async def _answered(self, http: web.Request, content: Json, work: Callable[[], Json]) -> web.StreamResponse:
        request = Request(http.path, content, self.state.now())
        self.requests.append(request)
        fault = self._fault(request.path)
        request.injected = fault is not None
        try:
            with self._answering():
                if fault is not None and not fault.after:
                    return await self._strike(fault, http)
                answer = work()
        except Refused as refused:
            request.code, request.message = refused.code, refused.message
            return web.json_response(refused.body())
        return web.json_response(answer) if fault is None else await self._strike(fault, http)


async def _body(http: web.Request) -> Json:
    try:
        body = await http.json()
    except ValueError:
        body = None
    return body if isinstance(body, dict) else {}
