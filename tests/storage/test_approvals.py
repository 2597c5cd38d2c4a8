"""What waits for a second person: decided once, forgotten when decided, and good for one code."""

from storage import approvals
from storage.approvals import Approval
from storage.database import Store
from tests.storage.commune import OTHER_UNIT, UNIT, Commune, all_at_once
from tests.storage.conftest import Clock

WANTED = {"name": "Hoàng Văn Bình", "roles": ["officer"], "phone": None}


def ask(store: Store, commune: Commune) -> Approval:
    with store.transaction() as db:
        return approvals.put(db, unit=UNIT, what="account", account_id=None, asked_by=commune.officer, wanted=WANTED)


def now(store: Store, approval: Approval) -> Approval:
    with store.transaction() as db:
        (read,) = approvals.several(db, [approval.id])
        return read


def test_it_waits_under_a_number_of_its_unit(store: Store, commune: Commune) -> None:
    first, second = ask(store, commune), ask(store, commune)
    assert (first.code, second.code) == ("D1", "D2")
    with store.transaction() as db:
        assert [approval.id for approval in approvals.waiting(db, UNIT)] == [first.id, second.id]
        assert approvals.waiting(db, OTHER_UNIT) == []
        assert approvals.by_number(db, OTHER_UNIT, 1) is None
        assert first.wanted == WANTED


def test_of_several_who_decide_at_once_one_does(store: Store, commune: Commune) -> None:
    approval = ask(store, commune)
    states = ("agreed", "declined", "agreed", "withdrawn")
    ended = all_at_once(store, 4, lambda db, index: approvals.end(db, approval.id, states[index], index + 1))
    assert sum(ended) == 1
    decided = now(store, approval)
    assert decided.state == states[ended.index(True)]
    assert decided.decided_by == ended.index(True) + 1
    assert decided.wanted == {}


def test_what_is_agreed_to_is_good_for_one_code(store: Store, commune: Commune, clock: Clock) -> None:
    approval = ask(store, commune)
    with store.transaction() as db:
        assert not approvals.use(db, approval.id)
        approvals.end(db, approval.id, "agreed", commune.second_officer)
    assert sum(all_at_once(store, 3, lambda db, _index: approvals.use(db, approval.id))) == 1

    late = ask(store, commune)
    with store.transaction() as db:
        approvals.end(db, late.id, "agreed", commune.second_officer)
    clock.move(days=8)
    with store.transaction() as db:
        assert not approvals.use(db, late.id)


def test_its_time_is_over_after_a_week(store: Store, commune: Commune, clock: Clock) -> None:
    approval = ask(store, commune)
    with store.transaction() as db:
        assert not approvals.lapse(db, approval.id)
    clock.move(days=7)
    with store.transaction() as db:
        assert approvals.waiting(db, UNIT) == []
        assert not approvals.end(db, approval.id, "agreed", commune.second_officer)
        assert approvals.lapse(db, approval.id)
    assert (now(store, approval).state, now(store, approval).wanted) == ("expired", {})
