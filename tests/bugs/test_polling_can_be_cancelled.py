"""`asyncio.wait_for` around a poll swallowed a cancellation that came together with the answer (Python 3.11)."""

import asyncio
from typing import Any

import pytest

from bot.channels.telegram.channel import Telegram
from tests.bot.channels.telegram.fake import TOKEN


@pytest.mark.parametrize("turns_of_the_loop", range(4))
async def test_a_cancellation_that_comes_with_the_answer_is_one(turns_of_the_loop: int) -> None:
    channel = Telegram(TOKEN, "http://127.0.0.1:9")
    asked, answer = asyncio.Event(), asyncio.get_running_loop().create_future()

    async def call(_url: str, _parameters: dict[str, Any]) -> Any:
        asked.set()
        return await answer

    channel.request.call = call  # type: ignore[method-assign, assignment]
    poll = asyncio.create_task(channel.updates(0))
    await asked.wait()
    answer.set_result([])
    for _ in range(turns_of_the_loop):
        await asyncio.sleep(0)
    if poll.cancel():
        with pytest.raises(asyncio.CancelledError):
            await poll
    else:
        assert await poll == []
