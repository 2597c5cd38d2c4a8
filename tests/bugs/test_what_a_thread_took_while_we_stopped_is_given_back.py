"""A lease that a thread got while its keeper was cancelled was held by a node that had given it back already.

A connection that a thread still worked with when the store was closed stayed open.
"""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from bot.lease_keeper import held
from bot.node_signals import NodeSignals
from bot.supervision import Supervisor
from bot.wake_ups import WakeUps
from storage.database import Store
from storage.keyring import Keyring
from storage.leases import OnlyProcess
from storage.notifications import Notifications
from storage.opening import open_store
from tests.daytime import daytime
from tests.patience import PATIENCE


@pytest.fixture
def store(postgresql_url: str) -> Iterator[Store]:
    store = open_store(postgresql_url, Keyring.fresh(), daytime().now)
    yield store
    store.close()


class TakenSlowly(OnlyProcess):
    """A lease whose store takes its time."""

    def __init__(self) -> None:
        self.asked, self.answered, self.taken = threading.Event(), threading.Event(), False

    def hold(self) -> bool:
        self.asked.set()
        self.taken = self.answered.wait(PATIENCE)
        return self.taken


async def test_whoever_cancels_the_keeper_can_give_back_what_its_thread_has_taken() -> None:
    lease = TakenSlowly()
    taking = asyncio.create_task(held(lease))
    await asyncio.to_thread(lease.asked.wait, PATIENCE)
    taking.cancel()
    ended, _ = await asyncio.wait([taking], timeout=0.1)
    lease.answered.set()
    assert not ended
    with pytest.raises(asyncio.CancelledError):
        await taking
    assert lease.taken


class OpenedSlowly(Notifications):
    """A server that takes its time to let us in."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.asked, self.answered, self.opened = (threading.Event() for _ in range(3))

    def open(self) -> int:
        self.asked.set()
        self.answered.wait(PATIENCE)
        descriptor = super().open()
        self.opened.set()
        return descriptor


async def test_a_node_that_stops_while_it_begins_to_listen_leaves_no_connection(store: Store) -> None:
    notifications = OpenedSlowly(store)
    node = NodeSignals(WakeUps(store), notifications)
    node.start(Supervisor())
    await asyncio.to_thread(notifications.asked.wait, PATIENCE)
    stopping = asyncio.create_task(node.stop())
    await asyncio.wait([stopping], timeout=0.1)
    notifications.answered.set()
    await stopping
    await asyncio.to_thread(notifications.opened.wait, PATIENCE)
    assert store.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_a_connection_at_work_when_the_store_is_closed_is_closed_when_it_comes_back(store: Store) -> None:
    with store.transaction() as db:
        driver = db.connection.connection.driver_connection
        store.close()
        assert not driver.closed  # type: ignore[union-attr]
    assert driver.closed  # type: ignore[union-attr]


def test_one_that_only_read_is_closed_too(store: Store) -> None:
    with store.reading() as db:
        driver = db.connection.connection.driver_connection
        store.close()
    assert driver.closed  # type: ignore[union-attr]
