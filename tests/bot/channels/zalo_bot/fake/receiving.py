"""Updates on their way to the bot: polled one at a time, or brought to its webhook."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import aiohttp

from tests.bot.channels.zalo_bot.fake.methods import is_public
from tests.bot.channels.zalo_bot.fake.state import Json, Refused, State
from tests.patience import PATIENCE

AGENT = "Java/1.8.0_192"
HEADER = "X-Bot-Api-Secret-Token"
CHECKS_A_DAY = 20
RETRY = 0.05


@dataclass(frozen=True, slots=True)
class Delivery:
    """One try to hand an update to the webhook. Status 0: no answer."""

    message_id: str
    status: int


@dataclass(slots=True)
class Receiving:
    """`pace`: how many of the platform's seconds pass in one of ours. `wrapped`: the documented shape, else the flat.

    `replays`: consumed updates come back at once on every later poll, as one client measured. `retries`: how often a
    delivery that failed is tried again; what the platform does is not known.
    """

    state: State
    pace: float = 1.0
    wrapped: bool = True
    replays: bool = False
    retries: int = 0
    url: str = ""
    secret: str = ""
    updated_at: int = 0
    checks: int = 0
    history: dict[str, Json] = field(default_factory=dict)
    deliveries: list[Delivery] = field(default_factory=list)
    waiting: deque[Json] = field(default_factory=deque)
    taken: deque[Json] = field(default_factory=deque)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _session: aiohttp.ClientSession | None = None

    def put(self, update: Json) -> None:
        self.history[str(update["message"].get("message_id", ""))] = update
        if not self.url:
            self.waiting.append(update)
            self.news.set()
            return
        task = asyncio.create_task(self._bring(update))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def again(self, message_id: str) -> None:
        """The same update once more."""
        self.put(self.history[message_id])

    @property
    def busy(self) -> bool:
        return bool(self._tasks or self.waiting)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    # polling

    async def get_updates(self, params: Json) -> Json:
        try:
            seconds = float(params.get("timeout", 30))
        except ValueError:
            raise Refused(400, "Bad request: timeout") from None
        if self.url:
            raise Refused(400, "Bad request: getUpdates is not available while a webhook is set")
        until = asyncio.get_running_loop().time() + seconds / self.pace
        while not self.waiting and not (self.replays and self.taken):
            self.news.clear()
            try:
                async with asyncio.timeout_at(until):
                    await self.news.wait()
            except TimeoutError:
                raise Refused(408, "Request timeout") from None
        update = (self.waiting or self.taken).popleft()
        if self.replays:
            self.taken.append(update)
        return update

    # webhook

    async def set_webhook(self, params: Json) -> Json:
        url, secret = params["url"], params["secret_token"]
        if not is_public(url, "https") and not (self.state.local and url.startswith("http://127.0.0.1")):
            raise Refused(400, "Bad request: url must be public and https")
        if not 8 <= len(secret) <= 256:
            raise Refused(400, "Bad request: secret_token must have 8 to 256 characters")
        self.url, self.secret, self.updated_at = url, secret, self.state.date()
        return {"url": url, "updated_at": self.updated_at, "verification": await self._verify()}

    async def try_webhook(self, _params: Json) -> Json:
        if not self.url:
            raise Refused(404, "Not found")
        return await self._verify()

    async def webhook_info(self, _params: Json) -> Json:
        if not self.url:
            raise Refused(404, "Not Found")
        return {"url": self.url, "updated_at": self.updated_at}

    async def delete_webhook(self, _params: Json) -> Json:
        self.url, self.secret, self.updated_at = "", "", self.state.date()
        return {"url": "", "updated_at": self.updated_at}

    async def _verify(self) -> Json:
        """The address is knocked at with nothing in hand; it stays set however that goes."""
        self.checks += 1
        if self.checks > CHECKS_A_DAY:
            raise Refused(426, "Daily limit", spelt="errorCode")
        status = await self._post(b"", {})
        outcome = _outcome(status)
        return {"ok": outcome == "webhook.ok", "url": self.url, "outcome": outcome, "hint": f"User-Agent: {AGENT}"}

    async def _bring(self, update: Json) -> None:
        body = {"ok": True, "result": update} if self.wrapped else update
        for attempt in range(self.retries + 1):
            status = await self._post(aiohttp.JsonPayload(body), {HEADER: self.secret})
            self.deliveries.append(Delivery(str(update["message"].get("message_id", "")), status))
            if 200 <= status < 300:
                return
            await asyncio.sleep(RETRY * 2**attempt)

    async def _post(self, body: object, headers: dict[str, str]) -> int:
        if self._session is None:
            self._session = aiohttp.ClientSession(headers={"User-Agent": AGENT}, skip_auto_headers=("Content-Type",))
        try:
            async with asyncio.timeout(PATIENCE):
                async with self._session.post(self.url, data=body, headers=headers, allow_redirects=False) as answer:
                    return answer.status
        except (aiohttp.ClientError, TimeoutError):
            return 0


def _outcome(status: int) -> str:
    if 200 <= status < 300:
        return "webhook.ok"
    if status in (403, 404):
        return f"webhook.http.{status}"
    if status >= 500:
        return "webhook.http.5xx"
    return "webhook.http.other" if status else "webhook.err.conn"


RECEIVING: Mapping[str, Callable[[Receiving, Json], Awaitable[Json]]] = {
    "getUpdates": Receiving.get_updates,
    "setWebhook": Receiving.set_webhook,
    "testWebhook": Receiving.try_webhook,
    "getWebhookInfo": Receiving.webhook_info,
    "deleteWebhook": Receiving.delete_webhook,
}
