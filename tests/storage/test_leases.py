"""What only one node may do: taken once, believed in for seconds only, taken over without both acting at a time."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import leases, processes
from storage.database import Store
from storage.keyring import Keyring
from storage.leases import LIFE, MARGIN, SURE, SharedLease, open_lease
from storage.opening import open_store
from tests.daytime import daytime
from tests.patience import until_seen

ROOT = Path(__file__).parents[2]
ANOTHER_MACHINE = "another-machine/1/1/beef"


class Clock:
    """The nodes' own clock, moved by hand."""

    def __init__(self) -> None:
        self.moment = 1000.0

    def now(self) -> float:
        return self.moment


@pytest.fixture
def own_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(leases, "now", clock.now)
    return clock


@pytest.fixture
def nodes(postgresql_url: str, keyring: Keyring) -> Iterator[list[Store]]:
    both = [open_store(postgresql_url, keyring, daytime().now) for _ in range(2)]
    yield both
    while made:
        made.pop().release()
    for node in both:
        node.close()


made: list[SharedLease] = []


def of(store: Store) -> SharedLease:
    made.append(SharedLease(store, "clock"))
    return made[-1]


def cut(lease: SharedLease) -> None:
    """The connection breaks; its holder has not noticed."""
    assert lease._connection is not None
    lease._connection.connection.dbapi_connection.close()  # type: ignore[union-attr]


def noted_as_of_another_machine(store: Store) -> None:
    with store.transaction() as db:
        db.execute(text("UPDATE leases SET holder = :holder"), {"holder": ANOTHER_MACHINE})


def test_on_sqlite_the_only_process_holds_everything(sqlite_url: str, keyring: Keyring) -> None:
    store = open_store(sqlite_url, keyring, daytime().now)
    lease = open_lease(store, "clock")
    assert lease.hold()
    assert lease.sure()
    lease.release()
    store.close()


def test_one_has_it_and_keeps_it(nodes: list[Store]) -> None:
    first, second = map(of, nodes)
    assert first.hold()
    assert not second.hold()
    assert first.hold()
    assert (first.sure(), second.sure()) == (True, False)
    first.release()


def test_given_back_it_is_free_at_once(nodes: list[Store], own_clock: Clock) -> None:
    first, second = map(of, nodes)
    assert first.hold()
    first.release()
    assert not first.sure()
    until_seen(second.hold)
    second.release()


def test_who_could_not_confirm_it_for_seconds_is_not_sure_any_more(nodes: list[Store], own_clock: Clock) -> None:
    lease = of(nodes[0])
    assert lease.hold()
    own_clock.moment += SURE - 0.1
    assert lease.sure()
    own_clock.moment += 0.2
    assert not lease.sure(), "without asking anybody"
    assert lease.hold(), "and sure again when the database has said so"
    lease.release()


def test_the_next_waits_until_the_one_before_cannot_be_sure(nodes: list[Store], own_clock: Clock) -> None:
    """Its connection broke, it lives on another machine, and may still be at it."""
    first, second = map(of, nodes)
    assert first.hold()
    noted_as_of_another_machine(nodes[1])
    cut(first)
    until_seen(lambda: second.hold() or second._connection is not None)
    assert first.sure(), "it has not noticed yet"
    assert not second.sure()
    own_clock.moment += SURE + MARGIN
    assert not first.sure()
    assert second.hold()
    second.release()


def test_of_a_process_killed_on_this_machine_it_is_known_that_it_has_ended(
    nodes: list[Store], postgresql_url: str, own_clock: Clock
) -> None:
    take = (
        "import sys, time; from storage.keyring import Keyring; from storage.opening import open_store; "
        "from storage.leases import SharedLease; store = open_store(sys.argv[1], Keyring.fresh()); "
        "print(SharedLease(store, 'clock').hold(), flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", take, postgresql_url], cwd=ROOT, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"True\n"
        lease = of(nodes[0])
        assert not lease.hold()
        other.kill()
    until_seen(lease.hold)
    lease.release()


def test_a_holder_that_says_nothing_loses_it_to_the_next(
    nodes: list[Store], own_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped, hung or cut off without a word: its connection looks well, and only the server's patience ends it."""
    monkeypatch.setattr(leases, "LIFE", 1.0)
    silent, other = map(of, nodes)
    assert silent.hold()
    until_seen(lambda: other.hold() or other._connection is not None)
    own_clock.moment += SURE + MARGIN
    assert not silent.sure()
    assert not silent.hold()


def test_when_the_server_ends_its_connection_it_stops(nodes: list[Store]) -> None:
    lease = of(nodes[0])
    assert lease.hold()
    with nodes[1].engine.connect() as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        connection.execute(text(f"{others} AND datname = current_database()"))
    assert not lease.hold()
    assert not lease.sure()
    until_seen(lease.hold)
    lease.release()


def test_who_finds_another_name_in_its_row_stops(nodes: list[Store]) -> None:
    """As after a failover that the holder of the old primary has not noticed."""
    lease = of(nodes[0])
    assert lease.hold()
    noted_as_of_another_machine(nodes[1])
    assert not lease.hold()
    assert not lease.sure()


def test_the_server_frees_it_only_after_its_holder_is_unsure() -> None:
    assert SURE < LIFE
    assert max(LIFE, SURE + MARGIN) + leases.RETRY < 10, "takeover of a node that was killed or vanished"


def test_a_process_knows_of_its_own_machine_only() -> None:
    own = processes.own_name()
    assert not processes.has_ended(own)
    machine, pid, began, store = own.split("/")
    assert processes.has_ended("/".join((machine, pid, "1", store))), "its number was given to another since"
    assert processes.has_ended("/".join((machine, "999999999", began, store)))
    assert not processes.has_ended(ANOTHER_MACHINE)
    assert not processes.has_ended("")
