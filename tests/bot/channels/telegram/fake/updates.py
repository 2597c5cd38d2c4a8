"""Updates on their way to the bot: polled, or pushed to its webhook with Telegram's queues and retries."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.bot.channels.telegram.fake.state import Json, Refused

LIVES = {"callback_query": 150.0, "inline_query": 30.0}
LIFE = 24 * 3600.0
ANSWERS_WITHIN = 60.0
NOT_SENT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
Call = Callable[[str, Json], Awaitable[Any]]


@dataclass(slots=True)
class Pending:
    id: int
    update: Json
    queue: str
    at: float
    tries: int = 0

    @property
    def kind(self) -> str:
        return next(key for key in self.update if key != "update_id")


@dataclass(slots=True)
class Webhook:
    url: str
    secret: str = ""
    most_connections: int = 40
    last_error: str = ""
    last_error_at: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """One try to hand an update to the webhook. Status 0: no answer at all."""

    update_id: int
    status: int
    at: float


@dataclass(slots=True)
class Updates:
    """`pace`: how many of Telegram's seconds pass in one of ours, for waits between retries."""

    now: Callable[[], float]
    call: Call
    pace: float = 1.0
    pending: dict[int, Pending] = field(default_factory=dict)
    deliveries: list[Delivery] = field(default_factory=list)
    reach: dict[str, str] = field(default_factory=dict)
    webhook: Webhook | None = None
    allowed: list[str] = field(default_factory=list)
    history: dict[int, Pending] = field(default_factory=dict)
    _last_id: int = 870_000_000
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _poller: object = None
    _pushing: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(40))
    _session: aiohttp.ClientSession | None = None

    def add(self, kind: str, content: Json, queue: str) -> int:
        self._last_id += 1
        update = Pending(self._last_id, {"update_id": self._last_id, kind: content}, queue, self.now())
        self.history[update.id] = update
        if kind in self.allowed or (not self.allowed and kind not in NOT_SENT_BY_DEFAULT):
            self.put(update)
        return update.id

    def put(self, update: Pending) -> None:
        self.pending[update.id] = update
        self._news.set()
        self._push(update.queue)

    def again(self, update_id: int) -> None:
        """The same update once more, as after an answer that got lost."""
        old = self.history[update_id]
        self.put(Pending(old.id, old.update, old.queue, self.now()))

    def _drop_expired(self) -> None:
        for update in list(self.pending.values()):
            if self.now() - update.at > LIVES.get(update.kind, LIFE):
                del self.pending[update.id]

    # polling

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:
        if self.webhook is not None:
            raise Refused(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self._poller = me = object()
        self._news.set()  # wakes an older poll, which finds itself replaced
        self._confirm(offset)
        until = asyncio.get_running_loop().time() + timeout
        while True:
            self._drop_expired()
            found = [update.update for update in sorted(self.pending.values(), key=lambda each: each.id)]
            left = until - asyncio.get_running_loop().time()
            if found or left <= 0:
                return found[:limit]
            self._news.clear()
            try:
                async with asyncio.timeout(left):
                    await self._news.wait()
            except TimeoutError:
                continue
            if self._poller is not me or self.webhook is not None:
                raise Refused(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )

    def _confirm(self, offset: int) -> None:
        ids = sorted(self.pending)
        first = offset if offset >= 0 else (ids[offset] if -offset <= len(ids) else 0)
        for update_id in ids:
            if update_id < first:
                del self.pending[update_id]

    # webhook

    async def set_webhook(self, webhook: Webhook | None) -> None:
        await self._stop_pushing()
        self.webhook = webhook
        self._news.set()
        if webhook is not None:
            self._slots = asyncio.Semaphore(webhook.most_connections)
            for queue in {update.queue for update in self.pending.values()}:
                self._push(queue)

    def _push(self, queue: str) -> None:
        if self.webhook is None or queue in self._pushing:
            return
        task = asyncio.get_running_loop().create_task(self._drain(self.webhook, queue))
        self._pushing[queue] = task
        task.add_done_callback(lambda _done: self._pushed(queue, task))

    def _pushed(self, queue: str, task: asyncio.Task[None]) -> None:
        if self._pushing.get(queue) is task:
            del self._pushing[queue]
            if any(update.queue == queue for update in self.pending.values()):
                self._push(queue)

    async def _drain(self, webhook: Webhook, queue: str) -> None:
        while True:
            self._drop_expired()
            waiting = [update for update in self.pending.values() if update.queue == queue]
            if not waiting:
                return
            update = min(waiting, key=lambda each: each.id)
            async with self._slots:
                wait = await self._deliver(webhook, update)
            if wait is None:
                self.pending.pop(update.id, None)
                continue
            update.tries += 1
            await asyncio.sleep(wait / self.pace)

    async def _deliver(self, webhook: Webhook, update: Pending) -> float | None:
        """None when it was taken, otherwise the seconds to wait before the next try."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret} if webhook.secret else {}
        status, retry_after, reply = 0, 0.0, None
        try:
            async with self._http().post(self._reached(webhook.url), json=update.update, headers=headers) as response:
                status = response.status
                retry_after = float(response.headers.get("Retry-After", "0"))
                if 200 <= status < 300 and response.content_type == "application/json":
                    reply = await response.json()
        except (aiohttp.ClientError, TimeoutError) as error:
            webhook.last_error = f"Connection failed: {type(error).__name__}"
        self.deliveries.append(Delivery(update.id, status, self.now()))
        if 200 <= status < 300:
            if isinstance(reply, dict) and "method" in reply:
                await self.call(reply.pop("method"), reply)
            return None
        if status:
            webhook.last_error = f"Wrong response from the webhook: {status}"
        webhook.last_error_at = int(self.now())
        return min(retry_after, 3600.0) or _wait_before(update.tries + 1)

    def _reached(self, url: str) -> str:
        for outside, inside in self.reach.items():
            if url.startswith(outside):
                return inside + url.removeprefix(outside)
        return url

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWERS_WITHIN))
        return self._session

    async def _stop_pushing(self) -> None:
        tasks = list(self._pushing.values())
        self._pushing.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def close(self) -> None:
        await self._stop_pushing()
        self.webhook = None
        if self._session is not None:
            await self._session.close()


def _wait_before(retry: int) -> float:
    """The first retry comes at once, then the wait doubles up to one or two minutes."""
    return 0.0 if retry == 1 else float(min(2 ** (retry - 2), random.uniform(60, 120)))
