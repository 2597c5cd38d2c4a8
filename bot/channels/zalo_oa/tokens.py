"""Keeps the access token of a Zalo Official Account, and exchanges the pair for a new one in good time."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

import aiohttp
import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.answers import UNREADABLE, Odd, body_of, object_of
from bot.delivery.channel import Down, Retry, SendFailed
from storage import zalo_tokens
from storage.database import Db, Store
from storage.zalo_tokens import Pair

log = structlog.get_logger()
Result = TypeVar("Result")
RENEW_AFTER = timedelta(hours=20)
SHORTEST_LIFE = timedelta(hours=1)
LONGEST_LIFE = timedelta(days=30)
LONGEST_TOKEN = 4096
# only a code of the platform, such as -14014, says that the pair is spent; a `true` or a portal's page does not
CODE = re.compile(r"-?[1-9]\d{0,6}|invalid_grant", re.ASCII)
# longer than an exchange can take: a slow holder's token must not be spent a second time by another
PATIENCE = 10.0
CLAIM = timedelta(seconds=60)
ASK_AGAIN = 3.0
KEEP_AGAIN = 0.5
READ_AGAIN = timedelta(minutes=2)
LOST = "token_lost"


class Refused(Exception):
    """The platform gives no new pair for this one, now or ever."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class App:
    """Who asks: the account, the app it is linked to, and what the app is known by."""

    oa_id: str
    app_id: str
    secret: str = field(repr=False)
    oauth_api: str = "https://oauth.zaloapp.com"


