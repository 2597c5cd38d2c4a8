"""What takes the danger out of its words, and what leaves it there."""

import pytest

from handlers.understand.danger import danger
from handlers.understand.false_alarms import is_at_work, is_over, without_idioms


@pytest.mark.parametrize(
    "text",
    [
        "chết mê nghề mộc",
        "cuoi chet mat thoi",
        "tập huấn phòng cháy",
        "cháy túi rồi em",
        "nghiên cứu",
        "chết cay chết đắng",
    ],
)
def test_an_idiom_is_no_danger(text: str) -> None:
    assert danger(text).verdict == "no"


@pytest.mark.parametrize("text", ["no pha nuoc moi tui uong", "nó pha ấm chè mời bác cùng uống"])
def test_whoever_is_given_tea_is_in_no_danger(text: str) -> None:
    assert danger(text).verdict == "no"
    assert danger("no pha thuoc chuot vao nuoc uong").verdict != "no"


@pytest.mark.parametrize("text", ["chac em tu ky", "chắc em tự ký", "em tu khai", "tu lam don"])
def test_papers_done_by_oneself_are_no_harm_to_oneself(text: str) -> None:
    assert danger(text).verdict == "no"


def test_what_stands_beside_an_idiom_is_still_heard() -> None:
    assert "treo cổ" in without_idioms("no treo cổ trong buồng")
    assert danger("cháy túi rồi, nó đang cầm dao đòi chém em").verdict == "yes"


@pytest.mark.parametrize("text", ["cam dao luc lam bep", "em cầm dao chặt gà", "dang cam dao thai thit"])
def test_a_blade_at_its_work_is_not_certain_to_be_a_weapon(text: str) -> None:
    assert is_at_work(text)
    assert danger(text).verdict != "yes"


@pytest.mark.parametrize("text", ["no cam dao got hoa qua doi chem me", "đang thái thịt thì nó giật dao đâm em"])
def test_a_blade_against_somebody_is_one(text: str) -> None:
    assert not is_at_work(text)
    assert danger(text).verdict == "yes"


@pytest.mark.parametrize(
    "text", ["tai biến năm ngoái", "nam ngoai ba em bi tai bien", "thằng kia dọa chém mình hồi 2019"]
)
def test_what_is_long_over_is_not_certain(text: str) -> None:
    assert is_over(text)
    assert danger(text).verdict != "yes"


@pytest.mark.parametrize("text", ["nam ngoai tai bien, gio lai co giat roi", "ba em tai bien, dang nam bat tinh"])
def test_what_comes_again_is_now(text: str) -> None:
    assert not is_over(text)
    assert danger(text).verdict == "yes"


def test_leaving_off_and_a_divorce_are_no_danger_by_themselves() -> None:
    assert [danger(words).verdict for words in ("thoi ko tra loi nua", "chong em doi ly hon")] == ["no", "no"]
    assert [danger(words).verdict for words in ("vo doi ly hon em muon chet", "ko tra loi nua, em muon chet")] == [
        *("yes", "yes"),
    ]
