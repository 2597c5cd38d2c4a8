"""Leave to be away, played: asked for with the days counted aloud, decided with a reason, and the way back."""

from datetime import date

import pytest

from storage import absences, attachments, person_details, persons
from storage.absences import Absence
from tests.conftest import StandingClock
from tests.handlers.commune import moment, run_all, told
from tests.person import Talker, World

REQUEST = {"where": "Vinh, phụ hồ", "from_on": "2026-12-07", "until_on": "2026-12-10", "why": "có người gọi đi làm"}


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone(case_type="suspended")


def requests(world: World, nam: Talker) -> list[Absence]:
    with world.look() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        return absences.of_person(db, person.id)


def decided(world: World, nam: Talker, hung: Talker, decision: str = "allowed") -> Absence:
    nam.fills("absence_request", **REQUEST)
    [asked] = requests(world, nam)
    hung.presses(f"go:absence_decision:absence={asked.id};decision={decision}")
    hung.answers(why="việc làm rõ ràng")
    return requests(world, nam)[0]


def test_the_days_are_counted_aloud_before_it_is_sent(nam: Talker, hung: Talker) -> None:
    nam.says("xin vắng")
    said = nam.answers(**REQUEST, until="review")
    assert "Lần này 4 ngày; trước đó đã được vắng 0 ngày" in said
    assert "không quá 60 ngày" in said
    assert "hỏi cán bộ" in said
    assert "Đã gửi đơn P1" in nam.answers()
    assert "xin vắng, đơn P1" in hung.sees


def test_a_case_whose_limit_was_not_seen_is_sent_to_the_officer_for_it(world: World, hung: Talker) -> None:
    hoa = world.person_with_phone("Phạm Thị Hoa", case_type="community")
    assert "Giới hạn của trường hợp này: hỏi cán bộ" in hoa.fills("absence_request", **REQUEST, until="review")


def test_more_than_sixty_days_is_said_and_left_to_the_officer(nam: Talker, hung: Talker) -> None:
    said = nam.fills("absence_request", **{**REQUEST, "until_on": "2027-03-01"}, until="review")
    assert "dài hơn mức 60 ngày" in said


def on_parole(world: World) -> Talker:
    """Has somebody come home on 1 January whose term ends with the year: a third of it is 121 days."""
    hoa = world.person_with_phone("Phạm Thị Hoa", case_type="parole", came_home_on=date(2026, 1, 1))
    with world.store.transaction() as db:
        person = persons.by_account(db, hoa.account_id)
        assert person is not None
        person_details.put(db, person.id, ends_on=date(2026, 12, 31))
    return hoa


def test_a_third_of_a_term_that_is_on_record_is_said_in_days(world: World, hung: Talker) -> None:
    hoa = on_parole(world)
    said = hoa.fills("absence_request", **REQUEST, until="review")
    assert "cả thời hạn là 365 ngày, 1/3 là 121 ngày; sau lần này còn 117 ngày" in said
    hoa.answers()
    assert "còn 117 ngày" in hung.chooses("Xem đơn")


def test_more_than_a_third_is_said_and_left_to_the_officer(world: World, hung: Talker) -> None:
    said = on_parole(world).fills("absence_request", **{**REQUEST, "until_on": "2027-05-01"}, until="review")
    assert "tính cả lần này thì vượt 25 ngày" in said


def test_whoever_needs_no_leave_is_told_so(world: World) -> None:
    hoa = world.person_with_phone("Phạm Thị Hoa", case_type="finished")
    assert "không phải xin phép" in hoa.says("xin vang")


def test_days_that_cannot_be_are_asked_again_kindly(nam: Talker) -> None:
    nam.fills("absence_request", where="Vinh", until="from_on")
    assert "qua rồi" in nam.says("20/11/2026")
    nam.says("7/12")
    assert "trước ngày đi" in nam.says("5/12")
    assert "có việc gì" in nam.says("10/12")


