"""A plan of at most five goals: proposed, agreed in chat, changed with its history, ticked by both sides."""

from datetime import date
from typing import Any

import pytest

from handlers.accounts import management
from rules.goals import MOST_OPEN
from storage import chats, covers, goals, persons
from storage.goals import Goal
from tests.conftest import StandingClock
from tests.handlers.commune import moment, run_all, told, waiting
from tests.person import Talker, World

DAY = date(2026, 12, 15)


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def tu(world: World) -> Talker:
    return world.guardian()


@pytest.fixture
def nam(world: World, tu: Talker) -> Talker:
    talker = world.linked("Trần Văn Nam", "person", pronoun="anh")
    world.person(guardian=tu, account_id=talker.account_id)
    return talker


def record_of(world: World, talker: Talker) -> int:
    with world.look() as db:
        person = persons.by_account(db, talker.account_id)
        assert person is not None
        return person.id


def propose(talker: Talker, person: int, what: str = "làm căn cước", **more: Any) -> str:
    stated: dict[str, Any] = {"person": person, "what": what, "helper": "self", "due_on": DAY, **more}
    return talker.fills("goal", **stated)


def plan_of(world: World, person: int) -> list[Goal]:
    with world.look() as db:
        return goals.of_person(db, person, only_open=False)


def test_a_guardian_proposes_and_the_person_agrees(world: World, tu: Talker, nam: Talker) -> None:
    person = record_of(world, nam)
    assert "Đã hỏi ý anh Nam" in propose(tu, person, helper="guardian")
    assert nam.sees.startswith("Bác Tư muốn cùng anh đặt một mục tiêu")
    assert "Mục 1: làm căn cước · Cùng người giúp đỡ · trước thứ Ba 15/12" in nam.sees
    assert "Cảm ơn anh đã đồng ý" in nam.chooses("Đồng ý")
    assert any("Anh Nam đồng ý mục tiêu" in words for words in told(tu))
    assert [goal.state for goal in plan_of(world, person)] == ["agreed"]


def test_agreeing_twice_tells_once(world: World, tu: Talker, nam: Talker) -> None:
    propose(tu, record_of(world, nam))
    nam.says("dong y muc 1")
    nam.says("dong y muc 1")
    assert len(told(tu, "goal")) == 1


def test_a_wish_to_change_comes_to_the_guardian_and_the_change_is_asked_again(
    world: World, tu: Talker, nam: Talker
) -> None:
    person = record_of(world, nam)
    propose(tu, person)
    nam.chooses("Muốn đổi")
    assert "Đã chuyển lời anh" in nam.says("cho em thêm một tháng")
    assert any("cho em thêm một tháng" in words for words in told(tu))
    [goal] = plan_of(world, person)
    tu.presses(f"do:goal_edit:{goal.id}")
    tu.changes("due_on")
    tu.says("15/1/2027")
    assert "Đã sửa" in tu.answers()
    assert "Bác Tư sửa một mục tiêu của anh" in nam.sees
    nam.says("dong y muc 1")
    shown = tu.presses(f"do:goal_one:{goal.id}")
    assert "trước đó: Mục 1: làm căn cước · Tự làm · trước thứ Ba 15/12" in shown
    assert "muốn đổi: cho em thêm một tháng" in shown


def test_it_is_done_once_both_have_said_so(world: World, tu: Talker, nam: Talker) -> None:
    person = record_of(world, nam)
    propose(tu, person)
    nam.says("dong y muc 1")
    assert "xác nhận là xong hẳn" in nam.says("xong muc 1")
    assert any("báo đã xong" in words for words in told(tu))
    [goal] = plan_of(world, person)
    assert "✅ Xong mục tiêu" in tu.presses(f"do:goal_done:{goal.id}")
    assert "xác nhận: xong mục tiêu" in nam.sees
    assert [goal.state for goal in plan_of(world, person)] == ["done"]
    assert "✅ đã xong" in tu.presses(f"do:plan:{person}")


def test_the_guardian_may_be_the_first_to_say_so(world: World, tu: Talker, nam: Talker) -> None:
    person = record_of(world, nam)
    propose(tu, person)
    nam.says("dong y muc 1")
    [goal] = plan_of(world, person)
    tu.presses(f"do:goal_done:{goal.id}")
    assert "Bác Tư thấy mục tiêu này đã xong" in nam.sees
    assert "Chúc mừng anh" in nam.chooses("Xong rồi")
    assert [goal.state for goal in plan_of(world, person)] == ["done"]


