"""Whoever left a borrowed phone went on being written to on it, and its next owner got what was kept back for them."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from handlers.kit import Incoming, Outgoing
from handlers.notify import delivery_failures, fallback, notices
from storage import accounts, chats, outbox
from storage.database import VIETNAM
from storage.outbox import call_list, windows
from storage.outbox.sending import take
from tests.conftest import StandingClock
from tests.person import Talker, World

LATE = datetime(2026, 11, 25, 22, 0, tzinfo=VIETNAM)
ZALO = "https://zalo.me/388613280878808645"


def tell(world: World, talker: Talker, text: str) -> None:
    with world.store.transaction() as db:
        assert notices.tell(db, world.deployment, talker.account_id, "assignment", lambda _: Outgoing(text))


def leaves_it(talker: Talker) -> None:
    talker.presses("do:leave:yes")


def in_the_morning(world: World, clock: StandingClock, channel: str = "web") -> list[tuple[str, int | None]]:
    """(address, whose) of what leaves then."""
    clock.move(hours=9)
    with world.store.transaction() as db:
        taken = take(db, channel, outbox.REMINDER, 50)
    return [(one.address, one.account_id) for one in taken]


def test_what_waited_for_the_morning_is_not_read_on_the_borrowed_phone(world: World, clock: StandingClock) -> None:
    clock.move_to(LATE)
    guardian = world.guardian()
    tell(world, guardian, "Nguyễn Văn Nam nhắn bác")
    leaves_it(guardian)
    assert in_the_morning(world, clock) == []
    with world.look() as db:
        assert [entry.account_id for entry in call_list.open_of(db, world.deployment.unit)] == [guardian.account_id]


def test_it_is_read_on_the_phone_that_is_left_to_them(world: World, clock: StandingClock) -> None:
    clock.move_to(LATE)
    guardian = world.guardian()
    tell(world, guardian, "Nguyễn Văn Nam nhắn bác")
    with world.store.transaction() as db:
        own = chats.add(db, "web", "own")
        chats.link(db, own.id, guardian.account_id)
    leaves_it(guardian)
    assert in_the_morning(world, clock) == [("own", guardian.account_id)]


def test_what_was_kept_back_is_not_for_the_next_owner(world: World) -> None:
    guardian, other = world.guardian(), world.guardian()
    with world.store.transaction() as db:
        chat = chats.of_account(db, guardian.account_id)[0]
        life = db.now + timedelta(days=2)
        message = outbox.put(
            db, chat, Outgoing("Chuyện riêng").to_json(), lane=outbox.REMINDER, kind="relay", expires_at=life
        )
    with world.store.transaction() as db:
        windows.keep_back(db, message, chat.id, "WindowClosed:-230")
    leaves_it(guardian)
    with world.store.transaction() as db:
        chats.link(db, chat.id, other.account_id)
    world.deliver(Incoming("web", world.next_id(), guardian.address, "text", text="xin chào"))
    with world.look() as db:
        assert db.execute(select(outbox.outbox.c.state).where(outbox.outbox.c.id == message)).scalar() == "dropped"


def test_approved_words_for_the_next_owner_are_not_the_former_ones(world: World) -> None:
    world.deployment = replace(world.deployment, addresses={**world.deployment.addresses, "zalo_oa": ZALO})
    former, owner = world.guardian(), world.guardian()
    with world.store.transaction() as db:
        chat = chats.add(db, "zalo_oa", "246800001")
        chats.for_templates(db, fallback.CHANNEL, {"uid:246800001": former.account_id})
        chats.link(db, chat.id, owner.account_id)
        reader = accounts.get(db, owner.account_id)
        assert reader is not None
        ends, tried = db.now + timedelta(hours=8), frozenset(one.id for one in chats.of_account(db, owner.account_id))
        notice = fallback.Notice("relay", outbox.REMINDER, db.now, ends)
        fallback.reach(db, world.deployment, [reader], notice, tried=tried)
    with world.store.transaction() as db:
        (sending,) = take(db, fallback.CHANNEL, outbox.REMINDER, 5)
        assert sending.account_id == owner.account_id
        delivery_failures.settle(db, world.deployment, sending, "Rejected:-118", "refused")
        assert [entry.account_id for entry in call_list.open_of(db, world.deployment.unit)] == [owner.account_id]
