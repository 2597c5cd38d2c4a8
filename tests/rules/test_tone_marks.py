"""Two ways of placing a tone mark, composed or not: one word."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.tone_marks import comparable, one_tone_place

PAIRS = [("hòa", "hoà"), ("khỏe", "khoẻ"), ("hủy", "huỷ"), ("túy", "tuý"), ("quý", "qúy"), ("đột qụy", "đột quỵ")]


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_both_styles_are_one(old: str, new: str) -> None:
    for form in ("NFC", "NFD"):
        assert comparable(unicodedata.normalize(form, new.upper())) == comparable(old)


@pytest.mark.parametrize("word", ["toàn", "hoàng", "thuyền", "của", "loài", "hoa"])
def test_other_words_stay(word: str) -> None:
    assert one_tone_place(word) == word


@given(st.text(max_size=60))
def test_it_settles_at_once(text: str) -> None:
    assert comparable(comparable(text)) == comparable(text)
