"""Messages passed on between a person and the officers."""

from storage import relays
from storage.database import Store
from tests.storage.commune import UNIT, Commune
from tests.storage.conftest import Clock


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
    assert [(one.from_person, one.text) for one in thread] == [
        (True, "Cháu cần giấy tờ gì?"),
        (True, "Khi nào ạ?"),
        (False, "Mang căn cước, sáng mai."),
    ]
    asked = thread[1]
    assert (asked.id, asked.answered_by, asked.answered_at) == (second, commune.officer, clock.moment)
    assert "giấy" not in repr(thread)
