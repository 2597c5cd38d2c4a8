"""What the service stands on is broken, one thing after the other: /readyz names it, and says when it is well again."""

import asyncio
import shutil
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.app import Service
from bot.delivery.dispatcher import Dispatcher
from bot.deployment import open_deployment
from bot.files.document_maker import DocumentMaker
from bot.files.fetcher import Fetcher
from bot.intake.desk import Desk, Unavailable
from bot.settings import Settings
from handlers.kit import Incoming
from storage import inbox
from storage.database_file import trouble_of
from storage.keyring import Keyring
from storage.opening import open_store
from tests.daytime import daytime
from tests.patience import PATIENCE, until
from tests.warm import warmed

Break = Callable[[Service], AbstractContextManager[None]]
LATER = 3600


@pytest.fixture
async def service(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Service]:
    # each transaction asks the pool for its connection, and `pragma` changes each
    monkeypatch.setattr("storage.database.MOST_KEPT", 0)
    for name, seconds in {
        "bot.supervision.FIRST_PAUSE": 0.1,
        "bot.supervision.LONGEST_PAUSE": 0.2,
        "bot.supervision.STEADY": 0.3,
        "bot.health_checks.FRESH": 0.0,
        "bot.health_checks.PATIENCE": 0.5,
        "bot.health_checks.SETTLED": 0.3,
        "bot.web.reading.PATIENCE": 0.5,
        "bot.delivery.dispatcher.POLL": 0.05,
        "bot.delivery.dispatcher.RENEW": 0.05,
        "bot.delivery.dispatcher.STUCK": 1.0,
        "bot.files.fetcher.PAUSE": 0.05,
        "bot.files.rounds.PAUSE": 0.05,
        "bot.app.LONGEST_FETCH": 1.0,
        "bot.wake_ups.LOOK_ANYWAY": 0.05,
        "bot.delivery.dispatcher.LOOK_ANYWAY": 0.05,
        "bot.scheduler.AGAIN": 0.5,
        "bot.intake.sent_marks.WAIT": 0.05,
        "bot.scheduler.STUCK": 3.0,
        "storage.leases.RENEW": 0.05,
    }.items():
        monkeypatch.setattr(name, seconds)
    keys_file = tmp_path / "keys.json"
    Keyring.fresh().save(keys_file)
    settings = Settings(_env_file=None, unit="17791", database_url=sqlite_url, keys_file=keys_file)  # type: ignore[call-arg]
    clock = daytime()
    store = warmed(open_store(sqlite_url, Keyring.load(keys_file), clock.now))
    service = Service(settings, clock, store, open_deployment(settings, clock))
    await service.start()
    yield service
    await service.stop()


@pytest.fixture
async def readiness(service: Service) -> AsyncIterator[Callable[[], Awaitable[tuple[int, dict[str, Any]]]]]:
    async with TestClient(TestServer(service.web_app())) as client:

        async def ask() -> tuple[int, dict[str, Any]]:
            answer = await client.get("/readyz")
            return answer.status, await answer.json()

        yield ask


Readiness = Callable[[], Awaitable[tuple[int, dict[str, Any]]]]


async def comes_to_be(readiness: Readiness, wanted: dict[str, str]) -> dict[str, Any]:
    """Waits until these troubles are named, with the status that belongs to them; none wanted: until none is left.
    Gives the answer that names them.

    Parts that fall silent meanwhile, because they wait for what is broken, may be named beside it.
    """
    status, answer = 0, dict[str, Any]()
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while not answer or not named(answer["troubles"], wanted):
                await asyncio.sleep(0.02)
                status, answer = await readiness()
    assert named(answer["troubles"], wanted), answer["troubles"]
    assert status == (503 if wanted else 200)
    assert answer["ready"] is not bool(wanted)
    return answer


def named(troubles: dict[str, str], wanted: dict[str, str]) -> bool:
    return wanted.items() <= troubles.items() and bool(troubles) is bool(wanted)


def file_of(service: Service) -> Path:
    return Path(service.settings.database_url.removeprefix("sqlite:///"))


def beside(path: Path) -> Path:
    return path.with_name("beside")


