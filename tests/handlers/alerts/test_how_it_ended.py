"""An alert is closed with an outcome and a sentence; the guardian who raised it hears the kind of end, no more."""

import pytest

from rules.alerts import OUTCOMES
from storage import alerts
from storage.alerts import Alert
from tests.handlers.commune import told
from tests.lock_screen import unsafe_words
from tests.person import Talker, World

SENTENCE = "Đã hòa giải, anh Nam hứa bỏ rượu"


@pytest.fixture
def tu(world: World) -> Talker:
    return world.guardian()


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def nam(world: World, tu: Talker) -> int:
    return world.person(guardian=tu)


def last_of(world: World, person: int) -> Alert:
    with world.look() as db:
        return alerts.of_person(db, person)[0]


def test_closing_asks_for_a_sentence_and_keeps_it(world: World, tu: Talker, hung: Talker, nam: int) -> None:
    tu.fills("alarm", about=nam, what="violence")
    hung.chooses("Tôi nhận")
    assert "một câu về kết quả" in hung.answers(hung.chooses("Đã lo xong"), outcome="helped_on_site", until="sentence")
    assert last_of(world, nam).state == "taken"
    hung.says(SENTENCE)
    alert = last_of(world, nam)
    assert alert.state == "closed"
    with world.look() as db:
        assert alerts.events(db, alert.id)[-1].note == SENTENCE
    assert SENTENCE in hung.says(alert.code)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_one_of_two_usual_sentences_is_enough(world: World, tu: Talker, hung: Talker, nam: int, outcome: str) -> None:
    tu.fills("alarm", about=nam, what="violence")
    hung.chooses("Tôi nhận")
    hung.answers(hung.chooses("Đã lo xong"), outcome=outcome, until="sentence")
    usual = hung.last.labels[1]
    hung.chooses(usual)
    alert = last_of(world, nam)
    with world.look() as db:
        assert alerts.events(db, alert.id)[-1].note == usual


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_guardian_hears_when_it_is_taken_and_how_it_ended(
    world: World, tu: Talker, hung: Talker, nam: int, outcome: str
) -> None:
    tu.reports(nam, concerns=["violence"], note="to tiếng với vợ")
    hung.chooses("Tôi nhận")
    assert told(tu, "alert_news")[0].startswith("Tin bác báo đã có người nhận")
    hung.answers(hung.chooses("Đã lo xong"), outcome=outcome, sentence=SENTENCE)
    ended = told(tu, "alert_news")[1]
    assert ended.startswith("✅ Việc bác báo:")
    assert not unsafe_words(ended)
    assert not any(word in ended for word in ("Nam", "rượu", "vợ", "Hùng", "Công an"))


def test_somebody_who_cried_for_help_is_not_told_that_it_is_closed(world: World, hung: Talker) -> None:
    lan = world.person_with_phone("Lê Thị Lan")
    lan.says("tôi không muốn sống nữa")
    hung.chooses("Tôi nhận")
    hung.answers(hung.chooses("Đã lo xong"), outcome="passed_to_health")
    assert len(told(lan, "alert_news")) == 1


def test_a_concern_of_a_report_is_an_alert_about_a_named_person_with_the_report_behind_it(
    world: World, tu: Talker, hung: Talker, nam: int
) -> None:
    tu.reports(nam, until="concerns")
    tu.says("đánh nhau")
    tu.answers(note="Hay to tiếng ngoài quán")
    assert last_of(world, nam).reason == "violence"
    assert hung.sees.startswith("🔴 KHẨN C1 · xóm 6")
    assert "Nam" not in hung.sees
    assert "Trần Văn Nam" in hung.chooses("Xem")
    assert "ngoài quán" in hung.chooses("Báo cáo ghé thăm")


def test_words_of_danger_about_somebody_in_care_keep_the_name(world: World, tu: Talker, hung: Talker, nam: int) -> None:
    tu.says("anh Nam đang cầm dao đuổi đánh vợ")
    assert last_of(world, nam).reason == "violence"
    assert "Nam" not in hung.sees
    assert "Trần Văn Nam" in hung.chooses("Xem")


def test_words_of_danger_within_a_report_are_about_whom_it_is_about(
    world: World, tu: Talker, hung: Talker, nam: int
) -> None:
    tu.reports(nam, until="note")
    tu.says("nó đòi tự tử")
    assert last_of(world, nam).reason == "self_harm"
