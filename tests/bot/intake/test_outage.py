"""A real outage of the real database: told, nothing is lost, and it passes by itself."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress

import pytest
from sqlalchemy import func, select, text

from bot.intake.desk import Desk, Unavailable
from handlers.kit import Incoming
from handlers.kit.deployment import Deployment
from storage import inbox, outbox
from storage.database import Store, connect
from tests.patience import PATIENCE, until


@pytest.fixture
async def desk(store: Store, deployment: Deployment) -> AsyncIterator[Desk]:
    desk = Desk(store, deployment, lambda _sendings: None, threads=1 if store.sqlite else 3)
    await desk.start()
    yield desk
    await desk.stop()


async def test_an_outage_is_told_and_loses_nothing(
    desk: Desk, store: Store, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.accept(message(1))
    monkeypatch.setattr("bot.intake.desk.PATIENCE", 1.8)
    with away(database_url):
        answers = await asyncio.gather(desk.accept(message(2)), desk.accept(message(3)), return_exceptions=True)
        assert [type(answer) for answer in answers] == [Unavailable, Unavailable]
    for number in (2, 3):
        await soon_accepted(desk, message(number))
    await until(lambda: states(store) == {"1": "done", "2": "done", "3": "done"})
    assert replies(store) == 3


def message(number: int) -> Incoming:
    return Incoming("web", str(number), f"chat {number}", "text", text="chào")


def states(store: Store) -> dict[str, str]:
    with store.transaction() as db:
        rows = db.execute(select(inbox.inbox.c.external_id, inbox.inbox.c.state))
        return {str(row.external_id): str(row.state) for row in rows}


def replies(store: Store) -> int:
    with store.transaction() as db:
        return int(db.execute(select(func.count()).where(outbox.outbox.c.kind == "reply")).scalar_one())


async def soon_accepted(desk: Desk, incoming: Incoming) -> None:
    """As a platform does: again and again until it is taken."""
    async with asyncio.timeout(PATIENCE):
        while True:
            with suppress(Unavailable):
                return await desk.accept(incoming)
            await asyncio.sleep(0.2)


def away(url: str) -> AbstractContextManager[None]:
    return _locked(url) if url.startswith("sqlite") else _closed(url)


@contextmanager
def _locked(url: str) -> Iterator[None]:
    """SQLite is away while somebody else writes."""
    engine = connect(url)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        yield
    engine.dispose()


@contextmanager
def _closed(url: str) -> Iterator[None]:
    """PostgreSQL cuts everybody off and lets nobody in."""
    before, _, rest = url.partition("@/")
    name, _, where = rest.partition("?")
    engine = connect(f"{before}@/postgres?{where}")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"))
        try:
            yield
        finally:
            connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
    engine.dispose()
