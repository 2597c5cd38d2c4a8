"""A template that Zalo had refused counted as told for a day: what came next went nowhere, and nobody was called."""

from dataclasses import replace

import pytest

from handlers.kit import Outgoing
from handlers.notify import delivery_failures, fallback, notices
from storage import accounts, outbox
from storage.outbox import call_list
from storage.outbox.sending import take
from tests.person import World

ZALO = "https://zalo.me/388613280878808645"


@pytest.fixture
def world(world: World) -> World:
    """A commune with an Official Account."""
    world.deployment = replace(world.deployment, addresses={**world.deployment.addresses, "zalo_oa": ZALO})
    return world


def tell(world: World, account_id: int) -> bool:
    with world.store.transaction() as db:
        return notices.tell(db, world.deployment, account_id, "assignment", lambda _: Outgoing("Chuyện riêng"))


def open_calls(world: World) -> list[int]:
    with world.look() as db:
        return [entry.id for entry in call_list.open_of(db, world.deployment.unit)]


def test_who_was_called_in_the_morning_is_called_again_for_the_next_message(world: World) -> None:
    officer = world.officer()
    with world.store.transaction() as db:
        reader = accounts.add(
            db, unit=world.deployment.unit, name="Hồ Văn Sáu", roles=("guardian",), phone="+84912345678"
        )
    assert tell(world, reader)
    with world.store.transaction() as db:
        (sending,) = take(db, fallback.CHANNEL, outbox.REMINDER, 5)
        delivery_failures.settle(db, world.deployment, sending, "Rejected:-118", "refused")
    (call,) = open_calls(world)
    with world.store.transaction() as db:
        call_list.settle(db, call, "done", officer.account_id)
    tell(world, reader)
    with world.store.transaction() as db:
        leaves = take(db, fallback.CHANNEL, outbox.REMINDER, 5)
    assert leaves or open_calls(world)
