"""Communes are merged or split: everything stands under the code of today, numbers stay unique, the audit tells."""

from datetime import date

import pytest

from storage import accounts, alerts, needs, persons, remapping, units, visits
from storage.audit import audit
from storage.database import Db, Store
from storage.remapping import Mapping
from tests.storage.commune import OTHER_UNIT, UNIT, Commune, who

WHOLE = Mapping(OTHER_UNIT, UNIT)


def living_in(db: Db, unit: str, hamlet: str, guardian: int) -> int:
    """Somebody with an account, a visit and a need in this hamlet."""
    account = accounts.add(db, unit=unit, name="Vi Văn Thương", roles=("person",))
    person = persons.add(
        db,
        unit=unit,
        name="Vi Văn Thương",
        hamlet=hamlet,
        case_type="finished",
        came_home_on=date(2026, 1, 10),
        account_id=account,
    )
    visits.add(
        db,
        guardian=who(db, guardian),
        person_id=person,
        visited_on=date(2026, 11, 20),
        kind="home",
        outcome="met",
        answers={},
    )
    needs.open_need(db, person, "job")
    raised(db, unit, person)
    return person


def raised(db: Db, unit: str, person: int) -> int:
    alert, _ = alerts.raise_alert(
        db, unit=unit, level="high", reason="violence", person_id=person, raised_by=None, climb_at=None
    )
    return alert.number


@pytest.fixture
def people(store: Store, commune: Commune) -> tuple[int, int, int]:
    """One here; two of the other commune, in xóm 1 and xóm 2."""
    with store.transaction() as db:
        units.put(db, code=OTHER_UNIT, name="xã Cũ", kind="xa")
        units.set_setting(db, OTHER_UNIT, "alert_minutes", 5)
        return (
            living_in(db, UNIT, "xóm 6", commune.guardian),
            living_in(db, OTHER_UNIT, "xóm 1", commune.guardian),
            living_in(db, OTHER_UNIT, "xóm 2", commune.guardian),
        )


def test_counting_writes_nothing(store: Store, people: tuple[int, int, int]) -> None:
    with store.transaction() as db:
        counted = {each.table: each.rows for each in remapping.count(db, WHOLE)}
        assert (counted["persons"], counted["visits"], counted["alerts"], counted["needs"]) == (2, 2, 2, 2)
        assert [person.unit for person in persons.several(db, people).values()].count(OTHER_UNIT) == 2


def test_all_of_a_merged_commune_stands_under_the_new_code(store: Store, people: tuple[int, int, int]) -> None:
    with store.transaction() as db:
        remapping.remap(db, WHOLE)
    with store.transaction() as db:
        assert {person.unit for person in persons.several(db, people).values()} == {UNIT}
        assert {need.unit for person in people for need in needs.of_person(db, person)} == {UNIT}
        former = units.get(db, OTHER_UNIT)
        assert former is not None
        assert former.valid_to == db.today


def test_numbers_are_raised_where_both_had_the_same_and_go_on_after_the_last(
    store: Store, people: tuple[int, int, int]
) -> None:
    with store.transaction() as db:
        before = {alert.number for alert in alerts.open_of(db, UNIT)}
        remapping.remap(db, WHOLE)
    with store.transaction() as db:
        numbers = [alert.number for alert in alerts.open_of(db, UNIT)]
        assert len(numbers) == len(set(numbers))
        assert before < set(numbers)
        person = persons.add(
            db, unit=UNIT, name="Lê An", hamlet="xóm 6", case_type="finished", came_home_on=date(2026, 1, 1)
        )
        assert raised(db, UNIT, person) == max(numbers) + 1


def test_run_again_it_finds_nothing(store: Store, people: tuple[int, int, int]) -> None:
    with store.transaction() as db:
        remapping.remap(db, WHOLE)
    with store.transaction() as db:
        assert remapping.remap(db, WHOLE) == []


def test_of_a_split_commune_only_the_hamlet_goes(store: Store, people: tuple[int, int, int]) -> None:
    _, first, second = people
    with store.transaction() as db:
        remapping.remap(db, Mapping(OTHER_UNIT, UNIT, "xóm 1"))
    with store.transaction() as db:
        one, other = persons.get(db, first), persons.get(db, second)
        assert one is not None
        assert other is not None
        assert (one.unit, other.unit) == (UNIT, OTHER_UNIT)
        assert who(db, one.account_id or 0).unit == UNIT
        assert who(db, other.account_id or 0).unit == OTHER_UNIT
        assert [need.unit for need in needs.of_person(db, second)] == [OTHER_UNIT]
        assert [visit.unit for visit in visits.latest(db, first)] == [UNIT]


def test_settings_go_along_where_the_new_commune_has_none(store: Store, people: tuple[int, int, int]) -> None:
    with store.transaction() as db:
        units.put(db, code=UNIT, name="xã Mới", kind="xa")
        units.set_setting(db, UNIT, "own", True)
        remapping.remap(db, WHOLE)
    with store.transaction() as db:
        unit = units.get(db, UNIT)
        assert unit is not None
        assert unit.settings == {"own": True, "alert_minutes": 5}


def test_both_audits_say_what_moved_and_stay_whole(store: Store, people: tuple[int, int, int]) -> None:
    with store.transaction() as db:
        remapping.remap(db, WHOLE)
    with store.transaction() as db:
        rows = db.execute(audit.select().where(audit.c.action == "unit.remapped")).all()
        assert {row.unit for row in rows} == {UNIT, OTHER_UNIT}
        assert any("visits rows=2" in row.detail for row in rows)
        assert not any("Thương" in row.detail or "xóm" in row.detail for row in rows)
