"""The bench plays at the pace it is told, and says for what a stack's time went."""

import asyncio
import time

from bench.pace import Pace
from bench.stacks import purpose
from tests.patience import until


async def seconds_for(pace: Pace, count: int) -> float:
    acts, began = 0, time.monotonic()

    async def chat() -> None:
        nonlocal acts
        while True:
            async with pace.act():
                acts += 1
                await asyncio.sleep(0)

    chats = [asyncio.create_task(chat()) for _ in range(5)]
    await until(lambda: acts >= count)
    took = time.monotonic() - began
    await pace.shut()
    acts_then = acts
    await asyncio.sleep(0.05)
    assert acts == acts_then, "nothing goes through a gate that is shut"
    for task in chats:
        task.cancel()
    return took


async def test_so_many_acts_a_second_go_through_however_many_chats_want_to() -> None:
    pace = Pace()
    pace.open(50)
    assert await seconds_for(pace, 11) >= 0.15


def test_time_in_a_library_counts_for_whoever_of_ours_called_it() -> None:
    places = ["/lib/sqlalchemy/engine/base.py:execute", "/x/storage/inbox.py:accept", "/x/bot/intake/turns.py:take"]
    assert purpose(places) == "storing: inbox, dialogues, marks"
