"""Whom an officer is to call: once for each reason, settled by one."""

from storage.database import Store
from storage.outbox import call_list
from tests.storage.commune import UNIT, Commune, all_at_once


def test_nobody_is_on_the_call_list_twice_for_one_reason(store: Store, commune: Commune) -> None:
    fresh = all_at_once(
        store, 4, lambda db, _: call_list.put(db, unit=UNIT, account_id=commune.own_account, reason="blocked")
    )
    assert sorted(fresh) == [False, False, False, True]
    with store.transaction() as db:
        assert call_list.put(db, unit=UNIT, account_id=commune.own_account, reason="asked_to_be_called")
        assert [(entry.reason, entry.times) for entry in call_list.open_of(db, UNIT)] == [
            ("blocked", 4),
            ("asked_to_be_called", 1),
        ]
        assert call_list.how_many(db, UNIT) == 2


def test_one_officer_settles_a_call(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        call_list.put(db, unit=UNIT, account_id=commune.own_account, reason="blocked")
        (entry,) = call_list.open_of(db, UNIT)
    officers = (commune.officer, commune.second_officer)
    won = all_at_once(store, 2, lambda db, index: call_list.settle(db, entry.id, "done", officers[index]))
    assert sorted(won) == [False, True]
    with store.transaction() as db:
        assert call_list.open_of(db, UNIT) == []
        settled = call_list.get(db, entry.id)
        assert settled is not None
        assert settled.state == "done"
        assert call_list.put(db, unit=UNIT, account_id=commune.own_account, reason="blocked")
