"""Stopped and gone on with, a message to many asked closed windows anew: who had been called was to be called again."""

import pytest
from sqlalchemy import select

from handlers.broadcasts import steps
from handlers.notify import delivery_failures
from storage import outbox
from storage.outbox.sending import take
from tests.handlers.broadcasts.broadcasting import only, sends, ticks
from tests.person import Talker, World


@pytest.fixture
def reader(world: World) -> Talker:
    """A guardian to whom a message to many was sent whose platform waits for their word."""
    officer, guardian = world.officer(), world.guardian()
    sends(officer, audience="role", role="guardian")
    ticks(world)
    with world.store.transaction() as db:
        (sending,) = take(db, "web", outbox.BROADCAST, 10)
        delivery_failures.settle(db, world.deployment, sending, "WindowClosed:-230", "closed")
    return guardian


def stops(world: World) -> None:
    written = only(world)
    with world.store.transaction() as db:
        assert steps.stop(db, world.deployment, written.id)
    ticks(world)


def goes_on(world: World) -> None:
    written = only(world)
    with world.store.transaction() as db:
        assert steps.resume(db, world.deployment, written.id)
    ticks(world)


def state(world: World) -> str:
    table = outbox.outbox
    with world.look() as db:
        return str(db.execute(select(table.c.state).where(table.c.kind == "broadcast")).scalar_one())


def test_what_waits_for_its_reader_goes_on_waiting(world: World, reader: Talker) -> None:
    stops(world)
    assert state(world) == "held"
    goes_on(world)
    assert state(world) == "held"
    reader.says("xin chào")
    assert state(world) == "queued"


def test_who_wrote_while_it_was_stopped_gets_it_when_it_goes_on(world: World, reader: Talker) -> None:
    stops(world)
    reader.says("xin chào")
    assert state(world) == "held"
    goes_on(world)
    assert state(world) == "queued"
