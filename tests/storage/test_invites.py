"""Link codes: used once, for seven days, and not to be guessed."""

from datetime import timedelta

import pytest

from rules import links
from storage import invites
from storage.database import Store
from tests.storage.commune import Commune, all_at_once
from tests.storage.conftest import Clock


def state_of(store: Store, code: str) -> str | None:
    with store.transaction() as db:
        invite = invites.find(db, code)
        return invite.state if invite else None


def test_a_code_is_read_however_it_is_typed(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        code = invites.create(db, commune.guardian, commune.officer)
        for typed in (code, code.lower(), code.replace("-", ""), code.replace("-", " "), f"/start {code}"):
            invite = invites.find(db, typed)
            assert invite is not None
            assert (invite.account_id, invite.state) == (commune.guardian, "open")
        assert invites.find(db, "2222-2222") is None
        assert invites.find(db, "hello") is None


def test_a_code_is_used_once_even_by_two_at_once(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        code = invites.create(db, commune.guardian, commune.officer)
        invite = invites.find(db, code)
        assert invite is not None
    won = all_at_once(store, 4, lambda db, chat: invites.use(db, invite.id, chat))
    assert sorted(won) == [False, False, False, True]
    assert state_of(store, code) == "used"


def test_a_code_expires(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        code = invites.create(db, commune.guardian, commune.officer)
        invite = invites.find(db, code)
        assert invite is not None
    clock.move(days=7)
    assert state_of(store, code) == "expired"
    with store.transaction() as db:
        assert not invites.use(db, invite.id, 1)


def test_a_withdrawn_code_is_dead(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        code = invites.create(db, commune.guardian, commune.officer)
        assert invites.withdraw(db, commune.guardian) == 1
        assert invites.withdraw(db, commune.guardian) == 0
    assert state_of(store, code) == "expired"


def guess(store: Store, chat: str, address: str, times: int = 1) -> None:
    for _ in range(times):
        with store.transaction() as db:
            invites.wrong_try(db, invites.Guesser(chat=chat, address=address))


def waits(store: Store, chat: str, address: str) -> bool:
    with store.transaction() as db:
        return invites.must_wait_until(db, invites.Guesser(chat=chat, address=address)) is not None


def test_five_wrong_codes_and_the_chat_waits_ten_minutes(store: Store, clock: Clock) -> None:
    guess(store, "web:1", "10.0.0.1", links.TRIES_PER_CHAT - 1)
    assert not waits(store, "web:1", "10.0.0.1")
    guess(store, "web:1", "10.0.0.1")
    assert waits(store, "web:1", "10.0.0.1")
    assert not waits(store, "web:2", "10.0.0.1")
    clock.move(minutes=10)
    assert not waits(store, "web:1", "10.0.0.1")
    guess(store, "web:1", "10.0.0.1")
    assert not waits(store, "web:1", "10.0.0.1")


def test_twenty_wrong_codes_from_one_address_stop_all_its_chats(store: Store) -> None:
    for chat in range(links.TRIES_PER_ADDRESS):
        assert not waits(store, f"web:{chat}", "10.0.0.1")
        guess(store, f"web:{chat}", "10.0.0.1")
    assert waits(store, "web:new", "10.0.0.1")
    assert not waits(store, "web:new", "10.0.0.2")


def test_a_right_code_clears_the_chat_but_not_its_address(store: Store) -> None:
    guess(store, "web:1", "10.0.0.1", links.TRIES_PER_ADDRESS)
    with store.transaction() as db:
        invites.forget_tries(db, chat="web:1")
    assert not waits(store, "web:1", "")
    assert waits(store, "web:1", "10.0.0.1")


@pytest.mark.parametrize("address", ["", "10.0.0.1"])
def test_tries_at_once_are_all_counted(store: Store, address: str) -> None:
    all_at_once(store, 5, lambda db, _: invites.wrong_try(db, invites.Guesser(chat="web:1", address=address)))
    assert waits(store, "web:1", address)


def test_the_wait_is_said_to_the_minute(store: Store, clock: Clock) -> None:
    guess(store, "web:1", "", 5)
    with store.transaction() as db:
        assert invites.must_wait_until(db, invites.Guesser(chat="web:1")) == clock.moment + timedelta(minutes=10)
