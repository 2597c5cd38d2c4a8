"""python-telegram-bot's way out, over one aiohttp session: a fraction of the processor time of its own."""

from typing import Any

import aiohttp
import orjson
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter


class AiohttpRequest(BaseRequest):
    def __init__(self, *, timeout: float = 10.0, connections: int = 100):
        self._timeout = timeout
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._timeout

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        try:
            return orjson.loads(payload)
        except orjson.JSONDecodeError:
            raise NetworkError("not JSON") from None

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"Content-Type": "application/json"},
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def call(self, url: str, parameters: dict[str, Any]) -> Any:
        """One API method with plain parameters: python-telegram-bot's errors, none of its objects."""
        given = [RequestParameter(name, value, None) for name, value in parameters.items()]
        return await self.post(url, request_data=RequestData(given))

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
        assert self._session is not None, "initialize() comes first"
        seconds = read_timeout if isinstance(read_timeout, int | float) else self._timeout
        try:
            async with self._session.request(
                method,
                url,
                data=request_data.json_payload if request_data else None,
                timeout=aiohttp.ClientTimeout(total=seconds + 5),
            ) as response:
                return response.status, await response.read()
        except TimeoutError:
            raise TimedOut from None
        except aiohttp.ClientError as problem:
            # the address holds the token: only the kind of the failure may be told
            raise NetworkError(type(problem).__name__) from None

    async def download(self, url: str, most: int) -> bytes | None:
        """The file at `url`, or None if it has more than `most` bytes."""
        assert self._session is not None, "initialize() comes first"
        try:
            async with self._session.get(url, timeout=aiohttp.ClientTimeout(total=60)) as response:
                response.raise_for_status()
                content = await response.content.read(most + 1)
                while len(content) <= most and (chunk := await response.content.read(most + 1 - len(content))):
                    content += chunk
                return content if len(content) <= most else None
        except (aiohttp.ClientError, TimeoutError) as problem:
            raise NetworkError(type(problem).__name__) from None
