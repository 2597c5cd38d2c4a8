"""The pages of a quarter: reports by state, one report with its presses, groups side by side, roll-calls of a month."""

from datetime import date

import pytest

from handlers.desk import quarter, quarter_groups, quarter_report, quarter_roll_call
from handlers.desk.page import Missing
from storage import person_groups
from storage.access import NotAllowed
from tests.conftest import StandingClock
from tests.handlers.desk.opened import opened
from tests.handlers.quarter.quarters import morning, report_on, visited
from tests.other_unit import put_into
from tests.person import Talker, World

LONG = "Nguyễn Phúc Công Tằng Tôn Nữ Thị Ngọc Huyền Trân Châu Bảo An"


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def tu(world: World) -> Talker:
    return world.guardian()


def elsewhere(world: World) -> Talker:
    """An officer of another commune."""
    hoa = world.officer("Vũ Thị Hoa")
    with world.store.transaction() as db:
        put_into(db, hoa.account_id, "17792")
    return hoa


def test_what_waits_is_read_and_accepted_by_the_presses_of_the_chat(
    world: World, clock: StandingClock, hung: Talker, tu: Talker
) -> None:
    nam = world.person(guardian=tu)
    world.person(LONG, guardian=tu, came_home_on=date(2026, 12, 31))
    visited(world, tu, nam, date(2026, 12, 5))
    morning(world, clock)
    world.person("Lê Văn Tâm", came_home_on=date(2026, 2, 1))
    tu.says("bao cao quy")
    tu.chooses("Anh Nam")
    tu.chooses("Gửi đi")
    facts = opened(hung, quarter.gather)
    assert {choice.value: choice.count for choice in facts.states} == {
        "sent": 1,
        "waiting": 1,
        "not_begun": 1,
        "returned": 0,
        "accepted": 0,
    }
    [row] = facts.rows
    assert (facts.name, facts.state, row.name, row.guardian, row.late) == (
        *("quý IV/2026", "sent", "Trần Văn Nam"),
        *("Nguyễn Văn Tư", False),
    )
    [waiting] = opened(hung, quarter.gather, state="waiting").rows
    assert (waiting.name, waiting.sent) == (LONG, "")
    report = opened(hung, quarter_report.gather, report=row.report)
    assert ("Việc làm", "Có việc ổn định (5/12).") in report.parts
    assert report.visits == (("5/12/2026", "Tại nhà", "Gặp được"),)
    hung.presses(report.accept)
    assert report_on(world, nam).state == "accepted"
    after = opened(hung, quarter_report.gather, report=row.report)
    assert (after.accept, after.give_back, [step.state for step in after.steps]) == ("", "", ["sent", "accepted"])
    assert [line[3] for line in quarter_sheet(hung)] == ["Đã soạn, chưa gửi", "Chưa bắt đầu", "Đã nhận"]


def quarter_sheet(officer: Talker) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in opened(officer, quarter.sheet).rows]


def test_nobody_of_another_commune_reads_a_report_and_nonsense_is_missing(
    world: World, clock: StandingClock, hung: Talker, tu: Talker
) -> None:
    nam = world.person(guardian=tu)
    morning(world, clock)
    hoa, report = elsewhere(world), report_on(world, nam).id
    assert opened(hoa, quarter.gather, state="waiting", after="x-y").rows == ()
    with pytest.raises(NotAllowed):
        opened(hoa, quarter_report.gather, report=report)
    with pytest.raises(NotAllowed):
        opened(hoa, quarter_groups.gather, person=nam)
    with pytest.raises(Missing):
        opened(hung, quarter_report.gather, report="quý")


def test_groups_stand_side_by_side_and_are_chosen_for_the_last_quarter_only(world: World, hung: Talker) -> None:
    nam, luc = world.person(), world.person("Vũ Văn Lực")
    world.person("Lê Văn Tâm", case_type="parole")
    with world.store.transaction() as db:
        for written, letter in (("2026-2", "C"), ("2026-3", "B")):
            person_groups.choose(
                db,
                unit=world.deployment.unit,
                person_id=nam,
                quarter=written,
                letter=letter,
                why="Tốt",
                by=hung.account_id,
            )
    facts = opened(hung, quarter_groups.gather, person=luc)
    assert [(column.letter, column.count) for column in facts.columns] == [
        *(("none", 1), ("A", 0), ("B", 1), ("C", 0), ("D", 0)),
    ]
    [row] = facts.columns[2].rows
    assert (row.name, row.before) == ("Trần Văn Nam · xóm 6", "C")
    assert facts.chosen is not None
    assert [press for _, press in facts.chosen.presses] == [
        f"go:group_choice:person={luc};letter={letter}" for letter in "ABCD"
    ]
    before = opened(hung, quarter_groups.gather, person=luc, quarter="2026-2")
    assert before.chosen is not None
    assert before.chosen.presses == ()


def test_a_roll_call_is_noted_in_its_month_and_read_afterwards(world: World, hung: Talker) -> None:
    world.person("Lê Văn Tâm", case_type="parole")
    [row] = opened(hung, quarter_roll_call.gather).rows
    assert row.state == "missing"
    hung.presses(row.came)
    facts = opened(hung, quarter_roll_call.gather, state="late")
    [row] = facts.rows
    assert (facts.name, row.words, row.way, row.came) == ("11/2026", "sau ngày 5", "cán bộ ghi", "")
    assert row.strike
    [earlier] = opened(hung, quarter_roll_call.gather, month="2026-10").rows
    assert (earlier.state, earlier.came, earlier.excuse) == ("missing", "", "")
    assert [line[4] for line in opened(hung, quarter_roll_call.sheet).rows] == ["sau ngày 5"]
