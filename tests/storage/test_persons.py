"""People: listed by who has waited longest, found by name with or without accents."""

import unicodedata
from datetime import date, timedelta

import pytest

from rules.visits import visit_due
from storage import assignments, persons, visits_due
from storage.database import Db, Store
from tests.storage.commune import OTHER_UNIT, UNIT, Commune
from tests.storage.conftest import Clock

TODAY = date(2026, 11, 23)


def come_home(db: Db, name: str, *, unit: str = UNIT, hamlet: str = "Xóm 2", **known: date | str) -> int:
    return persons.add(
        db,
        unit=unit,
        name=name,
        hamlet=hamlet,
        case_type="finished",
        came_home_on=date(2026, 1, 1),
        **known,  # type: ignore[arg-type]
    )


def test_a_person_comes_back_as_it_was_put(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        person = persons.get(db, commune.nam)
        assert person is not None
        assert (person.name, person.given, person.phone, person.born) == ("Đặng Văn Nam", "Nam", "+84901000002", 1990)
        own = persons.by_account(db, commune.own_account)
        assert own is not None
        assert own.id == commune.nam
        assert [one.id for one in persons.by_phone(db, UNIT, "+84901000002")] == [commune.nam]
        assert persons.by_phone(db, OTHER_UNIT, "+84901000002") == []
        assert persons.get(db, 1) is None


def test_a_record_shows_no_name_when_printed(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        shown = repr(persons.get(db, commune.nam))
    assert "Nam" not in shown
    assert "8490" not in shown
    assert "1990" not in shown


def test_a_guardian_sees_the_longest_unvisited_first(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        lately = come_home(db, "Lê Lực", last_met_on=date(2026, 11, 1))
        long_ago = come_home(db, "Lê Hoa", last_met_on=date(2026, 5, 1))
        ended = come_home(db, "Lê Xuân")
        for person in (lately, long_ago, ended):
            assignments.assign(db, person, commune.guardian, commune.officer)
        persons.set_status(db, ended, "ended", commune.officer)
        assert [one.id for one in persons.of_guardian(db, commune.guardian)] == [long_ago, commune.nam, lately]
        assert persons.of_guardian(db, commune.stand_in) == []


def test_overdue_are_those_whose_day_has_passed(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        persons.set_next_visit(db, commune.nam, date(2026, 11, 20))
        older = come_home(db, "Lê Hoa", next_visit_on=date(2026, 11, 2))
        come_home(db, "Lê Lực", next_visit_on=TODAY)
        come_home(db, "Lê Sơn", next_visit_on=date(2026, 11, 2), status="moved")
        come_home(db, "Lê Xa", unit=OTHER_UNIT, next_visit_on=date(2026, 11, 2))
        assert [one.id for one in visits_due.overdue(db, UNIT, TODAY, most=9)] == [older, commune.nam]
        assert visits_due.counts(db, UNIT, TODAY) == visits_due.Counts(
            managed=3, overdue=2, due_soon=1, without_guardian=2
        )


@pytest.mark.parametrize("visit_on", [date(2026, 11, 20), date(2028, 2, 29), date(2026, 12, 31), None])
def test_the_store_and_the_rule_agree_on_every_day_which_visit_is_overdue_or_soon(
    store: Store, commune: Commune, visit_on: date | None
) -> None:
    around = visit_on or TODAY
    with store.transaction() as db:
        persons.set_next_visit(db, commune.nam, visit_on)
        for offset in range(-40, 41):
            today = around + timedelta(days=offset)
            due, counted = visit_due(visit_on, today), visits_due.counts(db, UNIT, today)
            assert (counted.overdue, counted.due_soon) == (int(due.is_overdue), int(due.is_soon)), today
            assert bool(visits_due.overdue(db, UNIT, today, most=9)) is due.is_overdue is (due.days_overdue > 0), today


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("nam", {"Đặng Văn Nam"}),
        ("dang nam", {"Đặng Văn Nam"}),
        ("ĐẶNG", {"Đặng Văn Nam", "Đặng Thị Hòa"}),
        ("hòa", {"Đặng Thị Hòa"}),
        ("hoà", {"Đặng Thị Hòa"}),
        (unicodedata.normalize("NFD", "hoà"), {"Đặng Thị Hòa"}),
        ("hoa", {"Lê Văn Hoa"}),
        ("Hoa le", {"Lê Văn Hoa"}),
        ("xom 6", {"Đặng Văn Nam"}),
        ("an", set()),
        ("  ", set()),
        ("%", set()),
    ],
)
def test_people_are_found_as_they_are_typed(store: Store, commune: Commune, typed: str, found: set[str]) -> None:
    with store.transaction() as db:
        come_home(db, "Đặng Thị Hòa")
        come_home(db, "Lê Văn Hoa")
        come_home(db, "Đặng Xa", unit=OTHER_UNIT)
        assert {one.name for one in persons.matching(persons.of_unit(db, UNIT), typed)} == found


def test_lists_follow_the_vietnamese_alphabet_by_given_name(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        for name in ("Trần Đức", "Trần Dũng", "Lê Ánh", "Lê An", "Bùi Ân"):
            come_home(db, name)
        names = [one.given for one in persons.of_unit(db, UNIT)]
    assert names == ["An", "Ánh", "Ân", "Dũng", "Đức", "Nam"]


def test_the_time_to_keep_somebody_begins_when_care_ends(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        persons.set_status(db, commune.nam, "ended", commune.officer)
        persons.set_status(db, commune.nam, "managed", commune.officer)
        person = persons.get(db, commune.nam)
    assert person is not None
    assert person.status == "managed"
