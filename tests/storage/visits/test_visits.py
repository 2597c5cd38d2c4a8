"""Visit reports: filed once, numbered, corrected for a day with the earlier version kept."""

from datetime import date
from typing import Any

import pytest

from storage import persons, visits
from storage.database import Db, Store
from storage.visits import Visit
from tests.storage.commune import UNIT, Commune, all_at_once, who
from tests.storage.conftest import Clock

NEXT = date(2026, 12, 23)


def file(db: Db, commune: Commune, day: date = date(2026, 11, 22), **said: Any) -> Visit:
    report: dict[str, Any] = {
        "visited_on": day,
        "kind": "home",
        "outcome": "met",
        "answers": {"work": "steady", "concerns": ["debt"], "note": "Đang phụ hồ"},
        "next_visit_on": NEXT,
    }
    return visits.add(db, guardian=who(db, commune.guardian), person_id=commune.nam, **{**report, **said})


def dates(db: Db, commune: Commune) -> tuple[date | None, date | None]:
    person = persons.get(db, commune.nam)
    assert person is not None
    return person.last_met_on, person.next_visit_on


def test_a_report_has_a_receipt_and_moves_the_next_visit(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        visit = file(db, commune)
        assert visit.receipt == "TH-0001"
        assert file(db, commune).receipt == "TH-0002"
        assert visit.answers == {"work": "steady", "concerns": ["debt"], "note": "Đang phụ hồ"}
        assert dates(db, commune) == (date(2026, 11, 22), NEXT)
        found = visits.by_number(db, UNIT, 1)
        assert found is not None
        assert found.id == visit.id
        assert "phụ hồ" not in repr(found)


def test_a_report_not_met_leaves_the_last_meeting_as_it_is(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        file(db, commune, date(2026, 11, 1))
        file(db, commune, date(2026, 11, 20), outcome="away", next_visit_on=None)
        assert dates(db, commune) == (date(2026, 11, 1), NEXT)


def test_an_older_day_told_late_calls_nothing_off(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        file(db, commune, date(2026, 11, 20))
        file(db, commune, date(2026, 11, 5), next_visit_on=date(2026, 12, 5))
        assert dates(db, commune) == (date(2026, 11, 20), NEXT)
        assert [visit.visited_on.day for visit in visits.latest(db, commune.nam)] == [20, 5]
        assert len(visits.latest(db, commune.nam, 1)) == 1


def test_one_message_files_one_report_however_often_it_comes(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        first = file(db, commune, filing="inbox:7")
        again = file(db, commune, filing="inbox:7")
        assert again.id == first.id
        assert len(visits.latest(db, commune.nam)) == 1


def test_reports_filed_at_once_get_different_numbers(store: Store, commune: Commune) -> None:
    filed = all_at_once(store, 6, lambda db, _: file(db, commune).number)
    assert sorted(filed) == [1, 2, 3, 4, 5, 6]


def test_a_correction_keeps_the_earlier_version(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        visit = file(db, commune)
    clock.move(hours=23)
    with store.transaction() as db:
        assert [one.id for one in visits.correctable(db, commune.guardian)] == [visit.id]
        corrected = visits.correct(
            db,
            visit.id,
            by=commune.guardian,
            visited_on=date(2026, 11, 21),
            kind="phone",
            outcome="away",
            answers={"reason": "at_work"},
        )
        assert (corrected.version, corrected.receipt, corrected.outcome) == (2, "TH-0001", "away")
        assert corrected.answers == {"reason": "at_work"}
        assert dates(db, commune)[0] is None
        (earlier,) = visits.versions(db, visit.id)
    assert (earlier.version, earlier.outcome, earlier.visited_on) == (1, "met", date(2026, 11, 22))
    assert earlier.answers["note"] == "Đang phụ hồ"


def test_after_a_day_a_report_stands(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        visit = file(db, commune)
    clock.move(hours=24)
    with store.transaction() as db:
        assert visits.correctable(db, commune.guardian) == []
        with pytest.raises(visits.TooLateToCorrect):
            visits.correct(db, visit.id, by=commune.guardian, visited_on=NEXT, kind="home", outcome="met", answers={})


def test_corrections_at_once_are_all_kept(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        visit = file(db, commune)

    def correct(db: Db, index: int) -> int:
        day = date(2026, 11, 10 + index)
        report = {"visited_on": day, "kind": "home", "outcome": "met", "answers": {"note": str(index)}}
        return visits.correct(db, visit.id, by=commune.guardian, **report).version  # type: ignore[arg-type]

    assert sorted(all_at_once(store, 4, correct)) == [2, 3, 4, 5]
    with store.transaction() as db:
        assert [version.version for version in visits.versions(db, visit.id)] == [1, 2, 3, 4]


def test_the_visits_of_a_quarter_are_read_by_day(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        for day in (date(2026, 9, 30), date(2026, 10, 1), date(2026, 11, 20)):
            file(db, commune, day)
        quarter = visits.between(db, UNIT, date(2026, 10, 1), date(2026, 12, 31))
        assert [visit.visited_on for visit in quarter] == [date(2026, 10, 1), date(2026, 11, 20)]
