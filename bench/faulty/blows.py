"""What strikes the whole service or its store, one blow at a time, each mended before the next."""

import asyncio
import os
import random
import shutil
import signal
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from bench.faulty.switches import Switches
from bench.process import Bot, DidNotStart
from tests.nodes import cluster as clusters
from tests.nodes.cluster import Cluster, children
from tests.patience import until_seen

HOUR = 3600.0
TRIES = 5


@dataclass(slots=True)
class Blows:
    """Strikes again and again. `standing`: the PostgreSQL cluster, None on SQLite. `faults` counts what was struck."""

    bot: Bot
    switches: Switches
    chance: random.Random
    database: Path
    standing: Cluster | None = None
    faults: Counter[str] = field(default_factory=Counter)

    async def run(self, over: asyncio.Event, pause: float) -> None:
        kinds = OF_POSTGRESQL if self.standing else OF_SQLITE
        while not over.is_set():
            await asyncio.sleep(self.chance.uniform(0.2, 2 * pause))
            name = self.chance.choices(list(kinds), [share for share, _ in kinds.values()])[0]
            await kinds[name][1](self)
            self.faults[name] += 1
            await self.revived()

    async def revived(self) -> None:
        """Starts the service anew if it ended, as whatever looks after it does."""
        for _ in range(TRIES):
            if self.bot.running:
                return
            try:
                await self.bot.start()
            except DidNotStart:
                await asyncio.sleep(1)
            else:
                return
        raise DidNotStart(self.bot.log.read_text(errors="replace")[-3000:])

    def calm(self) -> None:
        for name in ("disk_full", "sync_errors"):
            self.switches.set(name, 0)

    async def kill(self) -> None:
        self.bot.kill()

    async def fill_the_disk(self) -> None:
        self.switches.set("disk_full", 1)
        await asyncio.sleep(self.chance.uniform(0.1, 1.5))
        self.switches.set("disk_full", 0)

    async def fail_syncs(self) -> None:
        self.switches.set("sync_errors", self.chance.randint(1, 6))

    async def move_the_clock(self) -> None:
        self.switches.set(
            "clock", self.chance.choice([at for at in (-HOUR, 0.0, HOUR) if at != self.switches.get("clock")])
        )

    async def lock_the_file(self) -> None:
        """Begins to write in the database as somebody else would, and does not end for a while."""
        connection = sqlite3.connect(self.database, timeout=10, check_same_thread=False)
        try:
            await asyncio.to_thread(connection.execute, "BEGIN IMMEDIATE")
            await asyncio.sleep(self.chance.uniform(0.2, 7.0))
        except sqlite3.OperationalError:
            return
        finally:
            connection.close()

    # PostgreSQL

    @property
    def cluster(self) -> Cluster:
        assert self.standing is not None
        return self.standing

    def _admin(self, statement: str) -> None:
        """Does something on the server, once it has recovered from the blow before."""

        def done() -> bool:
            try:
                with self.cluster.primary.connect() as connection:
                    connection.execute(statement.encode())
            except psycopg.OperationalError:
                return False
            return True

        until_seen(done, statement)

    async def shut_the_database(self) -> None:
        await asyncio.to_thread(self._admin, "ALTER DATABASE donghanh ALLOW_CONNECTIONS false")
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'donghanh'"
        await asyncio.to_thread(self._admin, cut)
        await asyncio.sleep(self.chance.uniform(0.2, 4.0))
        await asyncio.to_thread(self._admin, "ALTER DATABASE donghanh ALLOW_CONNECTIONS true")

    async def silence_the_server(self) -> None:
        """Lets the server's machine answer nothing for a while, its connections open."""
        self.cluster.primary.send(signal.SIGSTOP)
        await asyncio.sleep(self.chance.uniform(0.5, 4.0))
        self.cluster.primary.send(signal.SIGCONT)

    async def crash_the_server(self) -> None:
        """Kills one process of it, and it recovers: what it does itself when a sync fails or its disk is full."""
        primary = self.cluster.primary
        os.kill(self.chance.choice(children(primary.pid)), signal.SIGKILL)
        await asyncio.to_thread(until_seen, primary.answers, "the server to recover")

    async def restart_the_server(self) -> None:
        self.cluster.primary.kill()
        await asyncio.sleep(self.chance.uniform(0.0, 2.0))
        await asyncio.to_thread(self.cluster.primary.start)

    async def promote_the_standby(self) -> None:
        """Takes the primary's machine away for good; a new standby follows the one that took its place."""
        old = self.cluster
        await asyncio.to_thread(old.fail_over)
        self.standing = Cluster(old.standby, old.primary)
        await asyncio.sleep(self.chance.uniform(0.5, 3.0))
        await asyncio.to_thread(self._follow_anew)

    def _follow_anew(self) -> None:
        gone = self.cluster.standby
        shutil.rmtree(gone.data)
        clusters.follow(self.cluster.primary, gone)


Blow = tuple[float, Callable[[Blows], Awaitable[None]]]
CLOCK = "clock: an hour on or back"
OF_SQLITE: Mapping[str, Blow] = {
    "service: kill -9": (2, Blows.kill),
    "disk: full for a while": (4, Blows.fill_the_disk),
    "disk: syncs fail": (6, Blows.fail_syncs),
    "database: locked by somebody else": (1, Blows.lock_the_file),
    CLOCK: (6, Blows.move_the_clock),
}
OF_POSTGRESQL: Mapping[str, Blow] = {
    "service: kill -9": (2, Blows.kill),
    "database: lets nobody in": (3, Blows.shut_the_database),
    "database: silent, connections open": (2, Blows.silence_the_server),
    "database: a process of it dies, as when a sync fails": (2, Blows.crash_the_server),
    "database: killed and started again": (1, Blows.restart_the_server),
    "database: primary killed, standby promoted": (1, Blows.promote_the_standby),
    CLOCK: (6, Blows.move_the_clock),
}
