"""Calls the Official Account's API, which wants the token in a header and refuses in the body of a 200."""

from typing import Any

import aiohttp
import orjson

from bot.channels.answers import Odd, number, object_of
from bot.channels.zalo_session import JSON, Refusal, ZaloSession
from bot.delivery.channel import Down


class OaRequest:
    """One session. Raises Refusal for what the platform answers, Down when it does not."""

    def __init__(self, api: str):
        self._session = ZaloSession(api)

    async def start(self) -> None:
        await self._session.start()

    async def stop(self) -> None:
        await self._session.stop()

    async def post(self, path: str, access: str, body: dict[str, Any]) -> dict[str, Any]:
        return fields_of(await self._call("POST", path, {**JSON, "access_token": access}, data=orjson.dumps(body)))

    async def upload(self, path: str, access: str, content: bytes, media_type: str) -> dict[str, Any]:
        form = aiohttp.FormData()
        form.add_field("file", content, filename=f"anh.{media_type.rpartition('/')[2]}", content_type=media_type)
        return fields_of(await self._call("POST", path, {"access_token": access}, data=form))

    async def get(self, path: str, access: str) -> dict[str, Any]:
        return fields_of(await self._call("GET", path, {"access_token": access}))

    async def rows(self, path: str, access: str) -> list[dict[str, Any]]:
        answered = await self._call("GET", path, {"access_token": access})
        if not isinstance(answered, list):
            raise Down("no_rows")
        return [row for row in answered if isinstance(row, dict)]

    async def _call(
        self,
        method: str,
        path: str,
        headers: dict[str, str],
        *,
        data: bytes | aiohttp.FormData | None = None,
        patience: float = 10.0,
    ) -> object:
        status, payload = await self._session.ask(method, path, headers=headers, data=data, patience=patience)
        return read_answer(status, payload)


def fields_of(answered: object) -> dict[str, Any]:
    """Gives the fields of `data`, none where it says nothing. Raises Down for what is no object."""
    if not isinstance(answered or {}, dict):
        raise Down("no_object")
    return answered if isinstance(answered, dict) else {}


def read_answer(status: int, payload: bytes) -> object:
    """Gives the `data` of an answer, None where there is none. Raises Refusal or Down."""
    try:
        answer = object_of(status, payload)
    except Odd as problem:
        raise Down(problem.code) from None
    code = number(answer.get("error"))
    if code is None:
        raise Down(f"no_answer_{status}")
    if code != 0:
        raise Refusal(code)
    return answer.get("data")
