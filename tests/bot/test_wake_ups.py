"""What a commit puts somewhere is taken up at once, and nobody looks for it meanwhile."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.app import Service
from bot.channels.web.streams import Streams
from bot.console.events import Changes
from bot.console.watching import Watchers
from bot.deployment import open_deployment
from bot.intake.desk import Desk
from bot.node_signals import NodeSignals, open_node_signals
from bot.scheduler import Scheduler
from bot.settings import Settings
from bot.supervision import Supervisor
from bot.wake_ups import WakeUps, woken
from handlers.desk.watching import Watching
from handlers.kit import Outgoing
from storage import accounts, chats, due, outbox
from storage.database import Store
from storage.keyring import Keyring
from storage.opening import open_store
from storage.outbox.message_history import state_of
from storage.signals import CLOCK, DOUBT, LEFT
from tests.daytime import daytime
from tests.patience import PATIENCE, until
from tests.warm import warmed

UNIT = "17791"
HOUR = timedelta(hours=1)


@pytest.fixture
async def service(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Service]:
    async with serving(sqlite_url, tmp_path, monkeypatch) as service:
        yield service


@asynccontextmanager
async def serving(url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Service]:
    monkeypatch.setattr("bot.scheduler.FIRST", 0.1)
    # what is waited for below is not to come of a look at all there is
    for module in ("bot.wake_ups", "bot.delivery.dispatcher"):
        monkeypatch.setattr(f"{module}.LOOK_ANYWAY", 2 * PATIENCE)
    keys_file = folder / "keys.json"
    Keyring.fresh().save(keys_file)
    settings = Settings(_env_file=None, database_url=url, keys_file=keys_file)  # type: ignore[call-arg]
    clock = daytime()
    store = warmed(open_store(url, Keyring.load(keys_file), clock.now))
    service = Service(settings, clock, store, open_deployment(settings, clock))
    await service.start()
    if store.sqlite:
        assert await asked_at_rest(store, 1.0) == []
    yield service
    await service.stop()


async def asked_at_rest(store: Store, seconds: float, rest: frozenset[str] = frozenset()) -> list[str]:
    """What is asked of the store in so many seconds, once that is no more than it is at `rest`: a start has much to do.

    Statements are cut at their SET.
    """
    statements: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *given: statements.append(given[2].split(" SET ")[0]))
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        statements.clear()
        await asyncio.sleep(seconds)
        if rest >= set(statements):
            break
    return statements


def put(store: Store, lane: int, after: timedelta = timedelta()) -> int:
    with store.transaction() as db:
        account = accounts.add(db, unit=UNIT, name="Bùi Văn Sáu", roles=("guardian",))
        chat = chats.add(db, "web", "a" * 64)
        chats.link(db, chat.id, account)
        linked = chats.get(db, chat.id)
        assert linked is not None
        body = Outgoing("Mai thăm anh Tư nhé.").to_json()
        at = db.now + after
        return outbox.put(db, linked, body, lane=lane, kind="news", expires_at=db.now + HOUR, not_before=at)


def has_left(store: Store, message: int) -> bool:
    with store.transaction() as db:
        return state_of(db, message)[0] in ("sending", "sent")


async def test_at_rest_nobody_asks_the_store(service: Service) -> None:
    assert await asked_at_rest(service.store, 2.5) == []


async def test_among_several_nodes_one_at_rest_only_confirms_what_it_holds(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.dispatcher.DOUBTFUL", 1.0)
    only = frozenset({"UPDATE leases"})
    async with serving(postgresql_url, tmp_path, monkeypatch) as service:
        assert set(await asked_at_rest(service.store, 6.0, only)) == only


async def test_what_falls_due_is_not_looked_for_while_it_lies_ahead(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.scheduler.AGAIN", 0.1)
    monkeypatch.setattr("bot.wake_ups.LOOK_ANYWAY", 0.1)
    looked = {"left turns": 0, "due rows": 0}

    async def catch_up(_desk: Desk) -> int:
        looked["left turns"] += 1
        return 0

    async def run_due(_scheduler: Scheduler) -> int:
        looked["due rows"] += 1
        return 0

    monkeypatch.setattr(Desk, "catch_up", catch_up)
    monkeypatch.setattr(Scheduler, "run_due", run_due)
    service.desk.wake_ups.wake((CLOCK,))
    await until(lambda: looked["due rows"])
    looked.update(dict.fromkeys(looked, 0))
    await until(lambda: looked["left turns"] >= 3)
    assert looked["due rows"] == 0
    service.desk.wake_ups.wake((CLOCK,))
    await until(lambda: looked["due rows"] == 1)


async def test_turns_that_another_node_left_are_looked_for_once_it_has_had_its_time(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.scheduler.LOOK_FOR_LEFT", 0.5)
    looked_at: list[float] = []

    async def catch_up(_desk: Desk) -> int:
        looked_at.append(time.monotonic())
        return 0

    monkeypatch.setattr(Desk, "catch_up", catch_up)
    began = time.monotonic()
    service.desk.wake_ups.wake((LEFT,))  # as the other's commit does
    await until(lambda: bool(looked_at))
    assert len(looked_at) == 1
    assert looked_at[0] - began >= 0.4


async def test_a_reminder_leaves_as_soon_as_it_is_committed(service: Service) -> None:
    message = put(service.store, outbox.REMINDER)
    await until(lambda: has_left(service.store, message))


async def test_a_reminder_for_later_leaves_in_its_moment(service: Service) -> None:
    at = service.clock.now() + timedelta(seconds=1)
    message = put(service.store, outbox.REMINDER, after=timedelta(seconds=1))
    await asyncio.sleep(0.5)
    assert not has_left(service.store, message) or service.clock.now() >= at
    await until(lambda: has_left(service.store, message))


async def test_what_falls_due_in_a_moment_is_done_in_that_moment(service: Service) -> None:
    with service.store.transaction() as db:
        due.plan(db, "unheard_of", 1, "today", db.now + timedelta(seconds=1), unit=UNIT)

    def waiting() -> set[int]:
        with service.store.transaction() as db:
            return due.waiting(db, [1], "unheard_of", "today")

    await until(lambda: not waiting())


async def test_what_is_rolled_back_wakes_nobody(store: Store) -> None:
    wake_ups = WakeUps(store)
    wake_ups.start()
    heard = wake_ups.event("news")
    with suppress(LookupError), store.transaction() as db:
        db.signal("news")
        raise LookupError
    await asyncio.sleep(0)
    assert not heard.is_set()
    with store.transaction() as db:
        db.signal("news")
    await woken(heard, 1.0)
    assert not heard.is_set(), "it waits for the next"
    wake_ups.stop()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_what_one_node_commits_and_who_looks_there_reaches_another(database_url: str, keyring: Keyring) -> None:
    supervisor, nodes = Supervisor(), list[tuple[WakeUps, NodeSignals]]()
    for _ in range(2):
        wake_ups = WakeUps(warmed(open_store(database_url, keyring, daytime().now)))
        wake_ups.start()
        nodes.append((wake_ups, open_node_signals(wake_ups)))
        nodes[-1][1].start(supervisor)
    (here, _), (there, _) = nodes
    async with asyncio.timeout(PATIENCE):
        while not (here.hears and there.hears):
            await asyncio.sleep(0.02)
    heard, ours = there.event("outbox:telegram"), there.event("outbox:web")
    here.store.sending_channels = frozenset({"web"})
    with here.store.transaction() as db:
        db.signal("outbox:web")
        db.signal("outbox:telegram")
    async with asyncio.timeout(PATIENCE):
        await heard.wait()
    assert not ours.is_set(), "what a node sends itself concerns nobody else"
    watchers = [Watchers(Changes(Streams(), daytime().now), tell=node.pass_on) for node in (here, there)]
    there.listeners.append(watchers[1].hear)
    watchers[0].look(Watching(alert_id=7, account_id=1, unit=UNIT, others=()))
    await until(lambda: bool(watchers[1].at(7)))
    here.wake((DOUBT,))
    for wake_ups, signals in nodes:
        await signals.stop()
        wake_ups.store.close()
