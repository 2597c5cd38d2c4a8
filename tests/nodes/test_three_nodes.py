"""Three nodes under load on a primary with a synchronous standby: nodes are killed, then the primary; then we count.

What was answered 200 is there, was taken once and in order, its reply was sent; reminders fired once, an alert arrived,
and the platform hardly ever had to say 429.
"""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bench import ledger
from bench.ports import free_port
from handlers.visits.report import visit_report
from storage import accounts, assignments, due
from storage.chats import chats
from storage.database import Store
from storage.inbox import inbox
from storage.keyring import Keyring
from storage.opening import open_store
from storage.outbox import outbox
from storage.persons import persons
from tests.bot.channels.telegram.fake import FakeTelegram
from tests.bot.delivery.post import is_hardly_refused
from tests.daytime import daytime
from tests.nodes.balancer import Balancer
from tests.nodes.cluster import Cluster, started
from tests.nodes.people import Talker
from tests.nodes.service import Nodes
from tests.patience import PATIENCE, until

UNIT = "17791"
REPORTERS, WAITERS = 8, 3
STEPS = REPORTERS * len(visit_report.questions)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with started() as cluster:
        with cluster.primary.connect() as connection:
            connection.execute("CREATE DATABASE donghanh")
        yield cluster


@dataclass
class Commune:
    """Who takes part, how they are served, and a look at the store from outside."""

    cluster: Cluster
    nodes: Nodes
    api: FakeTelegram
    balancer: Balancer
    officer: Talker
    reporters: list[Talker]
    waiters: list[Talker]

    @property
    def talkers(self) -> list[Talker]:
        return [self.officer, *self.reporters, *self.waiters]

    def steps(self) -> int:
        return sum(talker.steps for talker in self.reporters)

    def store(self) -> Store:
        return open_store(self.nodes.url, Keyring.load(self.nodes.folder / "keys.json"), daytime().now)

    def count(self) -> ledger.Ledger:
        return ledger.read(self.nodes.url, self.nodes.folder / "keys.json", [one.address for one in self.talkers])

    async def until_sent(self) -> None:
        """What the last accident left half sent has left: a second one on its way would give it up for good."""
        left = self.nodes.on_their_way()
        await until(lambda: not left & self.nodes.on_their_way(), lambda: f"half sent: {left}")

    async def until_done(self, share: float) -> None:
        """The reporters have taken this share of their steps."""
        await until(lambda: self.steps() >= STEPS * share, lambda: f"{self.steps()} steps of {STEPS}")


@pytest.fixture
async def commune(cluster: Cluster, tmp_path: Path) -> AsyncIterator[Commune]:
    ports = [free_port() for _ in range(3)]
    async with FakeTelegram() as api, Balancer(ports) as balancer:
        nodes = Nodes(tmp_path, cluster.url("donghanh"), api.url, ports, balancer.url)
        found = await asyncio.to_thread(nodes.seeded, REPORTERS + WAITERS)
        officer = next(one for one in found if one["role"] == "officer")
        guardians = [one for one in found if one["role"] == "guardian"][: REPORTERS + WAITERS]
        talkers = [Talker(api.user(f"Số {number}")) for number in range(1 + REPORTERS + WAITERS)]
        try:
            await nodes.start()
            pairs = zip(talkers, [officer, *guardians], strict=True)
            await asyncio.gather(*(talker.links(account) for talker, account in pairs))
            yield Commune(
                cluster, nodes, api, balancer, talkers[0], talkers[1 : 1 + REPORTERS], talkers[1 + REPORTERS :]
            )
        finally:
            nodes.stop()


def plan_reminders(commune: Commune) -> dict[str, int]:
    """A visit due in a moment for each who waits: address → guardian."""
    addresses = [talker.address for talker in commune.waiters]
    store = commune.store()
    with store.transaction() as db:
        of_waiters = select(chats.c.address, chats.c.account_id).where(chats.c.address.in_(addresses))
        guardians = {str(row.address): int(row.account_id) for row in db.execute(of_waiters)}
        for guardian in guardians.values():
            cared_for = select(assignments.assignments.c.person_id).where(
                assignments.assignments.c.guardian_id == guardian, assignments.assignments.c.ended_at.is_(None)
            )
            person = db.execute(cared_for).scalars().first()
            assert person is not None
            db.execute(update(persons).where(persons.c.id == person).values(next_visit_on=db.today))
            due.plan(db, "visit_today", person, db.today.isoformat(), db.now, unit=UNIT, recipient_id=guardian)
    store.close()
    return guardians


