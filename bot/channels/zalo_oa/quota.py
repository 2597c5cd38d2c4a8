"""Asks the platform for the quota of one reader, and counts messages that had to be paid for."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.zalo_oa.signature import moment_of
from bot.channels.zalo_session import Refusal
from bot.delivery.channel import SendFailed
from bot.delivery.rates import TokenBucket
from bot.intake.reading import Json, count
from storage import usage
from storage.database import Store

log = structlog.get_logger()
QUOTA = "/v3.0/oa/quota/message"
TRUSTED = timedelta(minutes=10)
REMEMBERED = 20_000
# questions about quotas; together with sending they stay below what an app may ask in a minute
MOST_A_SECOND = 10


@dataclass(frozen=True, slots=True)
class Said:
    """The answer. `last`: when the reader did something here; `spent`: no free reply is left. None: unsaid."""

    last: datetime | None = None
    spent: bool | None = None


@dataclass(slots=True)
class Quota:
    """Asks about a reader at most every ten minutes, and about at most ten a second; beyond that nothing is known."""

    ask: Callable[[str], Awaitable[Json]]
    now: Callable[[], datetime]
    _known: OrderedDict[str, tuple[datetime, Said]] = field(default_factory=OrderedDict)
    _pace: TokenBucket = field(default_factory=lambda: TokenBucket(MOST_A_SECOND, MOST_A_SECOND))

    def forget(self, address: str) -> None:
        self._known.pop(address, None)

    async def of(self, address: str) -> Said:
        dated = self._known.get(address)
        if dated is None or self.now() - dated[0] > TRUSTED:
            seconds = asyncio.get_running_loop().time()
            if self._pace.wait(seconds):
                return Said()
            self._pace.take(seconds)
            dated = self.now(), await self._ask_platform(address)
            self._known[address] = dated
            self._known.move_to_end(address)
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return dated[1]

    async def _ask_platform(self, address: str) -> Said:
        """Asks the platform; a refusal or failure counts as nothing said."""
        try:
            return read_quota(await self.ask(address))
        except (Refusal, SendFailed) as failure:
            await log.ainfo("zalo_oa.quota_not_told", failure=failure.code)
            return Said()


def read_quota(data: Json) -> Said:
    """Reads an answer, whose numbers may be strings; without a total there is no limit to be used up."""
    replies = data.get("cs_reply")
    counts = replies if isinstance(replies, dict) else {}
    total, remain = count(counts.get("total")), count(counts.get("remain"))
    spent = remain == 0 if total and remain is not None else None
    last = moment_of(data["last_interaction"]) if data.get("last_interaction") else None
    return Said(last, spent)


def was_paid(quota: Any, as_we_think: bool) -> bool:
    """Says whether a message had to be paid for: by the answer, or as we think where it says nothing."""
    kind = str(quota.get("quota_type") or "") if isinstance(quota, dict) else ""
    return "reply" not in kind if kind else as_we_think


@dataclass(slots=True)
class Paid:
    """Counts what had to be paid for; what could not be noted is noted with what comes next."""

    store: Store
    channel: str
    _messages: int = field(default=0, init=False)
    _one_by_one: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    async def one_more(self) -> None:
        self._messages += 1
        await self.write()

    async def write(self) -> None:
        async with self._one_by_one:
            messages = self._messages
            if not messages:
                return
            try:
                await asyncio.to_thread(self._write, messages)
            except SQLAlchemyError as problem:
                await log.awarning("zalo_oa.not_counted", failure=type(problem).__name__, messages=messages)
                return
            self._messages -= messages

    def _write(self, messages: int) -> None:
        with self.store.transaction() as db:
            usage.more(db, self.channel, usage.PAID, messages)
