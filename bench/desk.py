"""What the desk's pages cost with many people: `python -m bench.desk --guardians 8000`, on either database (`--url`).

The demo commune is grown to so many guardians, with a person or two each, of whom but two hundred are there still; an
officer opens every page of the desk that
needs no record, several times, without a network. It prints the processor time of a page's facts, and the memory that
two hundred open streams hold beside their sockets; it ends with 1 if a page takes more than 50 ms.
"""

import argparse
import asyncio
import tempfile
from pathlib import Path
from statistics import median
from time import process_time

from bench.gauges import machine
from bench.waiting import deployment
from bot.channels.web.streams import Streams
from handlers.desk import showing, trying
from handlers.desk.page import DeskPage
from handlers.desk.pages import PAGES
from handlers.kit.deployment import Deployment
from seeds import demo_growth
from storage import accounts, migrations
from storage.database import Store
from storage.keyring import Keyring
from storage.opening import open_store

UNIT = "17791"
GOAL_MS, STREAMS, TIMES = 50.0, 200, 5
GUARDIANS = 200


def leave_few(store: Store) -> None:
    """Closes the accounts of all guardians but two hundred: no commune has thousands."""
    with store.transaction() as db:
        guardians = [one.id for one in accounts.of_unit(db, UNIT) if one.roles == ("guardian",)]
        for account_id in sorted(guardians)[GUARDIANS:]:
            accounts.set_status(db, account_id, "closed", None)


def opened(store: Store, deployment: Deployment, key: str, page: DeskPage) -> object:
    """Reads a page as the desk does, and notes that it was read."""
    with store.reading() as db:
        look = showing.look_at(db, deployment, key, "", page, {}, showing.facts_of)
        entries = look.entries if look else []
    with store.transaction() as db:
        db.entries.extend(entries)
    return look.result if look else None


def measured(store: Store, deployment: Deployment, key: str, page: DeskPage) -> float:
    """Gives the processor time of a page in ms, the middle of several."""
    spent = []
    for _ in range(TIMES):
        began = process_time()
        opened(store, deployment, key, page)
        spent.append((process_time() - began) * 1000)
    return median(spent)


async def memory_of_streams() -> float:
    """Gives the KiB that two hundred open streams hold, without their sockets."""
    import tracemalloc

    tracemalloc.start()
    streams = Streams()
    kept = [streams.open(f"desk-{number}", f"10.0.0.{number}") for number in range(STREAMS)]
    held = tracemalloc.get_traced_memory()[0] / 1024
    tracemalloc.stop()
    assert len(kept) == STREAMS
    return held


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--guardians", type=int, default=8000)
    parser.add_argument("--url", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(asked.url or f"sqlite:///{Path(folder)}/desk.db", Keyring.fresh())
        migrations.upgrade(store)
        demo_growth.grow(store, UNIT, asked.guardians)
        leave_few(store)
        ours = deployment()
        with store.transaction() as db:
            key = trying.open_desk(db, UNIT, "admin") or ""
        print(machine())
        slow = 0
        for page in (one for one in PAGES if "{" not in one.path):
            spent = measured(store, ours, key, page)
            slow += spent > GOAL_MS
            print(f"{page.id:20} {spent:7.1f} ms{'  too much' if spent > GOAL_MS else ''}", flush=True)
        print(f"{STREAMS} streams hold {asyncio.run(memory_of_streams()):.0f} KiB")
        store.close()
    return 1 if slow else 0


if __name__ == "__main__":
    raise SystemExit(main())
