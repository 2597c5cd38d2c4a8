"""Reports of a quarter: begun once, sent as frozen text, moved on by one officer only, gone with the person."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import event

from rules.deadlines import Quarter
from storage import accounts, assignments, checkins, needs, persons, quarter_facts, quarter_reports, retention, visits
from storage.database import Db, Store
from storage.planning import Page
from storage.quarter_reports import QuarterReport, tables
from tests.storage.commune import UNIT

EVERYBODY = Page(1, 2**62, last=True)
LAST = date(2026, 12, 31)


def somebody(db: Db, name: str = "Trần Văn Nam", **more: object) -> int:
    return persons.add(
        db,
        unit=UNIT,
        name=name,
        hamlet="xóm 6",
        case_type="finished",
        came_home_on=date(2026, 1, 10),
        **more,  # type: ignore[arg-type]
    )


def begun(db: Db, person: int) -> QuarterReport:
    quarter_reports.begin(db, "2026-4", LAST, EVERYBODY)
    return quarter_reports.of_person(db, person)[0]


def test_a_report_is_begun_once_for_whoever_is_managed(store: Store) -> None:
    with store.transaction() as db:
        somebody(db)
        somebody(db, "Lê Văn Bình", status="ended")
        assert quarter_reports.begin(db, "2026-4", LAST, EVERYBODY) == 1
        assert quarter_reports.begin(db, "2026-4", LAST, EVERYBODY) == 0
        assert quarter_reports.counts(db, UNIT, "2026-4") == {"waiting": 1}


def test_what_was_sent_stays_as_it_was_when_it_is_sent_anew(store: Store) -> None:
    with store.transaction() as db:
        guardian = accounts.add(db, unit=UNIT, name="Nguyễn Văn Tư", roles=("guardian",))
        report = begun(db, somebody(db))
        assert quarter_reports.send(db, report, {"words": {"work": "một"}}, by=guardian, unit=UNIT)
        [first] = quarter_reports.of_person(db, report.person_id)
        assert quarter_reports.give_back(db, first, "Ở đâu?", by=guardian, unit=UNIT)
        [returned] = quarter_reports.of_person(db, report.person_id)
        assert (returned.question, returned.content["words"]["work"]) == ("Ở đâu?", "một")
        assert quarter_reports.send(db, returned, {"words": {"work": "hai"}}, by=guardian, unit=UNIT)
        steps = quarter_reports.steps(db, report.id)
    assert [(step.state, step.version) for step in steps] == [("sent", 1), ("returned", 1), ("sent", 2)]
    assert "một" in steps[0].words


def test_of_two_officers_at_once_one_decides(store: Store) -> None:
    with store.transaction() as db:
        officer = accounts.add(db, unit=UNIT, name="Lê Văn Hùng", roles=("officer",))
        report = begun(db, somebody(db))
        quarter_reports.send(db, report, {"words": {}}, by=officer, unit=UNIT)
        [sent] = quarter_reports.of_person(db, report.person_id)

    def decide(accepts: bool) -> bool:
        with store.transaction() as db:
            if accepts:
                return quarter_reports.accept(db, sent, by=officer, unit=UNIT)
            return quarter_reports.give_back(db, sent, "?", by=officer, unit=UNIT)

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(decide, [True, False, True, False]))
    assert sum(outcomes) == 1
    with store.transaction() as db:
        assert len(quarter_reports.steps(db, report.id)) == 2


def test_those_to_send_follow_the_care_as_it_stands(store: Store) -> None:
    with store.transaction() as db:
        tu, bay = (
            accounts.add(db, unit=UNIT, name=name, roles=("guardian",)) for name in ("Nguyễn Văn Tư", "Lê Văn Bảy")
        )
        nam = somebody(db)
        assignments.assign(db, nam, tu, by=None)
        begun(db, nam)
        assert list(quarter_reports.to_send(db, [tu, bay])) == [tu]
        assert quarter_reports.guardians_to_remind(db, "2026-4", EVERYBODY) == [(tu, UNIT)]
        assignments.assign(db, nam, bay, by=None)
        assert list(quarter_reports.to_send(db, [tu, bay])) == [bay]


@pytest.mark.parametrize("people", [1, 40])
def test_the_facts_of_many_cost_as_many_statements_as_those_of_one(store: Store, people: int) -> None:
    statements: list[str] = []
    with store.transaction() as db:
        guardian_id = accounts.add(db, unit=UNIT, name="Nguyễn Văn Tư", roles=("guardian",))
        guardian = accounts.get(db, guardian_id)
        assert guardian is not None
        ids = [somebody(db, f"Trần Văn {number}") for number in range(people)]
        for person in ids:
            for month in (9, 10, 12):
                visits.add(
                    db,
                    guardian=guardian,
                    person_id=person,
                    visited_on=date(2026, month, 30),
                    kind="home",
                    outcome="met",
                    answers={},
                )
            needs.open_need(db, person, "job")
            checkins.add(db, person_id=person, period="2026-11", answers={"face": "good"})
    with store.transaction() as db:
        event.listen(store.engine, "before_cursor_execute", lambda *sent: statements.append(sent[2]))
        facts = quarter_facts.of_people(db, ids, Quarter(2026, 4))
    assert len([sent for sent in statements if sent.lstrip().startswith("SELECT")]) == 4
    assert {len(each.visits) for each in facts.values()} == {2}
    assert all(len(each.needs) == len(each.checkins) == 1 for each in facts.values())


def test_the_facts_of_nobody_are_none(store: Store) -> None:
    with store.transaction() as db:
        assert quarter_facts.of_people(db, [], Quarter(2026, 4)) == {}


def test_it_goes_with_the_person_and_leaves_no_step_behind(store: Store) -> None:
    with store.transaction() as db:
        report = begun(db, somebody(db))
        quarter_reports.send(db, report, {"words": {}}, by=1, unit=UNIT)
        retention._delete(db, persons.persons, [report.person_id])
        for table in (tables.quarter_reports, tables.quarter_report_steps):
            assert db.execute(table.select()).all() == []
