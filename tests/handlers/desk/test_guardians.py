"""The page of the guardians: loads by case type, visits and reports in time, leaves, and one guardian's people."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from handlers.desk import guardian as guardian_page
from handlers.desk import guardians
from handlers.desk.guardians import OnTime
from handlers.kit.wording import Wording
from rules.deadlines import Quarter
from storage import covers, quarter_reports, visits
from storage.access import NotAllowed
from storage.database import VIETNAM
from storage.planning import Page
from tests.conftest import StandingClock
from tests.handlers.desk.opened import opened
from tests.other_unit import put_into
from tests.person import Talker, World
from tests.storage.commune import who

TODAY = date(2026, 11, 23)


def visited(world: World, clock: StandingClock, guardian: Talker, person_id: int, on: date) -> None:
    clock.move_to(datetime(on.year, on.month, on.day, 18, 0, tzinfo=VIETNAM))
    with world.store.transaction() as db:
        by = who(db, guardian.account_id)
        filed: dict[str, Any] = {"visited_on": on, "kind": "home", "outcome": "met", "answers": {}}
        visits.add(db, guardian=by, person_id=person_id, next_visit_on=on + timedelta(days=30), **filed)


def reported(world: World, guardian: Talker, person_id: int, on: datetime, clock: StandingClock) -> None:
    clock.move_to(on)
    with world.store.transaction() as db:
        report = quarter_reports.of_person(db, person_id)[0]
        quarter_reports.send(db, report, {"answers": {}}, by=guardian.account_id, unit=world.deployment.unit)


def begun(world: World, quarter: Quarter) -> None:
    with world.store.transaction() as db:
        quarter_reports.begin(db, f"{quarter.year}-{quarter.number}", quarter.last, Page(1, 10**18, last=True))


def test_loads_and_what_came_in_time_are_plain_counts_of_whoever_did_it(world: World, clock: StandingClock) -> None:
    """Tư was late with Nam once; Sáu stood in once, in time; nobody counts for what another one did."""
    hung, tu, sau = world.officer(), world.guardian(), world.guardian("Phạm Văn Sáu")
    nam = world.person(guardian=tu)
    hoa = world.person("Lê Thị Hoa", guardian=tu, case_type="parole", next_visit_on=date(2026, 11, 20))
    world.person("Vũ Văn Lực", guardian=sau)
    for by, on in ((tu, date(2026, 6, 20)), (tu, date(2026, 7, 15)), (sau, date(2026, 8, 10)), (tu, date(2026, 9, 25))):
        visited(world, clock, by, nam, on)
    begun(world, Quarter(2026, 3))
    reported(world, tu, nam, datetime(2026, 10, 5, 23, 0, tzinfo=VIETNAM), clock)
    reported(world, tu, hoa, datetime(2026, 10, 6, 1, 0, tzinfo=VIETNAM), clock)
    clock.move_to(datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM))
    facts, said = opened(hung, guardians.gather), Wording(world.deployment.texts, "vi").text
    first, second = facts.rows
    assert (facts.quarter, facts.count, facts.next_after) == ("quý III/2026", 2, 0)
    assert [row.name for row in facts.rows] == ["Phạm Văn Sáu", "Nguyễn Văn Tư"]
    assert (second.people, second.overdue, second.last_report) == (2, 2, date(2026, 9, 25))
    assert second.by_type == ((said("case_type.finished"), 1), (said("case_type.parole"), 1))
    assert second.visits == OnTime(1, 1)
    assert second.reports == OnTime(1, 1)
    assert first.visits == OnTime(1, 0)
    assert first.reports == OnTime(0, 0, 1)
    table = opened(hung, guardians.sheet)
    assert len(table.headings) == len(table.rows[0]) == 11


def test_leaves_stand_with_the_guardian_and_the_stand_in_with_the_chats_own_buttons(world: World) -> None:
    hung, tu, sau = world.officer(), world.guardian(), world.guardian("Phạm Văn Sáu")
    with world.store.transaction() as db:
        days = {"first_day": TODAY, "last_day": TODAY + timedelta(days=3)}
        asked = covers.ask(
            db, unit=world.deployment.unit, guardian_id=tu.account_id, stand_in_id=sau.account_id, **days
        )
    facts = opened(hung, guardians.gather)
    assert [leave.press for leave in facts.leaves] == [f"go:cover_decide:cover={asked}"]
    assert not facts.rows[0].leaves
    hung.fills("cover_decide", cover=str(asked), answer="yes", stand_in=str(sau.account_id))
    facts = opened(hung, guardians.gather)
    assert not facts.leaves
    for row in facts.rows:
        [leave] = row.leaves
        assert leave.runs
        assert leave.press == f"do:cover_end:{asked}"
        assert "Nguyễn Văn Tư" in leave.words


def test_a_guardians_page_lists_their_people_and_is_of_the_own_commune_only(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    nam = world.person(guardian=tu, next_visit_on=TODAY - timedelta(days=2))
    facts = opened(hung, guardian_page.gather, guardian=tu.account_id)
    [one] = facts.people
    assert (one.id, one.since, one.is_overdue, one.press) == (nam, TODAY, True, f"go:assign:person={nam}")
    assert [name for name, *_ in facts.quarters][:2] == ["quý IV/2026", "quý III/2026"]
    assert opened(hung, guardian_page.sheet, guardian=tu.account_id).rows[0][0] == "Trần Văn Nam · xóm 6"
    foreign = world.officer("Đỗ Văn Khác")
    with world.store.transaction() as db:
        put_into(db, foreign.account_id, "17792")
    for somebody, asked in ((foreign, tu.account_id), (hung, hung.account_id), (hung, "x")):
        with pytest.raises(NotAllowed):
            opened(somebody, guardian_page.gather, guardian=asked)
    assert opened(foreign, guardians.gather).rows == ()


def test_more_than_a_page_of_guardians_goes_on_after_the_last_and_names_are_found_without_accents(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guardians, "PAGE", 2)
    hung = world.officer()
    for name in ("Nguyễn Văn Tư", "Phạm Văn Sáu", "Vũ Thị Bảy"):
        world.guardian(name)
    first = opened(hung, guardians.gather)
    rest = opened(hung, guardians.gather, after=first.next_after)
    assert [len(page.rows) for page in (first, rest)] == [2, 1]
    assert rest.next_after == 0
    assert [row.name for row in opened(hung, guardians.gather, q="bay").rows] == ["Vũ Thị Bảy"]
