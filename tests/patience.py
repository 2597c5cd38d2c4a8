"""How long a test waits for what must come: on a slow machine, too, and never longer than it takes."""

import asyncio
import time
from collections.abc import Callable

# seconds
PATIENCE = 180.0
# what a failure tells: words, or what is asked for at the end
Shown = str | Callable[[], object]


async def until(seen: Callable[[], object], shown: Shown = "") -> None:
    """Waits until something is so. Raises AssertionError with what is `shown`."""
    end = time.monotonic() + PATIENCE
    while not seen():
        _is_not_over(end, shown)
        await asyncio.sleep(0.02)


def until_seen(seen: Callable[[], object], shown: Shown = "") -> None:
    """Waits as `until` does, where no loop runs: for other threads and processes."""
    end = time.monotonic() + PATIENCE
    while not seen():
        _is_not_over(end, shown)
        time.sleep(0.05)


def _is_not_over(end: float, shown: Shown) -> None:
    if time.monotonic() > end:
        raise AssertionError(f"waited {PATIENCE:.0f} s in vain: {shown if isinstance(shown, str) else shown()}")
