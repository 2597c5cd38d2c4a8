"""«Em muốn xin giúp đỡ» was taken for an offer to help, «cần tiền chữa bệnh cho mẹ» for any of three other things."""

import pytest

from storage import needs
from tests.person import World


@pytest.mark.parametrize("said", ["em muốn xin giúp đỡ", "toi can giup do", "can bo oi em can ho tro a"])
def test_whoever_asks_to_be_helped_is_asked_what_with(world: World, said: str) -> None:
    assert "cần giúp việc gì" in world.person_with_phone().says(said)


def test_a_need_that_is_plainly_told_begins_at_the_menu(world: World) -> None:
    nam = world.person_with_phone()
    for said, kind in (
        ("can cho tro", "chỗ ở"),
        ("cần tiền chữa bệnh cho mẹ", "khám chữa bệnh"),
        ("nhờ luật sư giúp vụ chia đất", "hỏi về pháp luật"),
        ("vợ em đòi bỏ, nhờ cán bộ nói giúp", "chuyện gia đình"),
    ):
        assert f"đã ghi: {kind}" in nam.says(said), said
        nam.says("hủy")


def test_help_with_a_house_is_no_loan(world: World) -> None:
    nam = world.person_with_phone()
    assert "Nhà sập, cháy, dột nát" in nam.says("nha em mai dot, muon xin giup sua nha")
    assert "kể thêm vài lời" in nam.chooses("Nhờ người giúp việc này")


def test_whoever_wants_to_help_others_still_may(world: World) -> None:
    nam = world.person_with_phone()
    for said in ("toi muon giup nguoi khac", "muon giup", "muon vay de sua nha, giup em voi"):
        assert "cần giúp việc gì" not in nam.says(said), said
        assert "chỗ ở" not in nam.sees


def test_a_guardian_asks_in_the_name_of_whom_they_help(world: World) -> None:
    tu = world.guardian()
    nam = world.person("Trần Văn Nam", guardian=tu)
    world.person("Lê Văn Lực", guardian=tu)
    assert "cho ai" in tu.says("nhờ hộ anh Nam cái máy khâu")
    tu.says("hủy")
    tu.answers(tu.says("anh Nam cần tiền học cho con"), person=str(nam))
    with world.look() as db:
        assert [(need.kind, need.words) for need in needs.of_person(db, nam)] == [
            ("tuition", "anh Nam cần tiền học cho con")
        ]


def test_a_visit_in_which_something_was_needed_is_a_visit(world: World) -> None:
    tu = world.guardian()
    world.person("Trần Văn Nam", guardian=tu)
    assert "Cần giúp gì" not in tu.says("hôm nay tôi ghé anh Nam, anh khỏe, cần máy khâu")
