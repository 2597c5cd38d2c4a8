"""Somebody is taken in charge: steps with their true days, clocks that remind officers, whoever is late first."""

from datetime import date
from typing import Any

import pytest

from rules.taking_charge import DONE
from storage import persons, taking_charge
from storage.audit import audit
from tests.conftest import StandingClock
from tests.handlers.commune import moment, run_all, told, waiting
from tests.person import Talker, World

HOME = date(2026, 11, 16)


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def nam(world: World) -> int:
    return world.person("Trần Văn Nam", came_home_on=HOME)


def note(officer: Talker, person: int, step: str, day: date, **more: Any) -> str:
    return officer.fills("charge_step", person=person, step=step, on=day, **more)


def test_each_step_says_what_comes_next_and_by_when(world: World, hung: Talker, nam: int) -> None:
    said = note(hung, nam, "met", date(2026, 11, 20))  # 24/11 is a holiday
    assert "gặp lần đầu, thứ Sáu 20/11. Tiếp theo: đề xuất người giúp đỡ, hạn thứ Năm 26/11." in said
    assert "Hỏi hoàn cảnh" in hung.last.labels


def test_all_steps_noted_is_the_end_of_it(world: World, hung: Talker, nam: int) -> None:
    tu = world.guardian()
    note(hung, nam, "met", date(2026, 11, 17))
    note(hung, nam, "proposed", date(2026, 11, 18), guardian=tu.account_id)
    note(hung, nam, "filed", date(2026, 11, 18))
    said = note(hung, nam, "decided", date(2026, 11, 19), guardian=tu.account_id, decided_by="Chủ tịch UBND xã")
    assert "đã đủ các bước" in said
    assert "Giao cho bác Tư" in hung.last.labels
    with world.look() as db:
        assert DONE in taking_charge.facts_of(db, nam)
    assert hung.says("viec tiep nhan").startswith("Không còn ai")
    page = hung.presses(f"do:charge:{nam}")
    assert "Quyết định người giúp đỡ: thứ Năm 19/11 (bác Tư, Chủ tịch UBND xã)" in page


def test_the_decided_guardian_is_assigned_in_two_taps(world: World, hung: Talker, nam: int) -> None:
    tu = world.guardian()
    note(hung, nam, "met", date(2026, 11, 17))
    note(hung, nam, "proposed", date(2026, 11, 18), guardian=tu.account_id)
    note(hung, nam, "decided", date(2026, 11, 19), guardian=tu.account_id)
    hung.chooses("Giao cho bác Tư")
    assert "Từ nay bác Tư giúp anh Nam" in hung.chooses("Gửi")


@pytest.mark.parametrize(
    ("step", "day", "answer"),
    [
        ("met", date(2026, 12, 30), "Ngày này chưa tới"),
        ("met", date(2026, 11, 10), "trước ngày về"),
    ],
)
def test_a_first_meeting_that_cannot_be_is_refused_kindly(
    hung: Talker, nam: int, step: str, day: date, answer: str
) -> None:
    hung.presses(f"go:charge_step:person={nam};step={step}")
    assert answer in hung.says(f"{day.day}/{day.month}/{day.year}")


def test_a_guardian_proposed_before_the_meeting_is_refused_kindly(world: World, hung: Talker, nam: int) -> None:
    world.guardian()
    note(hung, nam, "met", date(2026, 11, 18))
    hung.presses(f"go:charge_step:person={nam};step=proposed")
    assert "trước lần gặp đầu" in hung.says("17/11/2026")


def test_a_button_for_a_step_whose_turn_has_not_come_does_no_harm(world: World, hung: Talker, nam: int) -> None:
    world.guardian()
    hung.presses(f"go:charge_step:person={nam};step=decided")
    with world.look() as db:
        assert taking_charge.facts_of(db, nam) == {}


def test_a_day_is_corrected_and_both_stay(world: World, hung: Talker, nam: int) -> None:
    note(hung, nam, "met", date(2026, 11, 17))
    note(hung, nam, "met", date(2026, 11, 18))
    with world.look() as db:
        assert taking_charge.facts_of(db, nam)["met"].done_on == date(2026, 11, 18)
        assert len(taking_charge.history(db, nam)) == 2
    said = hung.presses(f"do:charge_history:{nam}")
    assert said.index("Gặp lần đầu: thứ Ba 17/11 · anh Hùng ghi") < said.index("Gặp lần đầu: thứ Tư 18/11")


def test_officers_hear_before_a_clock_ends_and_after_it(
    world: World, clock: StandingClock, hung: Talker, nam: int
) -> None:
    clock.move_to(moment(date(2026, 11, 25), 9))
    note(hung, nam, "met", date(2026, 11, 25))  # proposed by Monday 30/11, file by Wednesday 2/12
    assert [row.period for row in waiting(world, nam)] == [
        "proposed:2026-11-30",
        "filed:2026-12-02",
        "proposed:late:2026-11-30",
        "filed:late:2026-12-02",
    ]
    clock.move_to(moment(date(2026, 11, 27), 7, 50))
    run_all(world)
    assert any("Anh Nam: đề xuất người giúp đỡ, hạn" in words for words in told(hung))
    clock.move_to(moment(date(2026, 12, 1), 7, 50))
    run_all(world)
    [last] = [words for words in told(hung) if "trễ 1 ngày" in words]
    assert "mở hồ sơ, hạn ngày mai" in last


def test_a_step_noted_in_time_is_not_reminded_of(world: World, clock: StandingClock, hung: Talker, nam: int) -> None:
    clock.move_to(moment(date(2026, 11, 25), 9))
    note(hung, nam, "met", date(2026, 11, 25))
    note(hung, nam, "filed", date(2026, 11, 25))
    assert {row.period.partition(":")[0] for row in waiting(world, nam)} == {"proposed"}


