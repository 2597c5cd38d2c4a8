"""What the desk costs with many people: `python -m bench.desk --guardians 8000 --visits 1000000`.

The real service, in a process of its own, holds a commune of ten thousand people (`bench/desk_commune.py`). An admin
opens every page that needs no record, once and then five times more; two hundred officers open live streams; at last
guardians report visits by chat with and without twenty officers who click (`bench/desk_turns.py`). Processor time and
memory are those of the service's process, database included on SQLite; PostgreSQL is another process. It ends with 1 if
a page takes more than 50 ms, also at the first look, or more than 20 KB, or the streams more than 150 MiB.
"""

import argparse
import asyncio
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import process_time

from aiohttp import ClientSession, DummyCookieJar

from bench import ours
from bench.desk_commune import UNIT, add_officers, count_as_at_night, grow, link_guardians
from bench.desk_turns import ADDRESSES, turns_while_they_click
from bench.fake_api import TOKEN, FakeApi
from bench.gauges import MIB, machine
from bench.ports import free_port
from bench.process import Bot
from bench.turns import SECRET
from handlers.desk import demo_seats
from handlers.desk.page import DeskPage
from handlers.desk.pages import PAGES
from storage import migrations
from storage.keyring import Keyring
from storage.opening import open_store

GOAL_MS, GOAL_KB, GOAL_FIRST_KB, GOAL_MIB = 50.0, 20.0, 150.0, 150.0
STREAMS, TIMES = 200, 5
SETTLED, READY = 5.0, 15.0
STATIC = (".css", ".js", ".woff2", ".svg")


def shown_pages() -> list[DeskPage]:
    return [page for page in PAGES if "{" not in page.path]


def reader(port: int, key: str) -> ClientSession:
    headers = {"Cookie": f"dh_desk={key}", "Accept": "text/html", "Accept-Encoding": "gzip"}
    return ClientSession(
        f"http://127.0.0.1:{port}", headers=headers, auto_decompress=False, cookie_jar=DummyCookieJar()
    )


async def opened(client: ClientSession, path: str) -> int:
    """Opens a page or a file; gives the bytes as they came."""
    async with client.get(path, allow_redirects=False) as answer:
        assert answer.status == 200, f"{path}: {answer.status}"
        return len(await answer.content.read())


async def measure_pages(bot: Bot, key: str) -> bool:
    """Tells of each page; says whether all keep within their goals."""
    good = True
    async with reader(bot.port, key) as client:
        first_load = await _first_load(client)
        await asyncio.sleep(READY)  # whoever has come in reads the first page, and the desk is made ready
        print("| page | first ms | ms | KB |\n|---|--:|--:|--:|")
        for page in shown_pages():
            spent = []
            for _ in range(TIMES + 1):
                before = bot.cpu()
                size = await opened(client, f"/console/{page.path}") / 1000
                spent.append((bot.cpu() - before) * 1000)
            good = good and spent[0] <= GOAL_MS and median(spent[1:]) <= GOAL_MS and size <= GOAL_KB
            print(f"| {page.id} | {spent[0]:.0f} | {median(spent[1:]):.0f} | {size:.1f} |", flush=True)
    print(f"\nfirst load: {first_load:.0f} KB, styles, scripts, letters and icons included")
    return good and first_load <= GOAL_FIRST_KB


async def _first_load(client: ClientSession) -> float:
    """Gives the KB of a first page with all that it names."""
    async with client.get("/console/devices", headers={"Accept-Encoding": "identity"}) as answer:
        html = await answer.text()
    parts = html.replace("'", '"').split('"')
    files = sorted({part for part in parts if part.startswith("/static/") and part.endswith(STATIC)})
    return sum([await opened(client, path) for path in ["/console/devices", *files]]) / 1000


def _listening(port: int, key: str) -> socket.socket:
    """Opens a stream, and reads that it is open."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.sendall(f"GET /console/events HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: dh_desk={key}\r\n\r\n".encode())
    assert connection.recv(64).startswith(b"HTTP/1.1 200"), "no stream"
    return connection


@contextmanager
def streams(port: int, keys: list[str]) -> Iterator[None]:
    connections = [_listening(port, key) for key in keys]
    try:
        yield
    finally:
        for connection in connections:
            connection.close()


def measure_streams(bot: Bot, keys: list[str]) -> bool:
    before = bot.memory() / MIB
    with streams(bot.port, keys):
        held = bot.memory() / MIB
        print(f"{len(keys)} open streams: {before:.0f} MiB before, {held:.0f} MiB with them", flush=True)
    return held <= GOAL_MIB


async def measure(bot: Bot, api: FakeApi, key: str, keys: list[str]) -> bool:
    await bot.start()
    try:
        await asyncio.sleep(SETTLED)
        print(f"at rest: {bot.memory() / MIB:.0f} MiB")
        streams_fit = await asyncio.to_thread(measure_streams, bot, keys)
        pages_fit = await measure_pages(bot, key)
        print(f"after all pages: {bot.memory() / MIB:.0f} MiB")
        await turns_while_they_click(bot, api, keys, [page.path for page in shown_pages()])
    finally:
        bot.stop()
    return pages_fit and streams_fit


async def run(kind: str, folder: Path, guardians: int, visits: int) -> bool:
    with ours.database(kind, folder) as url:
        keyring = Keyring.fresh()
        store = open_store(url, keyring)
        migrations.upgrade(store)
        began = process_time()
        grow(store, guardians, visits)
        print(f"{machine()}; built in {process_time() - began:.0f} s of the processor", flush=True)
        began = process_time()
        count_as_at_night(store)
        print(f"counted as at night in {process_time() - began:.1f} s of the processor", flush=True)
        with store.transaction() as db:
            key, keys = demo_seats.open_desk(db, UNIT, "admin") or "", add_officers(db, STREAMS)
            link_guardians(db, list(ADDRESSES))
        store.close()
        keyring.save(folder / "keys.json")
        port = free_port()
        async with FakeApi(lambda _reply: None) as api:
            env = ours.environment(folder, port=port, api=api.url, token=TOKEN, secret=SECRET, database=url)
            bot = Bot(ours.MODULE, ["serve"], {**env, "DONGHANH_UNIT": UNIT}, port, folder / "log")
            return await measure(bot, api, key, keys)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guardians", type=int, default=8000)
    parser.add_argument("--visits", type=int, default=0)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="donghanh-desk-") as name:
        return 0 if asyncio.run(run(asked.database, Path(name), asked.guardians, asked.visits)) else 1


if __name__ == "__main__":
    raise SystemExit(main())
