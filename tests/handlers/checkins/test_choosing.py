"""What else a check-in asks: chosen by its person, or proposed to them; answered or not, and read by whom."""

from datetime import date

import pytest

from handlers.checkins.check_in import check_in
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording
from handlers.reports import monthly_report
from rules.checkins import QUESTIONS
from storage import accounts, assignments, checkin_questions, checkins, leaving, persons
from storage.persons import Person
from tests.handlers.commune import told
from tests.person import Talker, World


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone(came_home_on=date(2026, 1, 24), case_type="suspended")


def record_of(world: World, nam: Talker) -> Person:
    with world.look() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        return person


def asked_of(world: World, nam: Talker) -> list[str]:
    who = record_of(world, nam)
    with world.look() as db:
        return sorted(each.question for each in checkin_questions.of_person(db, who.id))


def test_a_person_chooses_three_and_is_asked_them_after_the_face(world: World, nam: Talker) -> None:
    nam.says("/tamtrang")
    nam.chooses("Chọn câu muốn được hỏi")
    nam.chooses("Chọn câu muốn được hỏi")
    many = ["sleep", "money", "home", "craving"]
    assert "chọn tối đa 3 câu thôi" in nam.answers(questions=many, until="questions")
    assert "– Tiền bạc (anh chọn)" in nam.answers(questions=["sleep", "money", "craving"])
    assert "ngủ có được không?" in nam.fills("checkin", face="good", until="sleep")
    assert "tháng này của anh thế nào?" in nam.says("quay lại")
    assert nam.answers(face="low", sleep="broken", craving="hard").startswith("Cảm ơn anh Nam đã chia sẻ.")
    assert "Không vui · Giấc ngủ: Chập chờn · Cơn thèm: Có, khá vất vả" in nam.says("/tamtrang")
    nam.presses("do:checkin_question_out:sleep")
    assert asked_of(world, nam) == ["craving", "money"]
    assert "xoay xở tiền bạc" in nam.fills("checkin", face="good", until="money")


def test_an_officer_proposes_and_the_person_hears_by_whom_and_takes_it_out(world: World, nam: Talker) -> None:
    hung, who = world.officer(), record_of(world, nam)
    hung.presses(f"do:person_checkins:{who.id}")
    hung.chooses("Gợi ý câu hỏi thăm")
    assert "Đã thêm câu hỏi thăm cho anh Nam" in hung.answers(questions=["drink", "home"])
    [notice] = told(nam, "checkin_questions")
    assert "Anh Hùng" in notice
    assert "Rượu" not in notice
    assert "– Rượu bia (anh Hùng" in nam.says("/cauhoi")
    nam.presses("do:checkin_question_out:home")
    nam.fills("checkin", face="good", drink="little")
    assert "Rượu bia: Uống chút ít" in hung.presses(f"do:person_checkins:{who.id}")
    nam.fills("checkin_own", questions=["drink", "sleep", "food"])
    assert "đang được hỏi 3 câu rồi" in hung.presses(f"go:checkin_propose:person={who.id}") + hung.answers(
        person=who.id, until="person"
    )


def test_what_a_person_took_out_is_not_proposed_again_until_they_choose_it_themself(world: World, nam: Talker) -> None:
    hung, who = world.officer(), record_of(world, nam)
    hung.presses(f"go:checkin_propose:person={who.id}")
    hung.answers(questions=["drink"])
    nam.presses("do:checkin_question_out:drink")
    assert "Rượu bia" not in hung.presses(f"go:checkin_propose:person={who.id}")
    hung.presses("checkin_propose:questions:drink")
    assert asked_of(world, nam) == []
    assert "Câu hỏi thăm đã bỏ: Rượu bia" in nam.presses("do:kept:checkins")
    nam.fills("checkin_own", questions=["drink"])
    assert asked_of(world, nam) == ["drink"]
    with world.store.transaction() as db:
        checkin_questions.choose(db, who, list(QUESTIONS), by=nam.account_id, is_own=True)
        checkin_questions.take_out(db, who, list(QUESTIONS), by=nam.account_id)
    hung.says("hủy")
    hung.presses("go:checkin_propose")
    assert "hỏi thăm trực tiếp nhé" in hung.answers(person=who.id, until="person")


def test_the_answers_are_no_guardians_unless_agreed_and_go_into_no_report(world: World, nam: Talker) -> None:
    tu, who = world.guardian(), record_of(world, nam)
    with world.store.transaction() as db:
        assignments.assign(db, who.id, tu.account_id, by=None)
    nam.fills("checkin_own", questions=["craving"])
    nam.fills("checkin", face="good", craving="hard", helps=["papers"])
    assert "Cơn thèm" not in tu.presses(f"do:mood_of:{who.id}")
    nam.presses("do:mood_share:yes")
    assert "Cơn thèm: Có, khá vất vả" in tu.presses(f"do:mood_of:{who.id}")
    with world.look() as db:
        account = accounts.get(db, nam.account_id)
        assert account is not None
        viewer = Viewer.of(db, Wording.to(world.deployment.texts, account), who)
        paper = str(monthly_report.gather(check_in, viewer, who, "2026-11"))
    assert "Làm giấy tờ" in paper
    assert "vất vả" not in paper


def test_they_are_told_with_all_that_is_kept_and_go_with_who_leaves(world: World, nam: Talker) -> None:
    nam.fills("checkin_own", questions=["drink"])
    assert "Câu hỏi thăm thêm: Rượu bia" in nam.presses("do:kept") + nam.presses("do:kept:checkins")
    who = record_of(world, nam)
    with world.store.transaction() as db:
        leaving.forget_help(db, nam.account_id, who.id, but_checkins=True)
        assert checkin_questions.of_person(db, who.id) == []
        assert checkins.latest(db, who.id) == []
