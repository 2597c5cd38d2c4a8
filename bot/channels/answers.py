"""Reads what platforms answer, bounded and strictly: what is odd is a failure of theirs, never a fault of ours."""

from typing import Any

import aiohttp
import orjson

LARGEST = 16 * 1024 * 1024
LONGEST_WAIT = 24 * 3600.0
# what an answer that cannot be read raises, beside aiohttp's own errors: broken encodings and headers
UNREADABLE = (aiohttp.ClientError, aiohttp.http.HttpProcessingError, ValueError)


class Odd(ValueError):
    """An answer that is none of this platform. `code` says in which way, never what stood in it."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


async def body_of(response: aiohttp.ClientResponse) -> bytes:
    """Reads the whole body, of at most 16 MiB once it is unpacked. Raises Odd for more."""
    announced = response.content_length
    if announced is not None and announced <= LARGEST and "Content-Encoding" not in response.headers:
        return await response.read()
    body = bytearray()
    async for piece in response.content.iter_any():
        body += piece
        if len(body) > LARGEST:
            raise Odd("too_large")
    return bytes(body)


def object_of(status: int, payload: bytes) -> dict[str, Any]:
    """Reads a JSON object. Raises Odd for whatever else, such as the page of a portal in between."""
    try:
        answer = orjson.loads(payload)
    except orjson.JSONDecodeError:
        raise Odd(f"not_json_{status}") from None
    if not isinstance(answer, dict):
        raise Odd(f"no_answer_{status}")
    return answer


def number(given: object) -> int | None:
    """Gives a whole number as JSON has it; None for anything else, true and false among it."""
    return given if isinstance(given, int) and not isinstance(given, bool) else None


def seconds(given: object, otherwise: float) -> float:
    """Reads how long we are asked to wait: from a second to a day; `otherwise` for what says nothing."""
    try:
        asked = float(given) if isinstance(given, int | float | str) and not isinstance(given, bool) else otherwise
    except (ValueError, OverflowError):
        asked = otherwise
    if asked != asked:
        asked = otherwise
    return min(max(asked, 1.0), LONGEST_WAIT)