def test_both_days_are_told_in_one_answer(nam: Talker, hung: Talker) -> None:
    nam.fills("absence_request", where="Vinh", until="from_on")
    assert "có việc gì" in nam.says("từ 7/12 đến 10/12")
    nam.says("có người gọi đi làm")
    assert "Lần này 4 ngày" in nam.reply.text


def test_a_second_request_for_the_same_days_is_not_taken(world: World, nam: Talker, hung: Talker) -> None:
    nam.fills("absence_request", **REQUEST)
    assert "trùng với một đơn khác" in nam.fills("absence_request", **REQUEST, until="from_on")
    assert len(requests(world, nam)) == 1


def test_a_yes_reaches_whoever_asked_with_its_reason_and_the_letter_can_be_made(
    world: World, nam: Talker, hung: Talker
) -> None:
    nam.fills("absence_request", **REQUEST)
    hung.says("xem đơn P1")
    hung.chooses("Đồng ý cho vắng")
    hung.answers(why="việc làm rõ ràng")
    assert "đã được đồng ý: «việc làm rõ ràng»" in nam.sees
    hung.chooses("Bản Word và PDF")
    with world.store.transaction() as db:
        for asked in attachments.to_make(db, 5):
            writing = world.deployment.registry.documents[asked.document].prepare(db, world.deployment, asked)
            assert writing is not None
            assert len(writing()) > 1000


def test_a_no_is_told_kindly_with_its_reason(world: World, nam: Talker, hung: Talker) -> None:
    assert decided(world, nam, hung, "refused").state == "refused"
    assert "lần này chưa được: «việc làm rõ ràng»" in nam.sees


def test_two_officers_decide_once(world: World, nam: Talker, hung: Talker) -> None:
    binh = world.officer("Phan Văn Bình")
    asked = decided(world, nam, hung)
    binh.presses(f"go:absence_decision:absence={asked.id};decision=refused")
    assert requests(world, nam)[0].state == "allowed"


def test_the_way_back_is_reminded_of_and_said_with_a_word(
    world: World, nam: Talker, hung: Talker, clock: StandingClock
) -> None:
    decided(world, nam, hung)
    clock.move_to(moment(date(2026, 12, 9)))
    run_all(world)
    assert told(nam, "absence_return")
    assert "Mừng anh Nam về nhà" in nam.says("đã về")
    clock.move_to(moment(date(2026, 12, 11)))
    run_all(world)
    assert told(hung, "absence_late") == []


def test_who_is_not_back_in_time_is_told_to_the_officers_and_so_is_the_late_return(
    world: World, nam: Talker, hung: Talker, clock: StandingClock
) -> None:
    decided(world, nam, hung)
    clock.move_to(moment(date(2026, 12, 11)))
    run_all(world)
    assert told(hung, "absence_late")
    clock.move(days=1)
    assert "sau ngày hẹn 2 ngày" in nam.says("đã về")
    assert "báo đã về" in hung.sees


def test_a_request_can_be_taken_back_while_it_waits(world: World, nam: Talker, hung: Talker) -> None:
    nam.fills("absence_request", **REQUEST)
    nam.says("đơn xin vắng")
    assert "Đã rút đơn P1" in nam.chooses("Rút đơn P1")
    assert "Không có đơn" in hung.says("xin vắng")


def test_somebody_elses_request_is_out_of_reach(world: World, nam: Talker, hung: Talker) -> None:
    asked = decided(world, nam, hung)
    luc = world.person_with_phone("Lê Văn Lực", case_type="parole")
    assert "không thấy đơn nào" in luc.presses(f"do:absence_back:{asked.id}")
    assert requests(world, nam)[0].state == "allowed"


def test_leave_is_asked_for_in_english(world: World, hung: Talker) -> None:
    ann = world.linked("Ann Tran", "person", language="en")
    world.person("Ann Tran", account_id=ann.account_id, case_type="parole")
    assert "Where are you going?" in ann.says("ask for leave")
    assert "Request P1 has gone to" in ann.answers(**REQUEST)
