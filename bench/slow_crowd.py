"""Thousands of connections that say nothing, or half of what they should: how long a webhook waits meanwhile.

`python -m bench.slow_crowd --connections 5000`
"""

import argparse
import asyncio
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from bench import ours
from bench.fake_api import TOKEN
from bench.gauges import machine
from bench.hook import Hook
from bench.ports import free_port
from bench.process import Bot
from bot.web.connections import MOST_OF_ADDRESS

SECRET = "bench-secret"
# nobody answers there: nothing has to be sent
NOWHERE = "http://127.0.0.1:9"
FIRST_WORDS = (
    b"",
    b"POST /hooks/telegram HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    b"POST /hooks/telegram HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n"
    b"X-Telegram-Bot-Api-Secret-Token: bench-secret\r\n\r\n{",
)
SLOW_BYTE_EVERY = 5.0
OF_ADDRESS = MOST_OF_ADDRESS - 12
TRIES = 200


def update(number: int) -> dict[str, Any]:
    person = {"id": 77, "is_bot": False, "first_name": "A"}
    message = {"message_id": number, "date": int(time.time()), "chat": {"id": 77, "type": "private"}, "from": person}
    return {"update_id": number, "message": {**message, "text": "menu"}}


async def stranger(port: int, number: int) -> None:
    """Keeps a connection open with a byte now and then, from an address of a few hundred's own; comes back if ended."""
    own = (f"127.0.{1 + number // OF_ADDRESS}.1", 0)
    while True:
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=own)
            writer.write(FIRST_WORDS[number % len(FIRST_WORDS)])
            while not writer.transport.is_closing():
                await asyncio.sleep(SLOW_BYTE_EVERY)
                writer.write(b"x")
        await asyncio.sleep(1)


async def waits(port: int, numbers: Iterator[int]) -> tuple[list[float], int]:
    """Measures the seconds that updates waited, each on a connection of its own, and how many were not taken."""
    seconds, lost = [], 0
    for _ in range(TRIES):
        began = time.perf_counter()
        try:
            lost += await Hook(port, SECRET).post(update(next(numbers))) != 200
        except ConnectionError:
            lost += 1
        seconds.append(time.perf_counter() - began)
    return seconds, lost


def told(name: str, seconds: list[float], lost: int, bot: Bot) -> None:
    ordered = sorted(seconds)
    middle, late = statistics.median(ordered), ordered[int(len(ordered) * 0.99)]
    print(
        f"| {name} | {1000 * middle:.1f} ms | {1000 * late:.1f} ms | {1000 * ordered[-1]:.1f} ms | {lost} "
        f"| {bot.memory() // 1_000_000} MB |"
    )


async def measure(connections: int, folder: Path) -> None:
    port = free_port()
    env = ours.environment(
        folder, port=port, api=NOWHERE, token=TOKEN, secret=SECRET, database=f"sqlite:///{folder / 'donghanh.db'}"
    )
    bot = Bot("bot", ["serve"], env, port, folder / "log.txt")
    await bot.start()
    numbers = iter(range(1, 1_000_000))
    print(machine())
    print("| | half | 99 of 100 | slowest | not taken | memory |\n|---|---|---|---|---|---|")
    crowd: list[asyncio.Task[None]] = []
    try:
        told("alone", *await waits(port, numbers), bot)
        crowd = [asyncio.create_task(stranger(port, number)) for number in range(connections)]
        await asyncio.sleep(5)
        told(f"among {connections} slow ones", *await waits(port, numbers), bot)
        await asyncio.sleep(25)
        told("half a minute later", *await waits(port, numbers), bot)
    finally:
        for task in crowd:
            task.cancel()
        await asyncio.gather(*crowd, return_exceptions=True)
        bot.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--connections", type=int, default=5000)
    arguments = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(arguments.connections, Path(folder)))


if __name__ == "__main__":
    main()
