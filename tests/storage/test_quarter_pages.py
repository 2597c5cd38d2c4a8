"""The lists of a quarter page by page: no line twice, none left out, whoever has none of something among them."""

from datetime import date

from storage import accounts, person_groups, persons, quarter_pages, quarter_reports, roll_calls
from storage.database import Db, Store
from storage.planning import Page
from storage.quarter_pages import MISSING, NOT_BEGUN, NOT_CHOSEN, Place
from tests.storage.commune import OTHER_UNIT, UNIT

EVERYBODY = Page(1, 2**62, last=True)
LAST = date(2026, 12, 31)


def people(db: Db, count: int, *, unit: str = UNIT, case_type: str = "finished") -> list[int]:
    return [
        persons.add(
            db, unit=unit, name=f"Trần Văn {n}", hamlet="xóm 6", case_type=case_type, came_home_on=date(2026, 1, 10)
        )
        for n in range(count)
    ]


def test_reports_are_read_page_by_page_those_sent_first_on_top(store: Store) -> None:
    with store.transaction() as db:
        guardian = accounts.add(db, unit=UNIT, name="Nguyễn Văn Tư", roles=("guardian",))
        ids = people(db, 5)
        quarter_reports.begin(db, "2026-4", LAST, EVERYBODY)
        people(db, 1, unit=OTHER_UNIT)
        later = people(db, 2)
        for person in reversed(ids[:3]):
            [report] = quarter_reports.of_person(db, person)
            quarter_reports.send(db, report, {"words": {}}, by=guardian, unit=UNIT)
        counts = quarter_pages.report_counts(db, UNIT, "2026-4", LAST)
        first = quarter_pages.reports(db, UNIT, "2026-4", "sent", last=LAST, most=2)
        rest = quarter_pages.reports(
            db, UNIT, "2026-4", "sent", last=LAST, most=2, after=Place.read(str(first[-1].place))
        )
        waiting = quarter_pages.reports(db, UNIT, "2026-4", "waiting", last=LAST, most=9)
        unbegun = quarter_pages.reports(db, UNIT, "2026-4", NOT_BEGUN, last=LAST, most=1, after=Place(db.now, later[0]))
    assert counts == {"sent": 3, "waiting": 2, NOT_BEGUN: 2}
    assert {line.person.id for line in (*first, *rest)} == set(ids[:3])
    assert (len(first), len(rest)) == (2, 1)
    assert [line.person.id for line in waiting] == ids[3:]
    assert [line.person.id for line in unbegun] == later[1:]


def test_groups_stand_beside_those_of_the_quarter_before(store: Store) -> None:
    with store.transaction() as db:
        officer = accounts.add(db, unit=UNIT, name="Lê Văn Hùng", roles=("officer",))
        nam, luc, tam = people(db, 3)
        people(db, 1, case_type="parole")
        for quarter, letter, person in (("2026-3", "C", nam), ("2026-4", "D", nam), ("2026-4", "B", nam)):
            person_groups.choose(
                db, unit=UNIT, person_id=person, quarter=quarter, letter=letter, why=letter, by=officer
            )
        quarters = ("2026-4", "2026-3")
        [line] = quarter_pages.groups(db, UNIT, ["finished"], quarters, "B", most=9)
        without = quarter_pages.groups(db, UNIT, ["finished"], quarters, NOT_CHOSEN, most=9, after=luc)
        counts = quarter_pages.group_counts(db, UNIT, ["finished"], "2026-4")
    assert (line.person.id, line.letter, line.before, line.why) == (nam, "B", "C", "B")
    assert [line.person.id for line in without] == [tam]
    assert counts == {"B": 1, NOT_CHOSEN: 2}


def test_whoever_is_missing_at_the_roll_call_comes_first(store: Store) -> None:
    with store.transaction() as db:
        first, second, third = people(db, 3, case_type="parole")
        people(db, 1)
        roll_calls.note(db, unit=UNIT, person_id=first, month="2026-11", state="late", way="officer", by=None)
        every = [MISSING, "present", "late", "excused"]
        page = quarter_pages.roll_call(db, UNIT, ["parole"], "2026-11", every, most=2)
        rest = quarter_pages.roll_call(db, UNIT, ["parole"], "2026-11", every, most=2, after=(False, third))
        late = quarter_pages.roll_call(db, UNIT, ["parole"], "2026-11", ["late"], most=2)
        counts = quarter_pages.roll_call_counts(db, UNIT, ["parole"], "2026-11")
    assert [(person.id, call) for person, call in page] == [(second, None), (third, None)]
    assert [person.id for person, _ in rest] == [person.id for person, _ in late] == [first]
    assert rest[0][1] is not None
    assert rest[0][1].state == "late"
    assert counts == {MISSING: 2, "late": 1}


def test_nobody_is_missing_at_a_roll_call_before_they_came_home(store: Store) -> None:
    with store.transaction() as db:
        people(db, 1, case_type="parole")
        for month, missing in (("2025-12", 0), ("2026-01", 0), ("2026-02", 1)):
            listed = quarter_pages.roll_call(db, UNIT, ["parole"], month, [MISSING], most=9)
            counts = quarter_pages.roll_call_counts(db, UNIT, ["parole"], month)
            assert (len(listed), counts[MISSING]) == (missing, missing), month
