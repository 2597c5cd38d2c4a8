"""A PostgreSQL primary with a synchronous standby, real and on loopback, that can be killed and promoted."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from bench.ports import free_port
from tests.patience import PATIENCE, until_seen
from tests.postgres import AS, NoPostgreSQL, binaries_for, die_with_parent

STANDBY = "s1"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "wal_level": "replica",
    "hot_standby": "on",
    "log_min_messages": "warning",
}
# Power cuts are not what is played here, and the disk is not waited for; that a commit waits for the standby is.
HASTY = {"fsync": "off", "full_page_writes": "off"}


@dataclass(slots=True)
class Database:
    """One server with its folder and port; the system's tests know no other way to be so rough with it."""

    binaries: Path
    home: Path
    name: str
    settings: dict[str, str]
    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        return self.home / self.name

    def run(self, program: str, *arguments: str | Path) -> None:
        """One of PostgreSQL's own programs, to its end."""
        command = [self.binaries / program, *arguments]
        ended = subprocess.run(
            command, cwd=self.home, capture_output=True, user=AS.user, group=AS.group, extra_groups=AS.groups
        )
        if ended.returncode:
            raise NoPostgreSQL(f"{program}: {ended.stderr.decode(errors='replace')[-2000:]}")

    def start(self) -> None:
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        with (self.home / f"{self.name}.log").open("ab") as log:
            self._process = subprocess.Popen(
                [self.binaries / "postgres", "-D", self.data, "-k", self.home, "-p", str(self.port), *options],
                cwd=self.home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=AS.user,
                group=AS.group,
                extra_groups=AS.groups,
                start_new_session=True,
                preexec_fn=die_with_parent if sys.platform == "linux" else None,
            )
        until_seen(self.answers, f"{self.name} to start")

    def answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            if self._process is None or self._process.poll() is not None:
                raise NoPostgreSQL((self.home / f"{self.name}.log").read_text(errors="replace")[-2000:]) from None
            return False
        return True

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user="postgres",
            dbname=database,
            autocommit=True,
            connect_timeout=int(PATIENCE),
        )

    def ask(self, query: str, database: str = "postgres") -> object:
        with self.connect(database) as connection:
            row = connection.execute(query.encode()).fetchone()
        return row[0] if row else None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """As if its machine had gone: every process of it, with nothing said."""
        if self._process is not None and self._process.poll() is None:
            self.send(signal.SIGKILL)
            self._process.wait(PATIENCE)

    def send(self, number: signal.Signals) -> None:
        """To every process of it: SIGSTOP is a machine that answers nothing, its connections open."""
        for pid in (self.pid, *children(self.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self.send(signal.SIGCONT)
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(PATIENCE)


@dataclass(frozen=True, slots=True)
class Cluster:
    primary: Database
    standby: Database

    def url(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.primary.port},127.0.0.1:{self.standby.port}/{database}"

    def fail_over(self) -> None:
        """The primary is gone from one moment to the next; the standby takes its place."""
        self.primary.kill()
        self.standby.run("pg_ctl", "promote", "-D", self.standby.data, "-w", "-t", str(int(PATIENCE)))


def children(pid: int) -> list[int]:
    """PostgreSQL's processes each lead a group of their own."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextmanager
def started(*, durable: bool = False) -> Iterator[Cluster]:
    home = Path(tempfile.mkdtemp(prefix="donghanh-cluster-"))
    settings = SETTINGS if durable else SETTINGS | HASTY
    servers: list[Database] = []
    try:
        if AS.user is not None:
            shutil.chown(home, AS.user)
        binaries = binaries_for(home)
        primary, standby = (Database(binaries, home, name, settings) for name in ("primary", "standby"))
        servers += [primary, standby]
        primary.run(
            *("initdb", "-D", primary.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        )
        primary.start()
        follow(primary, standby)
        yield Cluster(primary, standby)
    finally:
        for server in servers:
            server.stop()
        shutil.rmtree(home, ignore_errors=True)


def follow(primary: Database, standby: Database) -> None:
    """From here on no commit is confirmed before the standby has it."""
    source = f"host=127.0.0.1 port={primary.port} user=postgres application_name={STANDBY}"
    slot = ("-C", "-S", STANDBY)
    standby.run(
        *("pg_basebackup", "-d", source, "-D", standby.data, "-R", "-X", "stream", "-c", "fast", "--no-sync", *slot)
    )
    standby.start()
    with primary.connect() as connection:
        connection.execute(f"ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 ({STANDBY})'".encode())
        connection.execute("SELECT pg_reload_conf()")
    waits = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND sync_state = 'quorum'"
    until_seen(lambda: primary.ask(waits) == 1, "the standby to confirm")
