"""Calls the Zalo Bot Platform: the token is part of the address, so no address is ever told."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp
import orjson
from yarl import URL

from bot.channels import TOKEN, Down, Rejected, Retry, SendFailed

JSON = {"Content-Type": "application/json"}
IDLE = 408
HOLD = 30.0
TOMORROW = 12 * 3600.0

# what each code of the platform means for the message, by the platform's own list
FAILURES: Mapping[int, Callable[[str], SendFailed]] = {
    400: Rejected,
    401: lambda _code: Down(TOKEN),
    403: Down,  # named "Internal server error" there
    404: Rejected,
    408: Down,
    426: lambda code: Retry(TOMORROW, code),
    429: lambda code: Retry(HOLD, code, everybody=True),
}


class Refusal(Exception):
    """The platform says no, with a code of its own. Its words are not kept: they may hold what was sent."""

    def __init__(self, code: int):
        super().__init__(str(code))
        self.code = code

    @property
    def failure(self) -> SendFailed:
        otherwise = Rejected if 400 <= self.code < 500 else Down
        return FAILURES.get(self.code, otherwise)(str(self.code))


class ZaloBotRequest:
    """One session to one bot's methods. Raises Refusal for what the platform answers, Down when it does not."""

    def __init__(self, token: str, api: str):
        self._methods = f"{api}/bot{token}/"
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=20),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None),
                headers=JSON,
            )

    async def stop(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def call(self, method: str, parameters: dict[str, Any] | None = None, *, patience: float = 10.0) -> Any:
        """The `result`, None where the platform gives none. `ok` decides, whatever the status of HTTP says."""
        assert self._session is not None, "start() comes first"
        try:
            async with (
                asyncio.timeout(patience),
                self._session.post(
                    URL(self._methods + method, encoded=True),
                    data=orjson.dumps(parameters or {}),
                    allow_redirects=False,
                ) as response,
            ):
                status, payload = response.status, await response.read()
        except (aiohttp.ClientError, TimeoutError) as problem:
            raise Down(type(problem).__name__) from None
        return _result(status, payload)


def _result(status: int, payload: bytes) -> Any:
    try:
        answer = orjson.loads(payload)
    except orjson.JSONDecodeError:
        raise Down(f"not_json_{status}") from None
    if not isinstance(answer, dict):
        raise Down(f"not_json_{status}")
    if answer.get("ok") is True:
        return answer.get("result")
    raise Refusal(_code(answer, status))


def _code(answer: dict[str, Any], status: int) -> int:
    """One method spells the field another way."""
    code = answer.get("error_code", answer.get("errorCode", status))
    return code if isinstance(code, int) and code != 200 else 500
