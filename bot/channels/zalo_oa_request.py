"""Calls the Official Account's API: the token in a header of its own, refusals in the body of a 200."""

import asyncio
from typing import Any

import aiohttp
import orjson

from bot.channels import Down

JSON = {"Content-Type": "application/json"}


class Refusal(Exception):
    """The platform says no, with a code of its own. Its words are not kept: they may hold what was sent."""

    def __init__(self, code: int):
        super().__init__(str(code))
        self.code = code


class OaRequest:
    """One session. Raises Refusal for what the platform answers, Down when it does not."""

    def __init__(self, api: str):
        self._api = api
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=20),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None),
            )

    async def stop(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def post(self, path: str, access: str, body: dict[str, Any]) -> dict[str, Any]:
        return fields_of(await self._call("POST", path, {**JSON, "access_token": access}, data=orjson.dumps(body)))

    async def upload(self, path: str, access: str, content: bytes, media_type: str) -> dict[str, Any]:
        form = aiohttp.FormData()
        form.add_field("file", content, filename=f"anh.{media_type.rpartition('/')[2]}", content_type=media_type)
        return fields_of(await self._call("POST", path, {"access_token": access}, data=form))

    async def get(self, path: str, access: str) -> dict[str, Any]:
        return fields_of(await self._call("GET", path, {"access_token": access}))

    async def rows(self, path: str, access: str) -> list[dict[str, Any]]:
        found = await self._call("GET", path, {"access_token": access})
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    async def _call(
        self,
        method: str,
        path: str,
        headers: dict[str, str],
        *,
        data: bytes | aiohttp.FormData | None = None,
        patience: float = 10.0,
    ) -> object:
        assert self._session is not None, "start() comes first"
        try:
            async with (
                asyncio.timeout(patience),
                self._session.request(
                    method, f"{self._api}{path}", headers=headers, data=data, allow_redirects=False
                ) as response,
            ):
                return read_answer(response.status, await response.read())
        except (aiohttp.ClientError, TimeoutError) as problem:
            raise Down(type(problem).__name__) from None


def fields_of(found: object) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def read_answer(status: int, payload: bytes) -> object:
    """The `data`, None where there is none."""
    try:
        answer = orjson.loads(payload)
    except orjson.JSONDecodeError:
        raise Down(f"not_json_{status}") from None
    code = answer.get("error") if isinstance(answer, dict) else None
    if isinstance(code, bool) or not isinstance(code, int):
        raise Down(f"no_answer_{status}")
    if code != 0:
        raise Refusal(code)
    return answer.get("data")
