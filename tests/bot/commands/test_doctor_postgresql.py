"""The doctor tells whether what a PostgreSQL has committed outlives its machine, and whose clock is wrong."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.findings import Finding
from bot.commands import doctor_postgresql
from storage.database import Store
from storage.keyring import Keyring
from storage.opening import open_store
from tests.bot.commands.console import Console
from tests.nodes.cluster import started

pytestmark = pytest.mark.wall_clock(moves=False)  # nobody moves the clock of PostgreSQL


@pytest.fixture
def store(postgresql_url: str, keyring: Keyring) -> Iterator[Store]:
    opened = open_store(postgresql_url, keyring)
    yield opened
    opened.close()


def findings(store: Store) -> list[Finding]:
    with store.transaction() as db:
        return list(doctor_postgresql.postgresql(db))


def test_the_hasty_server_of_the_tests_is_seen_through(store: Store) -> None:
    [commits] = findings(store)
    assert commits.state == "bad"
    assert "fsync off" in commits.what


@pytest.mark.parametrize(
    ("fsync", "waits", "standbys", "state"),
    [
        ("on", "on", "ANY 1 (s1, s2)", "good"),
        ("on", "remote_apply", "s1", "good"),
        ("on", "on", "", "off"),
        ("on", "local", "s1", "bad"),
        ("on", "off", "s1", "bad"),
        ("off", "on", "s1", "bad"),
    ],
)
def test_a_commit_is_safe_with_disk_and_standby(fsync: str, waits: str, standbys: str, state: str) -> None:
    assert doctor_postgresql._commits(fsync, waits, standbys).state == state


def test_a_clock_that_is_apart_from_the_database_is_told(postgresql_url: str, keyring: Keyring) -> None:
    late = open_store(postgresql_url, keyring, lambda: datetime.now(UTC) - timedelta(seconds=30))
    assert [one.what[:14] for one in findings(late) if "clock" in one.what] == ["clock: 30.0 s "]
    late.close()


def test_a_server_with_too_few_connections_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_postgresql, "POOL", 10_000)
    assert any("max_connections" in one.cure for one in findings(store))


@pytest.mark.slow
def test_of_a_cluster_by_its_address_of_two_hosts_all_commands_work(console: Console) -> None:
    """And go on with the standby when the primary is gone."""
    with started() as cluster:
        with cluster.primary.connect() as connection:
            connection.execute("CREATE DATABASE donghanh")
        url = cluster.url("donghanh")
        assert "the database is at version" in console.works("migrate", database_url=url)
        assert "✓ database: reachable" in console.fails("doctor", database_url=url), "ill is only the haste"
        cluster.fail_over()
        assert "✓ database: reachable" in console.fails("doctor", database_url=url)
        console.works("backup", "copy.tar.gz", database_url=url)
