"""One guardian after another: what was being reported is taken, the next one learns what there is to know."""

from datetime import date, timedelta

from storage import assignments, goals, needs, visits
from tests.conftest import StandingClock
from tests.handlers.assignments.test_assign import assign
from tests.person import World


def test_a_report_half_done_when_the_guardian_changes_is_taken(world: World) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    nam = world.person(guardian=tu)
    tu.reports(nam, until="note")
    assign(hung, nam, hoa)
    assert "TH-0001" in tu.answers()
    with world.look() as db:
        assert [visit.guardian_id for visit in visits.latest(db, nam)] == [tu.account_id]
    assert "Bác Tư vừa báo một lần ghé thăm anh Nam" in hoa.sees


def test_a_visit_after_the_hand_over_is_not_the_former_guardians_to_report(world: World, clock: StandingClock) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    nam = world.person(guardian=tu)
    assign(hung, nam, hoa)
    clock.move(days=1)
    tu.reports(nam, until="review", visited_on=world_today(world))
    assert "chỉ báo được lần thăm từ hôm ấy trở về trước" in tu.presses("visit_report:*:!send")
    assert "TH-0001" in tu.answers(visited_on=world_today(world) - timedelta(days=1))


def world_today(world: World) -> date:
    with world.look() as db:
        return db.today


def test_days_later_the_former_guardian_is_asked_whom_they_mean(world: World, clock: StandingClock) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    nam, world_other = world.person(guardian=tu), world.person("Vi Văn Thương", guardian=tu)
    tu.reports(nam, until="review")
    assign(hung, nam, hoa)
    clock.move(days=4)
    tu.presses("visit_report:*:!send")
    assert "ghé thăm ai" in tu.sees
    assert not any("Nam" in label for label in tu.last.labels)
    assert any("Thương" in label for label in tu.last.labels)
    with world.look() as db:
        assert visits.latest(db, nam) == visits.latest(db, world_other) == []


def test_the_next_visit_after_such_a_report_is_the_new_guardians(world: World) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    nam = world.person(guardian=tu)
    assign(hung, nam, hoa)
    tu.reports(nam)
    with world.look() as db:
        assert assignments.guardian_of(db, nam) == hoa.account_id
    hoa.says("/people")
    assert "Nam" in hoa.sees
    tu.says("/people")
    assert "Nam" not in tu.sees


def test_the_new_guardian_reads_what_was_found_what_is_open_and_whom_to_ask(world: World) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    nam = world.person(guardian=tu)
    tu.reports(nam)
    with world.store.transaction() as db:
        needs.open_need(db, nam, "job")
    assign(hung, nam, hoa)
    hoa.listen()
    note = hoa.chooses("Xem bàn giao")
    assert "Người giúp trước đây: bác Tư" in note
    assert "Gặp được" in note
    assert "Đang cần" in note
    assert "Nên ghé thăm trước" in note


def test_who_does_not_help_them_reads_no_hand_over(world: World) -> None:
    tu, hoa = world.guardian(), world.guardian("Phan Thị Hoa", "co")
    nam = world.person(guardian=tu)
    assert "Bàn giao" not in hoa.presses(f"do:hand_over:{nam}")


def test_care_ends_without_another_guardian_and_both_are_told_warmly(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    nam = world.person(guardian=tu)
    assert "Đã thôi giao anh Nam cho bác Tư" in hung.fills("assign", person=nam, guardian="nobody")
    assert "Cảm ơn bác đã giúp đỡ" in tu.sees
    with world.look() as db:
        assert assignments.guardian_of(db, nam) is None


def test_the_new_guardian_reads_the_goals_that_are_open_and_none_that_ended(world: World) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    nam = world.person(guardian=tu)
    for what in ("làm căn cước", "học nghề hàn"):
        tu.fills("goal", person=nam, what=what, helper="guardian", due_on=world_today(world) + timedelta(days=30))
    with world.look() as db:
        ended = goals.of_person(db, nam)[1]
    tu.fills("goal_over", goal=ended.id)
    assign(hung, nam, hoa)
    hoa.listen()
    note = hoa.chooses("Xem bàn giao")
    assert "Đã hẹn trong kế hoạch:\n– Mục 1: làm căn cước · Cùng người giúp đỡ" in note
    assert "học nghề hàn" not in note
    assert "làm căn cước" not in tu.presses(f"do:hand_over:{nam}")
