"""The alarm button: two taps, and those on duty know."""

import pytest

from storage import alerts
from tests.person import Talker, World


@pytest.fixture
def officer(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def guardian(world: World) -> Talker:
    return world.guardian()


@pytest.fixture
def nam(world: World, guardian: Talker) -> int:
    return world.person("Trần Văn Nam", guardian=guardian)


def test_two_taps_reach_those_on_duty(world: World, guardian: Talker, officer: Talker, nam: int) -> None:
    assert guardian.says("/baodong").startswith("Chuyện xảy ra với ai ạ?")
    said = guardian.answers(about=nam, what="overdose")
    assert said.startswith("Bác gọi ngay 115.")
    assert "báo động C1" in said
    assert "C1 · xóm 6" in officer.sees
    assert "Nam" not in officer.sees
    with world.look() as db:
        alert = alerts.of_person(db, nam)[0]
        assert (alert.level, alert.reason, alert.raised_by) == ("urgent", "overdose", guardian.account_id)


@pytest.mark.parametrize("words", ["/alarm", "báo động", "BAO DONG"])
def test_the_word_serves_like_the_button(guardian: Talker, nam: int, words: str) -> None:
    assert guardian.says(words).startswith("Chuyện xảy ra với ai ạ?")


def test_words_can_follow_and_stay_with_the_alert(world: World, guardian: Talker, officer: Talker, nam: int) -> None:
    guardian.fills("alarm", about=nam)
    guardian.chooses("Kể thêm")
    assert "báo động C1" in guardian.answers(words="ở quán nước đầu xóm, có hai người lạ")
    assert "quán nước" not in officer.sees
    with world.look() as db:
        alert = alerts.of_person(db, nam)[0]
        assert [event.note for event in alerts.events(db, alert.id)][-1] == "ở quán nước đầu xóm, có hai người lạ"
    officer.chooses("Xem")
    assert "ở quán nước đầu xóm" in officer.sees


def test_an_alarm_may_be_about_somebody_else(world: World, guardian: Talker, officer: Talker, nam: int) -> None:
    assert guardian.fills("alarm", about="other", what="fire").startswith("Bác gọi ngay 114")
    with world.look() as db:
        assert [(one.person_id, one.reason) for one in alerts.open_of(db, world.deployment.unit)] == [(None, "fire")]


def test_the_same_alarm_again_joins_the_first(world: World, guardian: Talker, officer: Talker, nam: int) -> None:
    for _ in range(3):
        guardian.fills("alarm", about=nam, what="fire")
    with world.look() as db:
        assert [one.repeats for one in alerts.of_person(db, nam)] == [2]
    officer.listen()
    assert len([heard for heard in officer.heard if heard.kind == "alert"]) == 1


def test_when_somebody_takes_it_the_guardian_hears(guardian: Talker, officer: Talker, nam: int) -> None:
    guardian.fills("alarm", about=nam)
    officer.listen()
    officer.chooses("Tôi nhận")
    assert guardian.sees.endswith("Người nhận: anh Hùng.")


def test_nothing_is_left_to_tell_once_it_is_closed(guardian: Talker, nam: int) -> None:
    assert "người lo xong rồi" in guardian.says("kể thêm")


def test_nobody_alarms_about_people_they_do_not_look_after(world: World, guardian: Talker, nam: int) -> None:
    stranger = world.guardian("Phan Thị Sáu", pronoun="co")
    stranger.presses(f"go:alarm:about={nam};what=fire")
    with world.look() as db:
        assert alerts.of_person(db, nam) == []
