"""The outbox: what is put leaves once, in order, with its transaction; what fails waits or ends."""

from datetime import timedelta

from storage import chats, outbox
from storage.chats import Chat
from storage.database import Db, Store
from storage.outbox import message_history, sending, shown, windows
from tests.storage.commune import Commune, all_at_once, and_fail
from tests.storage.conftest import Clock


def chat_of(db: Db, commune: Commune) -> Chat:
    chat = chats.get(db, commune.chat)
    assert chat is not None
    return chat


def put(db: Db, commune: Commune, text: str, *, lane: int = outbox.REMINDER, later: float = 0) -> int:
    return outbox.put(
        db,
        chat_of(db, commune),
        {"text": text},
        lane=lane,
        kind="reminder",
        expires_at=db.now + timedelta(days=1),
        not_before=db.now + timedelta(minutes=later),
    )


def taken(store: Store, lane: int = outbox.REMINDER, most: int = 10) -> list[str]:
    with store.transaction() as db:
        return [message.body["text"] for message in sending.take(db, "web", lane, most)]


def test_what_is_put_leaves_only_with_its_transaction(store: Store, commune: Commune) -> None:
    and_fail(store, lambda db: put(db, commune, "never"))
    with store.transaction() as db:
        put(db, commune, "một")
    assert taken(store) == ["một"]
    assert taken(store) == []


def test_a_lane_is_taken_oldest_first_when_its_time_has_come(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        put(db, commune, "later", later=10)
        put(db, commune, "first")
        put(db, commune, "second")
        put(db, commune, "alert", lane=outbox.ALERT)
    assert taken(store, outbox.ALERT) == ["alert"]
    assert taken(store, most=1) == ["first"]
    assert taken(store) == ["second"]
    clock.move(minutes=10)
    assert taken(store) == ["later"]


def test_processes_that_take_at_once_take_different_messages(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        for number in range(40):
            put(db, commune, str(number))
    parts = all_at_once(store, 4, lambda db, _: [one.id for one in sending.take(db, "web", outbox.REMINDER, 15)])
    ids = [one for part in parts for one in part]
    assert len(ids) == len(set(ids))
    assert len(ids) + len(taken(store, most=40)) == 40


def test_what_a_crash_left_half_sent_is_found_and_sent_again_once(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        put(db, commune, "một")
    with store.transaction() as db:
        (message,) = sending.take(db, "web", outbox.REMINDER, 10)
    later = store.ids.next()
    with store.transaction() as db:
        again, given_up = sending.left_sending(db, "web", later)
        assert ([one.id for one in again], given_up) == ([message.id], [])
        assert sending.resend(db, message.id)
    with store.transaction() as db:
        again, given_up = sending.left_sending(db, "web", later)
        assert (again, [one.id for one in given_up]) == ([], [message.id])
        sending.sent(db, [(message.id, "platform-1", db.now)])
        assert sending.left_sending(db, "web", later) == ([], [])
        assert not sending.resend(db, message.id), "it is noted meanwhile that it left"
        chat = chats.get(db, commune.chat)
        assert chat is not None
        assert [said["text"] for _, _, said in shown.sent_to(db, chat, 0, 10)] == ["một"]


def test_what_could_not_be_sent_waits_or_ends(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        put(db, commune, "một")
        put(db, commune, "hai")
    with store.transaction() as db:
        first, second = sending.take(db, "web", outbox.REMINDER, 10)
        sending.release(db, first.id, db.now + timedelta(minutes=1), "down")
        sending.end(db, second.id, "dropped", "too_late")
        assert message_history.counts(db) == {"queued": 1, "sending": 0, "held": 0, "dead": 0, "dropped": 1}
    assert taken(store) == []
    clock.move(minutes=1)
    with store.transaction() as db:
        assert sending.oldest_waiting(db, "web") == db.now
        (again,) = sending.take(db, "web", outbox.REMINDER, 10)
        assert (again.id, again.attempts) == (first.id, 2)


def test_a_channel_that_sends_here_gets_its_replies_at_once(store: Store, commune: Commune) -> None:
    store.sending_channels = frozenset({"web"})
    with store.transaction() as db:
        put(db, commune, "reply", lane=outbox.REPLY)
        put(db, commune, "reminder")
        put(db, commune, "later", lane=outbox.REPLY, later=5)
    assert [message.body["text"] for message in sending.to_send_at_once(db)] == ["reply"]
    assert taken(store, outbox.REPLY) == []
    assert taken(store) == ["reminder"]


def test_a_message_remembers_the_chats_it_was_tried_in(store: Store, commune: Commune) -> None:
    store.sending_channels = frozenset({"web"})
    with store.transaction() as db:
        chat, ends = chat_of(db, commune), db.now + timedelta(days=1)
        outbox.put(db, chat, {}, lane=outbox.REMINDER, kind="reminder", expires_at=ends, tried={9, 7})
        outbox.put(db, chat, {}, lane=outbox.REPLY, kind="reply", expires_at=ends, tried=[3])
        outbox.put(db, chat, {}, lane=outbox.REPLY, kind="reply", expires_at=ends)
    assert [message.tried for message in sending.to_send_at_once(db)] == [(3,), ()]
    with store.transaction() as db:
        (reminder,) = sending.take(db, "web", outbox.REMINDER, 10)
        assert (reminder.tried, reminder.body) == ((7, 9), {})


def test_what_a_closed_window_keeps_back_leaves_when_the_reader_writes(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        put(db, commune, "một")
    with store.transaction() as db:
        (message,) = sending.take(db, "web", outbox.REMINDER, 10)
        windows.keep_back(db, message.id, commune.chat, "WindowClosed:-230")
        assert chat_of(db, commune).held
    assert taken(store) == []
    with store.transaction() as db:
        assert windows.reader_wrote(db, commune.chat) == 1
        assert not chat_of(db, commune).held
    assert taken(store) == ["một"]


def test_what_is_kept_back_too_long_is_dropped(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        message = put(db, commune, "một")
    with store.transaction() as db:
        sending.take(db, "web", outbox.REMINDER, 10)
        windows.keep_back(db, message, commune.chat, "WindowClosed:-230")
        assert windows.drop_stale(db) == 0
    clock.move(days=1)
    with store.transaction() as db:
        assert windows.drop_stale(db) == 1
        assert message_history.state_of(db, message) == ("dropped", "")
