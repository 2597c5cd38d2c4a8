"""A large commune's desk is made ready in pieces once an officer has come, and nobody counts as having looked."""

import asyncio

import pytest
from sqlalchemy import func, select

from bot.console import warming
from bot.console.warming import WARMING
from handlers.desk import getting_ready
from storage import people_search
from storage.audit import audit
from tests.bot.console.conftest import UNIT, Desk


async def test_names_are_open_before_somebody_is_looked_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getting_ready, "MANY", 1)
    monkeypatch.setattr(warming, "PAUSE", 0)
    await desk.opens("officer").sees("/console/devices")
    assert desk.client
    await asyncio.gather(*desk.client.app[WARMING]._running)
    with desk.store.reading() as db:
        people = people_search.managed(db, UNIT)
        assert people
        assert not db.store.names.open_for(people).unknown(people)
        looks = select(func.count()).where(audit.c.action.in_(("desk.opened", "persons.listed")))
        assert db.execute(looks).scalar_one() == 1
