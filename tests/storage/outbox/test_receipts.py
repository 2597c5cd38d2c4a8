"""What platforms tell of messages that left: each word counts once, and no late one overwrites an earlier."""

from datetime import datetime, timedelta

from sqlalchemy import select

from storage import chats, outbox
from storage.database import Store
from storage.outbox import receipts, sending
from tests.storage.commune import Commune
from tests.storage.conftest import Clock


def put(store: Store, clock: Clock) -> int:
    with store.transaction() as db:
        chat = chats.add(db, "zalo_oa", "2468")
        lives = db.now + timedelta(days=1)
        return outbox.put(db, chat, {"text": "chào"}, lane=outbox.REMINDER, kind="reminder", expires_at=lives)


def left(store: Store, message_id: int, platform_id: str, at: datetime) -> None:
    with store.transaction() as db:
        sending.sent(db, [(message_id, platform_id, at)])


def receipts_of(store: Store, message_id: int) -> tuple[datetime | None, datetime | None, str]:
    columns = (outbox.outbox.c.delivered_at, outbox.outbox.c.seen_at, outbox.outbox.c.state)
    with store.transaction() as db:
        delivered, seen, state = db.execute(select(*columns).where(outbox.outbox.c.id == message_id)).one()
        return delivered, seen, state


def test_a_message_arrives_and_is_seen(store: Store, commune: Commune, clock: Clock) -> None:
    message, now = put(store, clock), clock.moment
    left(store, message, "a1", now)
    with store.transaction() as db:
        assert receipts.delivered(db, ["a1"], now + timedelta(seconds=2)) == 1
        assert receipts.seen(db, ["a1", "unknown"], now + timedelta(minutes=5)) == 1
    assert receipts_of(store, message) == (now + timedelta(seconds=2), now + timedelta(minutes=5), "sent")


def test_a_late_word_overwrites_nothing(store: Store, commune: Commune, clock: Clock) -> None:
    message, now = put(store, clock), clock.moment
    left(store, message, "a1", now)
    with store.transaction() as db:
        receipts.seen(db, ["a1"], now + timedelta(minutes=5))
        receipts.delivered(db, ["a1"], now + timedelta(seconds=2))
        receipts.seen(db, ["a1"], now + timedelta(hours=5))
        receipts.delivered(db, ["a1"], now + timedelta(hours=6))
    assert receipts_of(store, message) == (now + timedelta(seconds=2), now + timedelta(minutes=5), "sent")


def test_a_receipt_by_our_own_number_may_come_before_our_mark(store: Store, commune: Commune, clock: Clock) -> None:
    message, now = put(store, clock), clock.moment
    with store.transaction() as db:
        assert receipts.delivered_ours(db, message, now) == 1
        assert receipts.delivered_ours(db, 7, now) == 0
    left(store, message, "a1", now)
    assert receipts_of(store, message) == (now, None, "sent")


def test_a_receipt_by_the_platforms_number_finds_nothing_before_our_mark(
    store: Store, commune: Commune, clock: Clock
) -> None:
    message, now = put(store, clock), clock.moment
    with store.transaction() as db:
        assert receipts.delivered(db, ["a1"], now) == 0
    left(store, message, "a1", now)
    with store.transaction() as db:
        assert receipts.delivered(db, ["a1"], now) == 1
    assert receipts_of(store, message)[0] == now


def test_another_channels_message_of_the_same_name_is_left_alone(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        chat = chats.get(db, commune.chat)
        assert chat is not None
        lives = db.now + timedelta(days=1)
        message = outbox.put(db, chat, {"text": "chào"}, lane=1, kind="reply", expires_at=lives)
    left(store, message, "a1", clock.moment)
    with store.transaction() as db:
        assert receipts.delivered(db, ["a1"], clock.moment) == 0
