"""A lease on a primary that has lost its standby, and on the standby that took its place."""

import signal
import threading
from collections.abc import Iterator

import pytest

from storage import leases, migrations
from storage.keyring import Keyring
from storage.leases import MARGIN, SURE, SharedLease
from storage.opening import open_store
from tests.daytime import daytime
from tests.nodes.cluster import Cluster, started
from tests.patience import PATIENCE, until_seen


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with started() as cluster:
        with cluster.primary.connect() as connection:
            connection.execute("CREATE DATABASE donghanh")
        yield cluster


class Clock:
    moment = 1000.0

    def now(self) -> float:
        return self.moment


@pytest.mark.slow
def test_a_primary_cut_off_from_its_standby_confirms_nothing_and_the_next_waits_for_the_one_before(
    cluster: Cluster, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The holder's connection looks well, and every read of it too: only a write that the standby must have tells."""
    clock = Clock()
    monkeypatch.setattr(leases, "now", clock.now)
    # for the nodes of this test to be of two machines
    monkeypatch.setattr(leases, "has_ended", lambda name: False)
    url = cluster.url("donghanh")
    migrations.upgrade(url)
    one, two = (open_store(url, keyring, daytime().now) for _ in range(2))
    first, second = SharedLease(one, "clock"), SharedLease(two, "clock")
    assert first.hold()
    cluster.standby.send(signal.SIGSTOP)
    answers: list[bool] = []
    asking = threading.Thread(target=lambda: answers.append(first.hold()))
    asking.start()
    waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    until_seen(lambda: cluster.primary.ask(waits) == 1, "the commit to wait for the standby")
    assert first.sure(), "for the seconds that are left"
    clock.moment += SURE
    assert not first.sure()
    cluster.primary.kill()
    asking.join(PATIENCE)
    assert answers == [False]
    cluster.standby.send(signal.SIGCONT)
    cluster.fail_over()
    until_seen(lambda: second.hold() or second._connection is not None, "the other node to take it")
    clock.moment += SURE + MARGIN
    assert second.hold()
    assert not first.hold(), "who comes back finds it taken"
    second.release()
    for store in (one, two):
        store.close()
