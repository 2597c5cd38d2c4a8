"""Chats that wait for an officer: counted from one in each commune, taken by one, done, and back again."""

from datetime import timedelta

from storage import chats, newcomers
from storage.database import Store

HERE, THERE = "17791", "17792"


def stranger(store: Store, address: str, unit: str = HERE) -> int:
    with store.transaction() as db:
        chat = chats.add(db, "web", address)
        newcomers.ask(db, chat.id, unit)
        return chat.id


def test_asking_counts_once_and_numbers_run_within_a_commune(store: Store) -> None:
    first, second, elsewhere = stranger(store, "a"), stranger(store, "b"), stranger(store, "c", THERE)
    with store.transaction() as db:
        assert not newcomers.ask(db, first, HERE)
        assert [one.chat_id for one in newcomers.waiting(db, HERE)] == [first, second]
        found = newcomers.by_number(db, THERE, 1)
        assert found is not None
        assert found.chat_id == elsewhere
        assert newcomers.how_many(db, HERE) == 2
        assert newcomers.asked_since(db, HERE, db.now - timedelta(hours=1)) == 2


def test_one_officer_takes_a_chat_and_nobody_after(store: Store) -> None:
    stranger(store, "a")
    with store.transaction() as db:
        assert not newcomers.take(db, THERE, 1, officer_id=7)
        assert newcomers.take(db, HERE, 1, officer_id=7)
        assert not newcomers.take(db, HERE, 1, officer_id=8)
        assert [one.taken_by for one in newcomers.taken_by(db, HERE, 7)] == [7]
        assert newcomers.taken_by(db, HERE, 8) == []


def test_whoever_is_done_may_ask_again_under_the_same_number(store: Store) -> None:
    chat_id = stranger(store, "a")
    with store.transaction() as db:
        newcomers.take(db, HERE, 1, officer_id=7)
        newcomers.end_waiting(db, chat_id)
        assert newcomers.waiting(db, HERE) == []
        assert newcomers.ask(db, chat_id, HERE)
        again = newcomers.get(db, chat_id)
        assert again is not None
        assert (again.number, again.state, again.taken_by) == (1, "asked", None)


def test_what_is_left_is_sealed_and_kept_until_said_anew(store: Store) -> None:
    chat_id = stranger(store, "a")
    with store.transaction() as db:
        newcomers.leave_word(db, chat_id, phone="+84912345678", about=None)
        newcomers.leave_word(db, chat_id, phone=None, about="cần người giúp")
        newcomers.leave_word(db, chat_id, phone=None, about=None)
        known = newcomers.get(db, chat_id)
        assert known is not None
        assert (known.phone, known.about) == ("+84912345678", "cần người giúp")
        assert "84912345678" not in repr(known)
