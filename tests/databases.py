"""The databases tests run on: SQLite and a real PostgreSQL, fresh for every test and cheap.

Fixtures: `database_url` (migrated, once on each database), `empty_database_url` (no tables, on each),
`sqlite_url` and `postgresql_url` (migrated, that one only).
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from storage import migrations
from tests import postgres

BOTH = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def session_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all xdist workers of a run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "databases"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def postgres_server(session_folder: Path) -> Iterator[postgres.Server]:
    with postgres.shared(session_folder / "postgres") as server:
        yield server


@dataclass(slots=True)
class Copy:
    """A worker's own copy of a template, made as new after each test."""

    server: postgres.Server
    name: str
    template: str = "template0"
    tables: list[str] = field(default_factory=list)
    cleaner: "postgres.Connection | None" = None

    @property
    def url(self) -> str:
        return self.server.url(self.name)

    def create(self) -> None:
        self.drop()
        with self.server.connect() as connection:
            connection.execute(f"CREATE DATABASE {self.name} TEMPLATE {self.template}".encode())

    def empty(self) -> None:
        """Deletes what a test wrote: some thirty times faster than TRUNCATE or a fresh copy."""
        try:
            self._empty(self._cleaning())
        except psycopg.OperationalError:  # a test has cut everybody off, or one that still works holds a lock
            self._stop_cleaning()
            self._empty(self._cleaning())

    def _empty(self, connection: postgres.Connection) -> None:
        # a connection that a test left open would hold its locks
        others = "FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
        connection.execute(f"SELECT pg_terminate_backend(pid) {others}".encode(), [self.name])
        if not self.tables:
            names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
            self.tables = [str(row[0]) for row in connection.execute(names)]
        asked = ", ".join(f"EXISTS (SELECT FROM {table})" for table in self.tables)
        filled = connection.execute(f"SELECT {asked}".encode()).fetchone() or ()
        deletes = [f"DELETE FROM {table}" for table, full in zip(self.tables, filled, strict=True) if full]
        connection.execute("; ".join(deletes).encode())

    def _cleaning(self) -> postgres.Connection:
        """One connection for all tests: to start a server process for each would take longer than to delete."""
        if self.cleaner is None:
            self.cleaner = self.server.connect(self.name)
            self.cleaner.execute("SET session_replication_role = replica")
        return self.cleaner

    def _stop_cleaning(self) -> None:
        if self.cleaner is not None:
            self.cleaner.close()
            self.cleaner = None

    def drop(self) -> None:
        self._stop_cleaning()
        with self.server.connect() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)".encode())


@pytest.fixture(scope="session")
def migrated_copy(postgres_server: postgres.Server, session_folder: Path) -> Iterator[Copy]:
    template = Copy(postgres_server, "template_migrated")
    # a mark for each server: the first may have gone with its only user before another worker wanted one
    with _first_of_all(session_folder / f"template-of-{postgres_server.folder.name}") as first:
        if first:
            template.create()
            migrations.upgrade(template.url)
    copy = Copy(postgres_server, f"migrated_{_worker()}", template.name)
    copy.create()
    yield copy
    copy.drop()


@pytest.fixture(scope="session")
def migrated_file(session_folder: Path) -> Path:
    file = session_folder / "migrated.db"
    with _first_of_all(session_folder / "sqlite-template") as first:
        if first:
            migrations.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def postgresql_url(migrated_copy: Copy) -> Iterator[str]:
    yield migrated_copy.url
    migrated_copy.empty()


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    file = tmp_path / "donghanh.db"
    shutil.copyfile(migrated_file, file)
    file.chmod(0o600)
    return f"sqlite:///{file}"


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database; a test that asks for it runs once on each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables, for tests of the migrations themselves."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    empty = Copy(request.getfixturevalue("postgres_server"), f"empty_{_worker()}")
    empty.create()
    yield empty.url
    empty.drop()


def _worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "alone")


@contextmanager
def _first_of_all(mark: Path) -> Iterator[bool]:
    """True for the first worker that comes here; the others wait until it has finished."""
    with mark.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        first = file.seek(0, os.SEEK_END) == 0
        yield first
        file.write("done")
