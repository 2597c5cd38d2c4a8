"""Who looks after whom: one guardian at a time, and all of them remembered."""

from storage import assignments
from storage.database import Store
from tests.storage.commune import UNIT, Commune, all_at_once
from tests.storage.conftest import Clock


def test_a_person_passes_from_one_guardian_to_the_next(store: Store, commune: Commune, clock: Clock) -> None:
    clock.move(days=1)
    with store.transaction() as db:
        assert assignments.guardian_of(db, commune.nam) == commune.guardian
        assert assignments.assign(db, commune.nam, commune.stand_in, commune.officer) == commune.guardian
        assert assignments.in_care_of(db, commune.guardian) == []
        assert assignments.in_care_of(db, commune.stand_in) == [commune.nam]
        assert assignments.loads(db, UNIT) == {commune.stand_in: 1}
        first, second = assignments.history(db, commune.nam)
    assert (first.guardian_id, first.ended_at, first.ended_by) == (commune.guardian, clock.moment, commune.officer)
    assert (second.guardian_id, second.started_at, second.ended_at) == (commune.stand_in, clock.moment, None)


def test_the_same_guardian_again_changes_nothing(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        assert assignments.assign(db, commune.nam, commune.guardian, commune.officer) == commune.guardian
        assert len(assignments.history(db, commune.nam)) == 1


def test_care_can_end(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        assert assignments.end(db, commune.nam, commune.officer) == commune.guardian
        assert assignments.end(db, commune.nam, commune.officer) is None
        assert assignments.guardian_of(db, commune.nam) is None
        assert assignments.guardians_of(db, [commune.nam]) == {}


def test_officers_who_assign_at_once_leave_one_guardian(store: Store, commune: Commune) -> None:
    guardians = [commune.guardian, commune.stand_in, commune.officer, commune.second_officer]
    all_at_once(store, 4, lambda db, index: assignments.assign(db, commune.nam, guardians[index], commune.officer))
    with store.transaction() as db:
        in_care = [one for one in assignments.history(db, commune.nam) if one.ended_at is None]
        assert [one.guardian_id for one in in_care] == [assignments.guardian_of(db, commune.nam)]
