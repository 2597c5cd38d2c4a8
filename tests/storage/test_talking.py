"""Check-ins, relayed messages and the call list."""

from storage import checkins, relays
from storage.database import Store
from storage.outbox import call_list
from tests.storage.commune import UNIT, Commune, all_at_once
from tests.storage.conftest import Clock


def test_a_check_in_is_filed_once_for_a_message(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        first = checkins.add(db, person_id=commune.nam, period="2026-11", answers={"mood": "low"}, filing="inbox:1")
        assert checkins.add(db, person_id=commune.nam, period="2026-11", answers={}, filing="inbox:1") == first
    clock.move(hours=1)
    with store.transaction() as db:
        checkins.add(db, person_id=commune.nam, period="2026-11", answers={"mood": "good", "help": ["job"]})
        latest, earlier = checkins.latest(db, commune.nam)
        assert (latest.answers, earlier.answers) == ({"mood": "good", "help": ["job"]}, {"mood": "low"})
        assert checkins.answered(db, commune.nam, "2026-11")
        assert not checkins.answered(db, commune.nam, "2026-10")
    assert "low" not in repr(earlier)


def test_an_answer_settles_all_that_was_asked(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        relays.ask(db, unit=UNIT, person_account=commune.own_account, text="Cháu cần giấy tờ gì?")
        second = relays.ask(db, unit=UNIT, person_account=commune.own_account, text="Khi nào ạ?")
        assert [one.text for one in relays.waiting(db, UNIT)] == ["Cháu cần giấy tờ gì?", "Khi nào ạ?"]
    clock.move(minutes=5)
    with store.transaction() as db:
        relays.answer(
            db,
            unit=UNIT,
            person_account=commune.own_account,
            officer_account=commune.officer,
            text="Mang căn cước, sáng mai.",
        )
        assert relays.waiting(db, UNIT) == []
        thread = relays.thread(db, commune.own_account)
        asked = relays.get(db, second)
    assert [(one.from_person, one.text) for one in thread] == [
        (True, "Cháu cần giấy tờ gì?"),
        (True, "Khi nào ạ?"),
        (False, "Mang căn cước, sáng mai."),
    ]
    assert asked is not None
    assert (asked.answered_by, asked.answered_at) == (commune.officer, clock.moment)
    assert "giấy" not in repr(thread)


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
