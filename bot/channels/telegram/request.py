"""Sends python-telegram-bot's requests over one aiohttp session, for a fraction of the CPU time of its own."""

import asyncio
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import aiohttp
import orjson
from aiohttp.payload import Payload
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.channels.answers import UNREADABLE, Odd, body_of, number, object_of, seconds

TOO_MANY = 429
PAUSE = 30.0
JSON = {"Content-Type": "application/json"}
KINDS: dict[int, type[TelegramError]] = {
    400: BadRequest,
    401: InvalidToken,
    403: Forbidden,
    404: InvalidToken,
    409: Conflict,
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way to the platform, by the name of the parameter that takes it."""

    field: str
    name: str
    type: str
    content: bytes


class AiohttpRequest(BaseRequest):
    """One session. Time limits are the caller's, or `timeout` seconds for python-telegram-bot's own methods."""

    def __init__(self, *, timeout: float = 10.0, connections: int = 100):
        self._timeout = timeout
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._timeout

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None),
                skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding"),
                headers=JSON,
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def call(self, url: str, parameters: dict[str, Any]) -> Any:
        """Calls one method with plain parameters. Gives its result as JSON; raises python-telegram-bot's errors."""
        return result_of(*await self._exchange("POST", url, orjson.dumps(parameters)))

    async def upload(self, url: str, parameters: dict[str, Any], file: Upload) -> Any:
        """Calls one method with a file; parameters that are not plain go as JSON within the form."""
        form = aiohttp.FormData()
        for name, value in parameters.items():
            form.add_field(name, value if isinstance(value, str) else orjson.dumps(value).decode())
        form.add_field(file.field, file.content, filename=file.name, content_type=file.type)
        body = form()
        return result_of(*await self._exchange("POST", url, body, {"Content-Type": body.headers["Content-Type"]}))

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,
        connect_timeout: Any = None,
        pool_timeout: Any = None,
    ) -> tuple[int, bytes]:
        seconds = read_timeout if isinstance(read_timeout, int | float) else self._timeout
        try:
            async with asyncio.timeout(seconds):
                status, payload = await self._exchange(method, url, request_data.json_payload if request_data else None)
                result_of(status, payload)
                return status, payload
        except TimeoutError:
            raise TimedOut from None

    async def _exchange(
        self, method: str, url: str, body: bytes | Payload | None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        assert self._session is not None, "initialize() comes first"
        try:
            async with self._session.request(method, _read(url), data=body, headers=headers) as response:
                return response.status, await body_of(response)
        except Odd as problem:
            raise Nonsense(problem.code) from None
        except UNREADABLE as problem:
            # the address holds the token: only the kind of the failure may be told
            raise NetworkError(type(problem).__name__) from None

    async def download(self, url: str, most: int) -> bytes | None:
        """Gives the file at `url`, without redirects; None if it has more than `most` bytes. Raises NetworkError."""
        assert self._session is not None, "initialize() comes first"
        try:
            async with asyncio.timeout(60), self._session.get(url, allow_redirects=False) as response:
                if response.status != 200:
                    raise NetworkError(f"http {response.status}")
                content = await response.content.read(most + 1)
                while len(content) <= most and (chunk := await response.content.read(most + 1 - len(content))):
                    content += chunk
                return content if len(content) <= most else None
        except (*UNREADABLE, TimeoutError) as problem:
            raise NetworkError(type(problem).__name__) from None


@lru_cache(maxsize=64)
def _read(url: str) -> URL:
    return URL(url)


class Nonsense(NetworkError):
    """An answer that is none of the Bot API. `code` says in which way."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def result_of(status: int, payload: bytes) -> Any:
    """Gives the result in an answer. Raises the error of a refusal, and Nonsense for what the Bot API never says."""
    try:
        answer = object_of(status, payload)
    except Odd as problem:
        raise Nonsense(problem.code) from None
    if answer.get("ok") is True and "result" in answer and status == 200:
        return answer["result"]
    if answer.get("ok") is False:
        raise error_of(status, answer)
    raise Nonsense(f"no_answer_{status}")


def error_of(status: int, answer: dict[str, Any]) -> TelegramError:
    """Gives the error of python-telegram-bot for a refusal of the Bot API."""
    parameters = answer.get("parameters")
    retry_after = parameters.get("retry_after") if isinstance(parameters, dict) else None
    code = number(answer.get("error_code")) or status
    if retry_after is not None or code == TOO_MANY:
        return RetryAfter(int(seconds(retry_after, otherwise=PAUSE)))
    return KINDS.get(code, NetworkError)(str(answer.get("description", code)))
