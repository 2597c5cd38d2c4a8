"""«e muon gap luat su» was answered with the entry on beatings; the talk asked for read «xin giờ khác»."""

import pytest

from tests.person import World


@pytest.mark.parametrize(("said", "whom"), [("muon gap luat su", "pháp lý"), ("gap ng tu van tam ly", "tâm lý")])
def test_a_talk_is_asked_for_in_ones_own_words(world: World, said: str, whom: str) -> None:
    hoa = world.person_with_phone("Trần Thị Hoa")
    world.officer()
    assert "Khi nào thì tiện" in hoa.says(said)
    hoa.answers(suits="sang thu 3", about=None)
    listed = hoa.says("den dau roi")
    assert "chờ cán bộ đưa giờ" in listed
    assert "Hẹn có tin" in listed
    shown = hoa.says("lich hen")
    assert whom in shown
    assert "Ở:" not in shown
    assert "·  ·" not in shown


def test_a_question_about_a_lawyer_is_answered(world: World) -> None:
    hoa = world.person_with_phone("Trần Thị Hoa")
    assert "Luật sư miễn phí" in hoa.says("luat su mien phi o dau")