def test_whoever_just_came_home_and_met_nobody_is_told_of_once(
    world: World, clock: StandingClock, hung: Talker, nam: int
) -> None:
    clock.move_to(moment(date(2026, 11, 23), 7, 50))
    run_all(world)
    clock.move(days=2)
    run_all(world)
    assert len([words for words in told(hung) if "gặp lần đầu, chưa ghi" in words]) == 1


def test_the_end_of_management_ends_the_clocks(world: World, clock: StandingClock, hung: Talker, nam: int) -> None:
    clock.move_to(moment(date(2026, 11, 25), 9))
    note(hung, nam, "met", date(2026, 11, 25))
    hung.fills("end_management", person=nam, reason="died")
    assert waiting(world, nam) == []
    assert hung.says("viec tiep nhan").startswith("Không còn ai")


def test_whoever_is_late_comes_first(world: World, clock: StandingClock, hung: Talker) -> None:
    fresh = world.person("Lê Thị Hoa", came_home_on=date(2026, 11, 20), pronoun="chi")
    late = world.person("Trần Văn Nam", came_home_on=HOME)
    soon = world.person("Phan Văn Bình", came_home_on=HOME)
    clock.move_to(moment(date(2026, 12, 1), 9))
    note(hung, late, "met", date(2026, 11, 17))
    note(hung, soon, "met", date(2026, 11, 30))
    said = hung.says("viec tiep nhan")
    assert said.startswith("3 người đang tiếp nhận, 1 người đã trễ")
    presses = [button.press for button in hung.last.out.buttons if button.press.startswith("do:charge:")]
    assert presses == [f"do:charge:{person}" for person in (late, soon, fresh)]


def test_those_home_for_long_are_noted_at_once_as_done_on_paper(world: World, hung: Talker) -> None:
    for name in ("Trần Văn Nam", "Phan Văn Bình"):
        world.person(name, came_home_on=date(2026, 1, 10))
    hung.says("viec tiep nhan")
    hung.chooses("Đã làm trên giấy")
    assert "Đã ghi cho 2 người" in hung.chooses("Đúng, ghi cho 2 người")
    assert hung.says("viec tiep nhan").startswith("Không còn ai")


def test_one_person_is_noted_as_done_on_paper(world: World, hung: Talker, nam: int) -> None:
    hung.presses(f"do:charge:{nam}")
    assert "đã làm xong trên giấy" in hung.chooses("Đã làm trên giấy")
    assert "Đã làm trên giấy từ trước" in hung.presses(f"do:charge:{nam}")


def test_officers_of_another_commune_see_and_note_nothing(world: World, nam: int) -> None:
    other = world.linked("Đỗ Văn Xa", "officer", pronoun="anh")
    with world.store.transaction() as db:
        db.execute(persons.persons.update().where(persons.persons.c.id == nam).values(unit="17713"))
    assert "Trần Văn Nam" not in other.says("viec tiep nhan")
    assert "Nam" not in other.presses(f"do:charge:{nam}")
    other.presses(f"do:charge_on_paper:{nam}")
    with world.look() as db:
        assert taking_charge.facts_of(db, nam) == {}


def test_guardians_and_people_in_care_have_no_way_to_the_steps(world: World, nam: int) -> None:
    for talker in (world.guardian(), world.person_with_phone("Lê Văn Tám")):
        for press in ("do:charge_list", f"do:charge:{nam}", "do:charge_papers:yes", f"go:charge_step:person={nam}"):
            assert "tiếp nhận" not in talker.presses(press).casefold()


def test_nobody_personal_stands_in_the_audit(world: World, hung: Talker, nam: int) -> None:
    note(hung, nam, "met", date(2026, 11, 17))
    with world.look() as db:
        details = [row.detail or "" for row in db.execute(audit.select())]
    assert not any("Nam" in detail for detail in details)
    assert "2026-11-17" in details


def test_the_morning_digest_says_it_along(world: World, clock: StandingClock, hung: Talker, nam: int) -> None:
    clock.move_to(moment(date(2026, 11, 25), 9))
    note(hung, nam, "met", date(2026, 11, 25))
    clock.move_to(moment(date(2026, 11, 27), 4, 5))
    run_all(world)
    clock.move_to(moment(date(2026, 11, 27), 7, 31))
    run_all(world)
    [digest] = told(hung, "digest")
    assert "Anh Nam: đề xuất người giúp đỡ, hạn" in digest


def test_of_a_step_that_was_late_when_it_was_noted_officers_hear_the_next_morning_once(
    world: World, clock: StandingClock, hung: Talker, nam: int
) -> None:
    clock.move_to(moment(date(2026, 12, 3), 9))
    note(hung, nam, "met", date(2026, 11, 17))
    clock.move_to(moment(date(2026, 12, 4), 7, 50))
    run_all(world)
    assert "mở hồ sơ, trễ" in told(hung, "charge_due")[0]
    note(hung, nam, "met", date(2026, 11, 17))
    clock.move_to(moment(date(2026, 12, 7), 7, 50))
    run_all(world)
    assert len(told(hung, "charge_due")) == 1


def test_a_commune_without_guardians_notes_the_proposal_all_the_same(hung: Talker, nam: int) -> None:
    note(hung, nam, "met", date(2026, 11, 18))
    assert "Đã ghi cho anh Nam: đề xuất" in note(hung, nam, "proposed", date(2026, 11, 19), decided_by="Trưởng xã")