@contextmanager
def removed(service: Service) -> Iterator[None]:
    file_of(service).rename(beside(file_of(service)))
    yield
    beside(file_of(service)).rename(file_of(service))


@contextmanager
def swapped(service: Service) -> Iterator[None]:
    path = file_of(service)
    path.rename(beside(path))
    shutil.copy(beside(path), path)
    yield
    path.unlink()
    beside(path).rename(path)


@contextmanager
def overwritten(service: Service) -> Iterator[None]:
    """As by another copy with the same inode, which doesn't know this process."""
    rename(service, "serving:", "earlier:")
    yield
    rename(service, "earlier:", "serving:")


def rename(service: Service, old: str, new: str) -> None:
    with sqlite3.connect(file_of(service), timeout=PATIENCE) as other:
        other.execute("UPDATE leases SET name = replace(name, ?, ?)", (old, new))
    other.close()


@contextmanager
def locked(service: Service) -> Iterator[None]:
    other = sqlite3.connect(file_of(service), isolation_level=None, timeout=PATIENCE)
    other.execute("BEGIN EXCLUSIVE")
    yield
    other.rollback()
    other.close()


@contextmanager
def read_only(service: Service) -> Iterator[None]:
    with pragma(service, "query_only"):
        yield


@contextmanager
def pragma(service: Service, name: str) -> Iterator[None]:
    state = {"on": 1}

    def switch(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.execute(f"PRAGMA {name} = {state['on']}")

    event.listen(service.store.engine, "checkout", switch)
    yield
    state["on"] = 0


@contextmanager
def migrated_by_another(service: Service) -> Iterator[None]:
    with sqlite3.connect(file_of(service), timeout=PATIENCE) as other:
        version = other.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.commit()
        yield
        other.execute("UPDATE alembic_version SET version_num = ?", (version,))
    other.close()


@contextmanager
def desk_hangs(service: Service) -> Iterator[None]:
    goes_on = threading.Event()
    hanging = asyncio.ensure_future(service.desk.executor.in_thread(goes_on.wait))
    yield
    goes_on.set()
    del hanging


@contextmanager
def keys_gone(service: Service) -> Iterator[None]:
    path = service.settings.keys_file
    path.rename(beside(path))
    yield
    beside(path).rename(path)


@contextmanager
def keys_written(service: Service, content: str) -> Iterator[None]:
    path = service.settings.keys_file
    before = path.read_text()
    path.write_text(content)
    yield
    path.write_text(before)


@contextmanager
def keys_of_another(service: Service) -> Iterator[None]:
    path = service.settings.keys_file
    Keyring.load(path).save(beside(path))
    Keyring.fresh().save(path)
    yield
    beside(path).rename(path)


@contextmanager
def disk_full(_service: Service) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.health_checks.free_bytes", lambda _folder: 1_000_000)
        yield


@contextmanager
def clock_put_back(service: Service) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.health_checks.SETTLED", 60.0)
        service.health.clock.wall = lambda: time.time() - LATER
        yield


@pytest.mark.parametrize(
    ("breaks", "troubles"),
    [
        (removed, {"database": "removed"}),
        (swapped, {"database": "swapped"}),
        (overwritten, {"database": "swapped"}),
        (read_only, {"database": "read_only"}),
        (locked, {"desk": "stuck", "database": "away"}),
        (migrated_by_another, {"migrations": "another_version"}),
        (desk_hangs, {"desk": "stuck"}),
        (keys_gone, {"keys": "gone"}),
        (lambda service: keys_written(service, "{}"), {"keys": "unreadable"}),
        (keys_of_another, {"keys": "changed"}),
        (disk_full, {"disk": "full"}),
        (clock_put_back, {"clock": "jumped"}),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
async def test_what_is_broken_is_named_and_well_again_when_it_is(
    service: Service, readiness: Readiness, breaks: Break, troubles: dict[str, str]
) -> None:
    await comes_to_be(readiness, {})
    with breaks(service):
        await comes_to_be(readiness, troubles)
    await comes_to_be(readiness, {})


def fails(*_given: object, **_named: object) -> Any:
    raise KeyError("a fault of ours")


def wake(service: Service) -> None:
    service.desk.mark(1, "nobody", service.clock.now())
    for dispatcher in service.dispatchers.values():
        dispatcher.put([])


@pytest.mark.parametrize(
    ("part", "owner", "step"),
    [
        ("desk.0", Desk, "_next_batch"),
        ("delivery.web.dispatch", Dispatcher, "_next"),
        ("delivery.web.poll", Dispatcher, "take_more"),
        ("delivery.web.renew", Dispatcher, "_adopt_orphans"),
        ("fetcher", Fetcher, "round"),
        ("documents", DocumentMaker, "round"),
        ("scheduler.tick", Desk, "catch_up"),
    ],
)
async def test_a_part_that_dies_is_named_counted_and_comes_back(
    service: Service, readiness: Readiness, part: str, owner: type, step: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, step, fails)
        wake(service)
        await comes_to_be(readiness, {part: "failing: KeyError"})
    await comes_to_be(readiness, {})
    assert service.supervisor.restarts()[part, "KeyError"] >= 1
    await service.desk.accept(Incoming("web", "after", "a" * 64, "text", text="chào"))


async def test_a_fault_that_whoever_commits_meets_once_is_counted_where_messages_are_sent(service: Service) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Dispatcher, "_next", fails)
        service.dispatchers["web"].put([])
    await until(lambda: ("delivery.web.dispatch", "KeyError") in service.supervisor.restarts())


@pytest.mark.parametrize(
    ("part", "owner", "step"),
    [
        ("delivery.web.poll", Dispatcher, "take_more"),
        ("delivery.web.renew", Dispatcher, "_adopt_orphans"),
        ("fetcher", Fetcher, "round"),
        ("documents", DocumentMaker, "round"),
        ("scheduler.tick", Desk, "catch_up"),
    ],
)
async def test_a_part_that_hangs_is_named(
    service: Service, readiness: Readiness, part: str, owner: type, step: str
) -> None:
    goes_on = asyncio.Event()

    async def hang(*_given: object, **_named: object) -> int:
        await goes_on.wait()
        return 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, step, hang)
        await comes_to_be(readiness, {part: "silent"})
    goes_on.set()
    await comes_to_be(readiness, {})


async def test_what_comes_while_the_database_file_is_gone_is_not_acknowledged(service: Service) -> None:
    with removed(service), pytest.raises(Unavailable):
        await service.desk.accept(Incoming("web", "lost", "a" * 64, "text", text="chào"))
    await service.desk.accept(Incoming("web", "found", "a" * 64, "text", text="chào"))
    with service.store.transaction() as db:
        assert [row.external_id for row in db.execute(inbox.inbox.select())] == ["found"]


async def test_keys_that_a_rotation_added_are_no_trouble(service: Service, readiness: Readiness) -> None:
    Keyring.load(service.settings.keys_file).with_published().save(service.settings.keys_file)
    await comes_to_be(readiness, {})


async def test_a_disk_with_little_room_is_told_before_it_is_full(
    readiness: Readiness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.health_checks.free_bytes", lambda _folder: 200_000_000)
    answer = await comes_to_be(readiness, {})
    assert answer["warnings"] == {"disk": "low"}


async def test_after_a_clock_was_put_back_the_jobs_do_not_wait_for_it_to_catch_up(service: Service) -> None:
    clock, now = service.scheduler.clock, datetime.now(UTC)
    clock.modify_job("scheduler.anchor", next_run_time=now + timedelta(hours=1))
    service.scheduler.clock_jumped()
    assert clock.get_job("scheduler.anchor").next_run_time < now + timedelta(minutes=2)


async def test_the_figures_name_what_is_broken(service: Service) -> None:
    app: web.Application = service.web_app()
    async with TestClient(TestServer(app)) as client:
        with keys_gone(service):
            text = await (await client.get("/metrics")).text()
        assert 'donghanh_part_trouble{part="keys"} 1.0' in text


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("attempt to write a readonly database", "read_only"),
        ("cannot execute UPDATE in a read-only transaction", "read_only"),
        ("database or disk is full", "full"),
        ("could not extend file: No space left on device", "full"),
        ("connection refused", "away"),
    ],
)
def test_the_words_of_a_database_become_a_code(words: str, code: str) -> None:
    assert trouble_of(OperationalError("UPDATE", None, Exception(words))) == code
