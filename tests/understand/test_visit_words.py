"""The words that tell of a visit, and whether each is said of now, of before, or denied."""

import pytest

from handlers.understand.visit_words import codes_told


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("nó uống rượu suốt", "concerns.alcohol"),
        ("nó không uống rượu", "!concerns.alcohol"),
        ("năm ngoái nó uống rượu", "<concerns.alcohol"),
        ("nó tai biến năm ngoái, giờ chống gậy", "<concerns.health"),
        ("ba năm trước nó tai biến", "<concerns.health"),
        ("hồi tết nó cãi nhau với vợ", "<concerns.family_conflict"),
        ("cãi nhau với vợ mà làm lành rồi", "!concerns.family_conflict"),
        ("nó tai biến, đã xuất viện", "concerns.health"),
        ("năm ngoái đi tù. nó uống rượu suốt", "concerns.alcohol"),
        ("năm ngoái hiền, giờ uống rượu suốt", "concerns.alcohol"),
    ],
)
def test_a_word_is_of_now_of_before_or_denied(text: str, mark: str) -> None:
    assert mark in codes_told(text)
