"""Check-ins: once for a message, the last one first."""

from storage import checkins
from storage.database import Store
from tests.storage.commune import Commune
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
        assert checkins.have_answered(db, [commune.nam], ["2026-10", "2026-11"]) == {(commune.nam, "2026-11")}
    assert "low" not in repr(earlier)
