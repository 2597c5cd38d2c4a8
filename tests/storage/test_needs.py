"""Needs: one open of a kind for each person, closed once."""

from storage import needs
from storage.database import Store
from tests.storage.commune import UNIT, Commune, all_at_once


def test_the_same_need_named_again_joins_the_open_one(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        assert needs.open_need(db, commune.nam, "job")
        assert not needs.open_need(db, commune.nam, "job")
        assert needs.open_need(db, commune.nam, "loan")
        assert [(need.kind, need.times) for need in needs.of_person(db, commune.nam)] == [("job", 2), ("loan", 1)]
        assert [need.kind for need in needs.open_of(db, UNIT)] == ["job", "loan"]


def test_named_by_several_at_once_it_is_still_one(store: Store, commune: Commune) -> None:
    fresh = all_at_once(store, 5, lambda db, _: needs.open_need(db, commune.nam, "papers"))
    assert sorted(fresh) == [False, False, False, False, True]
    with store.transaction() as db:
        assert [need.times for need in needs.of_person(db, commune.nam)] == [5]


def test_a_closed_need_can_come_up_again(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        needs.open_need(db, commune.nam, "job")
        (need,) = needs.of_person(db, commune.nam)
        assert needs.close(db, need.id, commune.officer, "found_work")
        assert not needs.close(db, need.id, commune.second_officer, "other")
        assert needs.of_person(db, commune.nam) == []
        assert needs.open_need(db, commune.nam, "job")
        closed, again = needs.of_person(db, commune.nam, only_open=False)
    assert (closed.state, closed.outcome, closed.closed_by) == ("closed", "found_work", commune.officer)
    assert (again.state, again.times) == ("open", 1)