async def roughly_treated(commune: Commune) -> None:
    """The node that sends is killed and comes back, then the primary goes, then a node once more."""
    chance = random.Random(3)
    await commune.until_done(0.2)
    sending = commune.nodes.holder("delivery:telegram")
    assert sending is not None
    sending.kill()
    await commune.until_sent()
    await commune.until_done(0.4)
    await sending.start()
    await commune.until_done(0.55)
    await asyncio.to_thread(commune.cluster.fail_over)
    await commune.until_sent()
    await commune.until_done(0.75)
    again = chance.choice(commune.nodes.running)
    again.kill()
    await again.start()


@pytest.mark.slow
@pytest.mark.wall_clock(moves=False)  # who counts afterwards only reads; the nodes have a morning of their own
async def test_whatever_is_killed_nothing_answered_is_lost_and_nothing_is_done_twice(commune: Commune) -> None:
    plan_reminders(commune)
    async with asyncio.TaskGroup() as group:
        for number, talker in enumerate(commune.reporters):
            group.create_task(talker.reports(concerns=[] if number else ["violence"]))
        group.create_task(roughly_treated(commune))
    await commune.officer.reads("KHẨN C")
    for waiter in commune.waiters:
        await waiter.reads("📅")
    found = await settled(commune)
    nothing_is_lost(commune, found)
    everything_once_and_in_order(commune)
    assert is_hardly_refused(commune.api)
    assert all(commune.balancer.served.values()), "every node took its share"


async def settled(commune: Commune) -> ledger.Ledger:
    """Until nothing moves any more."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = await asyncio.to_thread(commune.count)
            if not found.never_sent and set(found.states.values()) == {"done"} and not commune.api.updates.pending:
                return found
            await asyncio.sleep(0.2)


def nothing_is_lost(commune: Commune, found: ledger.Ledger) -> None:
    answered = {str(one.update_id) for one in commune.api.updates.deliveries if one.status == 200}
    assert answered - found.states.keys() == set(), "answered 200 and not stored"
    assert found.messages == found.replies, "every message has exactly one reply"
    assert found.twice() == []
    assert len(found.receipts) == len(set(found.receipts)) == REPORTERS
    for talker in commune.talkers:
        assert len(talker.everything()) >= found.replies[talker.address], (
            "seen, and so is what was given up as doubtful"
        )


def everything_once_and_in_order(commune: Commune) -> None:
    store = commune.store()
    with store.transaction() as db:
        came = db.execute(select(inbox.c.chat_id, inbox.c.external_id).order_by(inbox.c.id)).all()
        left = db.execute(
            select(outbox.c.chat_id, outbox.c.sent_at, outbox.c.resent)
            .where(outbox.c.kind == "reply", outbox.c.channel == "telegram")
            .order_by(outbox.c.id)
        ).all()
        reminded = db.execute(
            select(accounts.accounts.c.id, outbox.c.id)
            .join_from(outbox, accounts.accounts, accounts.accounts.c.id == outbox.c.account_id)
            .where(outbox.c.kind == "visit_today")
        ).all()
        waiting = select(chats.c.account_id).where(chats.c.address.in_([one.address for one in commune.waiters]))
        expected = set(db.execute(waiting).scalars())
    store.close()
    for chat in {row.chat_id for row in came}:
        updates = [int(row.external_id) for row in came if row.chat_id == chat]
        assert updates == sorted(updates), "taken in the order they were written"
        sent = [row.sent_at for row in left if row.chat_id == chat and not row.resent]
        assert all(earlier <= later for earlier, later in pairwise(sent)), "answered in that order"
    times = Counter(account for account, _ in reminded if account in expected)
    assert times == dict.fromkeys(expected, 1), "a reminder fires once"
