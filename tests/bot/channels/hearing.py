"""How a person at a fake platform waits for what the service says."""

import asyncio
from collections.abc import Sized

from tests.patience import PATIENCE


class Silence(AssertionError):
    """The service said nothing in time."""


async def arrived(heard: Sized, news: asyncio.Event, count: int) -> None:
    """Waits until so many have been heard; `news` is set with each. Raises Silence if they do not come."""
    end = asyncio.get_running_loop().time() + PATIENCE
    while len(heard) < count:
        news.clear()
        try:
            async with asyncio.timeout_at(end):
                await news.wait()
        except TimeoutError:
            raise Silence(f"nothing after {len(heard)} messages in {PATIENCE} s") from None