def test_nothing_is_done_before_it_is_agreed(world: World, tu: Talker, nam: Talker) -> None:
    propose(tu, record_of(world, nam))
    assert "còn chờ anh đồng ý" in nam.says("xong muc 1")


def test_the_sixth_goal_is_declined_kindly(world: World, hung: Talker, nam: Talker) -> None:
    person = record_of(world, nam)
    for number in range(MOST_OPEN):
        propose(hung, person, f"việc {number}")
    assert "đã đủ 5 mục tiêu" in hung.presses(f"do:goal_new:{person}")
    assert len(plan_of(world, person)) == MOST_OPEN


def test_one_is_given_up_with_a_reason_and_makes_room(world: World, hung: Talker, nam: Talker) -> None:
    person = record_of(world, nam)
    propose(hung, person)
    [goal] = plan_of(world, person)
    hung.presses(f"go:goal_over:goal={goal.id}")
    assert "Đã thôi mục tiêu này" in hung.says("anh Nam chuyển nghề")
    assert "thôi một mục tiêu" in nam.sees
    assert [goal.state for goal in plan_of(world, person)] == ["over"]


def test_a_day_that_is_past_is_asked_again(hung: Talker, world: World, nam: Talker) -> None:
    hung.fills("goal", person=record_of(world, nam), what="học nghề", helper="self", until="due_on")
    assert "Ngày này qua rồi" in hung.says("1/11/2026")


def test_whoever_has_no_chat_agrees_in_person_and_one_tick_is_enough(world: World, hung: Talker) -> None:
    person = world.person()
    assert "khi anh Nam đồng ý trực tiếp" in propose(hung, person, helper="family", helper_named="chị Hoa")
    assert "Đã ghi: anh Nam đồng ý trực tiếp" in hung.chooses("Đã đồng ý trực tiếp")
    [goal] = plan_of(world, person)
    assert "Xong mục tiêu" in hung.presses(f"do:goal_done:{goal.id}")


def test_both_sides_are_reminded_before_the_day_and_on_it(
    world: World, clock: StandingClock, tu: Talker, nam: Talker
) -> None:
    person = record_of(world, nam)
    propose(tu, person)
    nam.says("dong y muc 1")
    assert [row.period for row in waiting(world, person) if row.kind == "goal_due"] == ["2026-12-12", "2026-12-15"]
    clock.move_to(moment(date(2026, 12, 12), 8))
    run_all(world)
    assert any("sắp đến ngày của kế hoạch" in words for words in told(nam, "goal_due"))
    assert any("Sắp đến ngày đã hẹn với anh Nam" in words for words in told(tu, "goal_due"))


def test_a_goal_that_is_done_is_not_reminded_of(world: World, tu: Talker, nam: Talker) -> None:
    person = record_of(world, nam)
    propose(tu, person)
    nam.says("dong y muc 1")
    nam.says("xong muc 1")
    [goal] = plan_of(world, person)
    tu.presses(f"do:goal_done:{goal.id}")
    assert [row for row in waiting(world, person) if row.kind == "goal_due"] == []


def test_a_new_guardian_finds_the_plan_and_the_former_has_it_no_more(world: World, hung: Talker, nam: Talker) -> None:
    tu, hoa = world.guardian("Lê Văn Cũ"), world.guardian("Phan Thị Hoa", "co")
    person = record_of(world, nam)
    hung.fills("assign", person=person, guardian=tu.account_id)
    propose(tu, person)
    [goal] = plan_of(world, person)
    hung.fills("assign", person=person, guardian=hoa.account_id)
    assert "làm căn cước" in hoa.presses(f"do:plan:{person}")
    assert "làm căn cước" not in tu.presses(f"do:plan:{person}")
    assert "làm căn cước" not in tu.presses(f"do:goal_one:{goal.id}")
    tu.presses(f"go:goal_over:goal={goal.id}")
    tu.says("vì sao")
    assert [goal.state for goal in plan_of(world, person)] == ["proposed"]


def test_nobody_answers_for_somebody_else(world: World, hung: Talker, nam: Talker) -> None:
    other = world.person_with_phone("Lê Văn Tám")
    propose(hung, record_of(world, nam))
    assert "không thấy mục tiêu này" in other.says("dong y muc 1")
    assert [goal.state for goal in plan_of(world, record_of(world, nam))] == ["proposed"]


