"""Calls the methods of the Zalo Bot Platform. The token is part of the address, so no address is ever logged."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from bot.channels import zalo_session
from bot.channels.answers import Odd, number, object_of
from bot.channels.zalo_session import JSON, ZaloSession
from bot.delivery.channel import TOKEN, Down, Rejected, Retry, SendFailed

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


class Refusal(zalo_session.Refusal):
    """A refusal of this platform, which knows what its code means for the message."""

    @property
    def failure(self) -> SendFailed:
        otherwise = Rejected if 400 <= self.code < 500 else Down
        return FAILURES.get(self.code, otherwise)(str(self.code))


class ZaloBotRequest:
    """One session to one bot's methods. Raises Refusal for what the platform answers, Down when it does not."""

    def __init__(self, token: str, api: str):
        self._session = ZaloSession(f"{api}/bot{token}/")

    async def start(self) -> None:
        await self._session.start()

    async def stop(self) -> None:
        await self._session.stop()

    async def call(self, method: str, parameters: dict[str, Any] | None = None, *, patience: float = 10.0) -> Any:
        """Gives the `result`, None where there is none. `ok` decides, whatever the status of HTTP says."""
        data = orjson.dumps(parameters or {})
        status, payload = await self._session.ask("POST", method, headers=JSON, data=data, patience=patience)
        return _result(status, payload)


def _result(status: int, payload: bytes) -> Any:
    try:
        answer = object_of(status, payload)
    except Odd as problem:
        raise Down(problem.code) from None
    if answer.get("ok") is True:
        return answer.get("result")
    if answer.get("ok") is not False and "error_code" not in answer:
        raise Down(f"no_answer_{status}")
    raise Refusal(_code(answer, status))


def _code(answer: dict[str, Any], status: int) -> int:
    """Reads the code of a refusal; one method spells the field another way."""
    code = number(answer.get("error_code", answer.get("errorCode", status)))
    return code if code is not None and code != 200 else 500
