"""Which of the offered things is meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.match import match, match_several

PEOPLE = (("1", "Anh Nam · xóm 6"), ("2", "Chị Hoa · xóm 2"), ("3", "Chị Hòa · xóm 6"), ("4", "Bác Tư"))
CONCERNS = (("alcohol", "Rượu, bia"), ("debt", "Vay nợ ngoài"), ("family", "Chuyện gia đình"), ("health", "Sức khỏe"))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("Anh Nam · xóm 6", "1"),
        ("anh nam xom 6", "1"),
        ("nam", "1"),
        ("Hòa", "3"),
        ("Hoa", "2"),
        ("chị hòa", "3"),
        ("xóm 6", None),
        ("chị", None),
        ("tu", "4"),
        ("", None),
        ("x", None),
        ("Hùng", None),
        ("am", None),
    ],
)
def test_accents_decide_and_two_are_none(typed: str, value: str | None) -> None:
    assert match(typed, PEOPLE) == value


def test_folded_words_that_fit_two_things_choose_neither() -> None:
    assert match("ban", (("sell", "Bán"), ("friend", "Bạn"))) is None
    assert match("bạn", (("sell", "Bán"), ("friend", "Bạn"))) == "friend"


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("rượu bia", ["alcohol"]),
        ("sức khoẻ, vay nợ", ["debt", "health"]),
        ("chuyen gia dinh va suc khoe", ["family", "health"]),
        ("rượu, bóng đá", None),
        ("", None),
    ],
)
def test_several_may_be_named_at_once(typed: str, values: list[str] | None) -> None:
    assert match_several(typed, CONCERNS) == values


@given(st.sampled_from(PEOPLE))
def test_every_label_chooses_itself(option: tuple[str, str]) -> None:
    assert match(option[1], PEOPLE) == option[0]
    assert match(option[1].upper(), PEOPLE) == option[0]
