"""Events on their way to the account's webhook: signed, in a hurry, brought again when they were not taken."""

import asyncio
import hashlib
import io
import json
from dataclasses import dataclass, field

import aiohttp

from tests.bot.channels.zalo_oa.fake.state import APP_ID, OA_ID, Json, State
from tests.patience import PATIENCE

KEY = "oa-secret-key-of-the-tests"
RETRY = 0.05


@dataclass(frozen=True, slots=True)
class Delivery:
    """One try to hand an event over. Status 0: no answer in time."""

    event_name: str
    status: int
    seconds: float


def sign(body: bytes, timestamp: str, first: str = APP_ID, key: str = KEY) -> str:
    return hashlib.sha256(first.encode() + body + timestamp.encode() + key.encode()).hexdigest()


@dataclass(slots=True)
class Receiving:
    """`first`: which id the signature begins with; `prefix`: whether `mac=` stands before it."""

    state: State
    first: str = APP_ID
    prefix: str = "mac="
    retries: int = 5
    url: str = ""
    history: list[Json] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _session: aiohttp.ClientSession | None = None

    def put(self, event: Json, server: str = "") -> Json:
        """Every number is a string. `server`: the part of the platform it comes from, where it says so."""
        complete = {"app_id": APP_ID, "timestamp": str(int(self.state.now() * 1000)), **event}
        self.history.append(complete)
        self.again(complete, server)
        return complete

    def again(self, event: Json, server: str = "") -> None:
        if self.url:
            task = asyncio.create_task(self._bring(event, server))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def echo(self, user_id: str, message: Json, *, admin_id: str = "") -> Json:
        """What the account says is brought back to it."""
        sender = {"id": OA_ID, **({"admin_id": admin_id} if admin_id else {})}
        return self.put(
            {"event_name": "oa_send_text", "sender": sender, "recipient": {"id": user_id}, "message": message}
        )

    def arrived(self, message_id: str, recipient: str, *, tracking_id: str = "", late: float = 0) -> Json:
        """The platform tells that a message is on the phone; of templates by phone it says which phone."""
        moment = str(int((self.state.now() - late) * 1000))
        message = {"delivery_time": moment, "msg_id": message_id}
        sides = {"sender": {"id": OA_ID}, "recipient": {"id": recipient}}
        event = {"event_name": "user_received_message", **sides, "message": message}
        if tracking_id:
            return self.put({**event, "message": {**message, "tracking_id": tracking_id}}, "ZNS")
        return self.put(event)

    def template_changed(self, template_id: str, before: str, now: str, reason: str = "") -> Json:
        status = {"prev_status": before, "new_status": now}
        event = {"event_name": "change_template_status", "oa_id": OA_ID, "template_id": template_id}
        return self.put({**event, "status": status, "reason": reason}, "ZNS")

    def quota_changed(self, before: int, now: int) -> Json:
        quota = {"prev_value": str(before), "new_value": str(now)}
        return self.put({"event_name": "change_oa_daily_quota", "oa_id": OA_ID, "quota": quota}, "ZNS")

    @property
    def busy(self) -> bool:
        return bool(self._tasks)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _bring(self, event: Json, server: str) -> None:
        body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"X-ZEvent-Signature": self.prefix + sign(body, event["timestamp"], self.first)}
        headers |= {"X-ZEvent-Server": server} if server else {}
        for attempt in range(self.retries + 1):
            beside = {"num_retry": str(attempt)} if attempt else {}
            status = await self.post(body, {**headers, **beside}, str(event["event_name"]))
            if status == 200:
                return
            await asyncio.sleep(RETRY * 2**attempt)

    async def post(self, body: bytes, headers: dict[str, str], name: str = "") -> int:
        if self._session is None:
            self._session = aiohttp.ClientSession(headers={"Content-Type": "application/json"})
        loop = asyncio.get_running_loop()
        start, status = loop.time(), 0
        try:  # the platform waits two seconds, of which a machine that stalls may take more
            async with asyncio.timeout(PATIENCE):
                content = io.BytesIO(body) if body else None
                async with self._session.post(self.url, data=content, headers=headers, allow_redirects=False) as answer:
                    status = answer.status
        except (aiohttp.ClientError, TimeoutError):
            status = 0
        self.deliveries.append(Delivery(name, status, loop.time() - start))
        return status