@dataclass(slots=True)
class Tokens:
    """The pair of tokens, shared by all processes. `consent`: the refresh token of the settings, "" for none.

    `lost` is set when only a new consent helps.
    """

    store: Store
    app: App
    consent: str = field(default="", repr=False)
    lost: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _pair: Pair | None = field(default=None, init=False, repr=False)
    _read_at: datetime | None = field(default=None, init=False)
    _refused: set[tuple[int, int]] = field(default_factory=set, init=False)
    _renewal: "asyncio.Task[Pair] | None" = field(default=None, init=False)
    _session: aiohttp.ClientSession | None = field(default=None, init=False)

    async def start(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=PATIENCE),
                headers={"secret_key": self.app.secret},
            )
        if self.consent:
            await self._run(lambda db: zalo_tokens.consent(db, self.app.oa_id, self.consent))

    async def stop(self) -> None:
        """Closes; waits for a pair on its way, for nobody could ask for it again."""
        if self._renewal is not None:
            await asyncio.gather(self._renewal, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def current(self) -> Pair:
        """Gives a pair whose access token may be used. Raises Down (a human is needed) or Retry (one is fetched)."""
        now = self.store.now()
        if self._pair is None or self._read_at is None or now - self._read_at > READ_AGAIN:
            await self._read()
        pair = self._pair
        if pair is None:
            raise Down("no_consent")
        if pair.access and (pair.expires_at is None or now < pair.expires_at):
            return pair
        return await self.renewed(pair)

    async def tend(self) -> None:
        """Renews a pair that has served its time."""
        pair = await self._read()
        if pair is None or (pair.id, pair.generation) in self._refused:
            return
        if not pair.access or pair.renewed_at is None or self.store.now() - pair.renewed_at >= RENEW_AFTER:
            await self.renewed(pair)

    async def renewed(self, earlier: Pair) -> Pair:
        """Gives the pair after `earlier`, fetched here or elsewhere; cancelling the caller does not stop that."""
        if self._renewal is None or self._renewal.done():
            self._renewal = asyncio.create_task(self._renew(earlier))
            self._renewal.add_done_callback(_look)
        pair = await asyncio.shield(self._renewal)
        return pair if not pair.is_the_same_as(earlier) else await self.renewed(earlier)

    async def _renew(self, earlier: Pair) -> Pair:
        pair = await self._read()
        if pair is None:
            raise Down("no_consent")
        if not pair.is_the_same_as(earlier):
            return pair
        if (pair.id, pair.generation) in self._refused:
            raise Down(LOST)
        if not await self._run(lambda db: zalo_tokens.claim(db, pair, CLAIM)):
            raise Retry(ASK_AGAIN, "token_renewing")
        return await self._exchange(pair)

    async def _exchange(self, pair: Pair) -> Pair:
        try:
            answer = await self._ask(pair)
        except Refused as refusal:
            code = refusal.code
            self._refused.add((pair.id, pair.generation))
            await self._run(lambda db: zalo_tokens.lose(db, pair, code))
            await log.aerror("zalo_tokens.lost", failure=code, cure="run `python -m bot doctor`")
            self.lost.set()
            raise Down(LOST) from None
        except SendFailed:
            await self._run(lambda db: zalo_tokens.release(db, pair))
            raise
        await self._keep(pair, answer)
        fresh = await self._read()
        if fresh is None:
            raise Down("no_consent")
        await log.ainfo("zalo_tokens.renewed", generation=fresh.generation)
        return fresh

    async def _keep(self, pair: Pair, answer: "Answer") -> None:
        """Stores a pair before it is used, however long the store is away: until then it exists here only."""
        while True:
            try:
                await self._run(lambda db: zalo_tokens.keep(db, pair, answer.access, answer.refresh, answer.life))
                return
            except Down as problem:
                cure = "bring the database back before this process ends, or a new consent will be needed"
                await log.aerror("zalo_tokens.not_stored", failure=problem.code, cure=cure)
                await asyncio.sleep(KEEP_AGAIN)

    async def _ask(self, pair: Pair) -> "Answer":
        assert self._session is not None, "start() comes first"
        form = {"grant_type": "refresh_token", "refresh_token": pair.refresh, "app_id": self.app.app_id}
        url = f"{self.app.oauth_api}/v4/oa/access_token"
        try:
            async with self._session.post(url, data=form, allow_redirects=False) as response:
                return read_answer(response.status, await body_of(response))
        except (*UNREADABLE, TimeoutError) as problem:
            raise Down(f"oauth_{type(problem).__name__}") from None

    async def _read(self) -> Pair | None:
        self._pair = await self._run(lambda db: zalo_tokens.newest(db, self.app.oa_id))
        self._read_at = self.store.now()
        return self._pair

    async def _run(self, work: Callable[[Db], Result]) -> Result:
        try:
            return await asyncio.to_thread(self._in_transaction, work)
        except SQLAlchemyError as problem:
            raise Down(f"store_{type(problem).__name__}"[:40]) from None

    def _in_transaction(self, work: Callable[[Db], Result]) -> Result:
        with self.store.transaction() as db:
            return work(db)


@dataclass(frozen=True, slots=True)
class Answer:
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    life: timedelta


def read_answer(status: int, payload: bytes) -> Answer:
    """Reads an exchange. Raises Refused only for a code of the platform, Down for whatever else is odd."""
    try:
        answer = object_of(status, payload)
    except Odd:
        raise Down(f"oauth_{status}") from None
    access, refresh = answer.get("access_token"), answer.get("refresh_token")
    if _is_token(access) and _is_token(refresh):
        return Answer(str(access), str(refresh), _life(answer.get("expires_in")))
    code = answer.get("error")
    if status >= 500 or status == 429 or not CODE.fullmatch(str(code)) or isinstance(code, float):
        raise Down(f"oauth_{status}")
    raise Refused(str(code))


def _is_token(given: object) -> bool:
    """Says whether it can be one: a header takes no other signs, and a page of a portal is longer."""
    return isinstance(given, str) and 0 < len(given) <= LONGEST_TOKEN and given.isascii() and given.isprintable()


def _life(given: object) -> timedelta:
    """Reads how long a token lives, in seconds that come as a string; at least an hour, at most thirty days."""
    try:
        return min(max(timedelta(seconds=int(str(given))), SHORTEST_LIFE), LONGEST_LIFE)
    except (ValueError, OverflowError):
        return timedelta(seconds=90_000)


def _look(task: "asyncio.Task[Pair]") -> None:
    """Reads the task's exception, so that asyncio does not report it when nobody waits any more."""
    if not task.cancelled():
        task.exception()
