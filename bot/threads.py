"""Runs work that blocks on a thread, and stays with it to its end."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TypeVar

T = TypeVar("T")


async def to_the_end(work: Callable[[], T], threads: Executor | None = None) -> T:
    """Runs work on a thread; cancelled meanwhile, it ends only when the thread has, unlike `asyncio.to_thread`.

    What the thread took (a lease, a connection) can so be given back by whoever cancelled. Raises what the work raises.
    """
    thread = asyncio.get_running_loop().run_in_executor(threads, work)
    try:
        return await asyncio.shield(thread)
    except asyncio.CancelledError:
        await asyncio.wait([thread])
        raise
