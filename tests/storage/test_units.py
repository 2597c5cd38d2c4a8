"""Communes, organisations, and numbers without gaps."""

from storage import units
from storage.database import Db, Store
from tests.storage.commune import OTHER_UNIT, UNIT, all_at_once, and_fail


def test_a_unit_can_be_renewed_and_keeps_its_settings(db: Db) -> None:
    units.put(db, code=UNIT, name="Kim Bang", kind="commune", parent="40")
    db.execute(units.units.update().values(settings={"climb_minutes": {"urgent": 5}}))
    units.put(db, code=UNIT, name="Kim Bảng", kind="commune", parent="40", lat=18.6)
    unit = units.get(db, UNIT)
    assert unit is not None
    assert (unit.name, unit.lat, unit.settings) == ("Kim Bảng", 18.6, {"climb_minutes": {"urgent": 5}})
    assert units.get(db, OTHER_UNIT) is None


def test_organisations_are_found_by_kind(db: Db) -> None:
    police = units.add_organisation(db, unit=UNIT, kind="police", name="Công an xã", phone="+84238113")
    units.add_organisation(db, unit=UNIT, kind="bank", name="Ngân hàng")
    assert [one.id for one in units.organisations_of(db, UNIT, "police", "border")] == [police]
    assert len(units.organisations_of(db, UNIT)) == 2
    found = units.organisation(db, police)
    assert found is not None
    assert found.phone == "+84238113"


def test_numbers_run_through_a_commune_by_kind(db: Db) -> None:
    assert [units.next_number(db, UNIT, "visit") for _ in range(3)] == [1, 2, 3]
    assert units.next_number(db, UNIT, "alert") == 1
    assert units.next_number(db, OTHER_UNIT, "visit") == 1


def test_holding_numbers_takes_none(db: Db) -> None:
    units.hold_numbers(db, UNIT, "alert")
    assert units.next_number(db, UNIT, "alert") == 1
    units.hold_numbers(db, UNIT, "alert")
    assert units.next_number(db, UNIT, "alert") == 2


def test_a_number_of_a_transaction_that_fails_is_given_again(store: Store) -> None:
    and_fail(store, lambda db: units.next_number(db, UNIT, "visit"))
    with store.transaction() as db:
        assert units.next_number(db, UNIT, "visit") == 1


def test_no_number_is_given_twice_to_those_who_come_at_once(store: Store) -> None:
    numbers = all_at_once(store, 8, lambda db, _: units.next_number(db, UNIT, "visit"))
    assert sorted(numbers) == list(range(1, 9))
