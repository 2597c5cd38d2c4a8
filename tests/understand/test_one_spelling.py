"""hòa and hoà, composed or not, are one word wherever words are read."""

import unicodedata
from collections.abc import Callable

import pytest

from handlers.understand import intents
from handlers.understand.anonymise import anonymised
from handlers.understand.danger import danger
from handlers.understand.emergency import emergency
from handlers.understand.fold import bare, fold, folded_words, words
from handlers.understand.match import match, match_several
from handlers.understand.moments import find_when
from handlers.understand.spelling import spelled
from handlers.understand.stopwords import is_stop
from handlers.understand.unkind import shames
from handlers.understand.visits import named_in
from tests.daytime import daytime

STYLES = [
    ("gặp chị Hòa, khỏe", "gặp chị Hoà, khoẻ"),
    ("hủy nhắn tin", "huỷ nhắn tin"),
    ("say ma túy rồi đột qụy", "say ma tuý rồi đột quỵ"),
    ("cháy, hỏa hoạn, xóa án", "cháy, hoả hoạn, xoá án"),
    ("hôm qua ghé nhà Thúy", "hôm qua ghé nhà Thuý"),
]
PEOPLE = (("1", "Hòa"), ("2", "Hoa"), ("3", "Thúy"))
READINGS: list[Callable[[str], object]] = [
    *(fold, bare, words, folded_words, spelled, is_stop, shames, danger, emergency, anonymised, intents.score),
    lambda text: match(text, PEOPLE),
    lambda text: match_several(text, PEOPLE),
    lambda text: named_in(text, dict(PEOPLE)),
    lambda text: find_when(text, daytime().now()),
]


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize(("old", "new"), STYLES)
def test_both_styles_and_both_forms_are_read_alike(reading: Callable[[str], object], old: str, new: str) -> None:
    for text in (old, new):
        for form in ("NFC", "NFD"):
            assert reading(unicodedata.normalize(form, text)) == reading(old)


def test_a_name_is_told_from_another_in_both_styles() -> None:
    assert match("Hoà", PEOPLE) == match("Hòa", PEOPLE) == "1"
    assert named_in("gặp chị Hoà", dict(PEOPLE)) == "1"
