"""What the desk's pages cost with many people: `python -m bench.desk --guardians 8000 --visits 1000000`.

An admin of a commune of ten thousand people (`bench/desk_commune.py`) opens every page of the desk that needs no record
as a browser does, over the loopback: facts, audit, template and packing. The first look is told apart from the middle
of the next ones. It prints the processor time of the whole process, who reads included, and its memory with two hundred
open streams, their sockets included; it ends with 1 if a page takes more than 50 ms. `--database postgresql` makes a
database of its own; what that server spends itself is not in the times.
"""

import argparse
import asyncio
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import process_time

from aiohttp import ClientSession, DummyCookieJar, web

from bench.desk_commune import UNIT, add_officers, grow
from bench.gauges import machine, resident
from bench.ours import database
from bench.process import free_port
from bench.waiting import deployment
from bot.channels.web.channel import WebChat
from bot.channels.web.uploads import Uploads
from bot.console.routes import add_console
from bot.files.attachments import Attachments
from bot.files.blobs import Folder
from bot.files.store import FileStore
from bot.wake_ups import WakeUps
from bot.web.site import Web, add_pages
from handlers.desk import trying
from handlers.desk.pages import PAGES
from handlers.texts import Texts
from storage import migrations
from storage.database import Store
from storage.keyring import Keyring
from storage.opening import open_store

GOAL_MS, STREAMS, TIMES = 50.0, 200, 5


@dataclass(slots=True)
class AllWell:
    """Says of the process that nothing in it is broken."""

    warnings: dict[str, str] = field(default_factory=dict)

    async def troubles(self) -> dict[str, str]:
        return {}

    def restarts(self) -> dict[tuple[str, str], int]:
        return {}


async def _nothing(_work: object) -> None:
    """Takes no message: pages are only read here."""


@asynccontextmanager
async def served(store: Store, folder: Path) -> AsyncIterator[int]:
    """Serves the desk in this process; gives the port."""
    channel = WebChat(store, Uploads(Folder(folder / "uploads"), store.keyring))
    attachments = Attachments(store, FileStore(Folder(folder / "files"), store.keyring))
    app, wake_ups, port = web.Application(), WakeUps(store), free_port()
    add_pages(app, Web(store, Texts.load(), channel, _nothing, _nothing, attachments, AllWell()))
    add_console(app, deployment(), wake_ups)
    wake_ups.start()
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield port
    wake_ups.stop()
    await runner.cleanup()


async def opened(client: ClientSession, path: str) -> tuple[float, int]:
    """Opens a page; gives the processor time in ms, and the bytes as they came.

    On a busy machine a first look may outlast the page's patience, and the next one shows what was counted.
    """
    began, length = process_time(), 0
    while not length:
        async with client.get(path, allow_redirects=False) as answer:
            assert answer.status in (200, 503), f"{path}: {answer.status}"
            length = len(await answer.content.read()) if answer.status == 200 else 0
    return (process_time() - began) * 1000, length


async def measure_pages(port: int, key: str) -> int:
    """Tells of each page; gives how many take too much."""
    slow = 0
    headers = {"Cookie": f"dh_desk={key}", "Accept": "text/html", "Accept-Encoding": "gzip"}
    client = ClientSession(
        f"http://127.0.0.1:{port}", headers=headers, auto_decompress=False, cookie_jar=DummyCookieJar()
    )
    async with client:
        await opened(client, "/console/devices")
        print("| page | first ms | ms | KB |\n|---|--:|--:|--:|")
        for page in (one for one in PAGES if "{" not in one.path):
            looks = [await opened(client, f"/console/{page.path}") for _ in range(TIMES + 1)]
            spent = median(ms for ms, _ in looks[1:])
            slow += spent > GOAL_MS
            print(f"| {page.id} | {looks[0][0]:.0f} | {spent:.0f} | {looks[0][1] / 1000:.1f} |", flush=True)
    return slow


def _listening(port: int, key: str) -> socket.socket:
    """Opens a stream, and reads that it is open."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.sendall(f"GET /console/events HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: dh_desk={key}\r\n\r\n".encode())
    assert connection.recv(64).startswith(b"HTTP/1.1 200"), "no stream"
    return connection


async def measure_streams(port: int, keys: list[str]) -> None:
    before = resident()
    connections = [await asyncio.to_thread(_listening, port, key) for key in keys]
    print(f"{len(connections)} open streams: {before:.0f} MiB before, {resident():.0f} MiB with them", flush=True)
    for connection in connections:
        connection.close()


async def measure(store: Store, folder: Path) -> int:
    with store.transaction() as db:
        key = trying.open_desk(db, UNIT, "admin") or ""
        keys = add_officers(db, STREAMS)
    async with served(store, folder) as port:
        slow = await measure_pages(port, key)
        await measure_streams(port, keys)
    return slow


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--guardians", type=int, default=8000)
    parser.add_argument("--visits", type=int, default=0)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, database(asked.database, Path(name)) as url:
        store = open_store(url, Keyring.fresh())
        migrations.upgrade(store)
        began = process_time()
        grow(store, asked.guardians, asked.visits)
        print(f"{machine()}; built in {process_time() - began:.0f} s of the processor", flush=True)
        slow = asyncio.run(measure(store, Path(name)))
        store.close()
    return 1 if slow else 0


if __name__ == "__main__":
    raise SystemExit(main())