def test_one_sees_ones_own_plan_by_a_word(world: World, tu: Talker, nam: Talker) -> None:
    assert "chưa có mục tiêu nào" in nam.says("ke hoach cua toi")
    propose(tu, record_of(world, nam))
    assert "Mục 1: làm căn cước · Tự làm · trước thứ Ba 15/12 · chờ anh đồng ý" in nam.says("ke hoach cua toi")
    assert "làm căn cước" in tu.says("ke hoach")


def test_an_officer_of_another_commune_sees_no_plan(world: World, hung: Talker, nam: Talker) -> None:
    person = record_of(world, nam)
    propose(hung, person)
    [goal] = plan_of(world, person)
    with world.store.transaction() as db:
        db.execute(persons.persons.update().where(persons.persons.c.id == person).values(unit="17713"))
    assert "làm căn cước" not in hung.presses(f"do:plan:{person}")
    assert "làm căn cước" not in hung.presses(f"do:goal_one:{goal.id}")


def test_whoever_stands_in_hears_of_the_plan_meanwhile(world: World, tu: Talker, nam: Talker) -> None:
    hoa = world.guardian("Phan Thị Hoa", "co")
    person = record_of(world, nam)
    propose(tu, person)
    with world.store.transaction() as db:
        day = db.today
        cover = covers.ask(
            db,
            unit=world.deployment.unit,
            guardian_id=tu.account_id,
            stand_in_id=hoa.account_id,
            first_day=day,
            last_day=day,
        )
        agreed = covers.get(db, cover)
        assert agreed is not None
        covers.decide(db, agreed, stand_in_id=hoa.account_id, by=tu.account_id)
    nam.says("dong y muc 1")
    assert any("Anh Nam đồng ý mục tiêu" in words for words in told(hoa))
    assert told(tu, "goal") == []
    assert "làm căn cước" in hoa.presses(f"do:plan:{person}")


def test_after_a_pause_the_plan_is_reminded_of_again(world: World, hung: Talker, tu: Talker, nam: Talker) -> None:
    person = record_of(world, nam)
    propose(tu, person)
    nam.says("dong y muc 1")
    with world.store.transaction() as db:
        known = persons.get(db, person)
        assert known is not None
        management.pause(db, world.deployment, known, "custody", by=hung.account_id)
    assert [row for row in waiting(world, person) if row.kind == "goal_due"] == []
    with world.store.transaction() as db:
        management.begin_again(db, world.deployment, known, "back", by=hung.account_id)
    assert [row.period for row in waiting(world, person) if row.kind == "goal_due"] == ["2026-12-12", "2026-12-15"]


def test_an_officer_does_not_say_yes_for_somebody_who_can_be_asked(world: World, hung: Talker, nam: Talker) -> None:
    propose(hung, record_of(world, nam))
    [goal] = plan_of(world, record_of(world, nam))
    assert "tự trả lời" in hung.presses(f"do:goal_heard:{goal.id}")
    assert [goal.state for goal in plan_of(world, record_of(world, nam))] == ["proposed"]


def test_a_lost_phone_does_not_stop_the_plan(world: World, hung: Talker, nam: Talker) -> None:
    with world.store.transaction() as db:
        chats.set_state(db, chats.of_account(db, nam.account_id)[0].id, "blocked")
    person = record_of(world, nam)
    assert "chưa nhắn được cho anh Nam" in propose(hung, person)
    assert "Đã ghi: anh Nam đồng ý trực tiếp" in hung.chooses("Đã đồng ý trực tiếp")


def test_with_nothing_to_change_no_list_is_shown(world: World, hung: Talker, nam: Talker) -> None:
    assert "Chưa có mục tiêu nào đang làm" in hung.presses("go:goal_over")
    assert "chưa có mục tiêu nào" in nam.says("doi muc 3")


def test_saying_twice_that_it_is_reached_tells_once(world: World, tu: Talker, nam: Talker) -> None:
    propose(tu, record_of(world, nam))
    nam.says("dong y muc 1")
    nam.says("xong muc 1")
    assert "xác nhận là xong hẳn" in nam.says("xong muc 1")
    assert len([words for words in told(tu, "goal") if "báo đã xong" in words]) == 1
