"""Typed text made comparable."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.fold import bare, clean, fold, folded_words, words

VIETNAMESE = st.text(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵĐẤ ,.!", max_size=60
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đồng Hành", "dong hanh"),
        ("  Xã  KIM\nBảng ", "xa kim bang"),
        ("Ch\u200bết\u202e", "chet"),
        ("ｄừｎｇ", "dung"),
        ("t\u0336ù\u0336", "tu"),
        ("z̸̢̛̗͇͎̺͉͛̈́̀a̴l̵g̷o", "zalgo"),
        ("a\x00b", "ab"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Chào bác,\nem đây", "Chào bác,\nem đây"),
        ("Chào\r\nbác", "Chào\nbác"),
        ("ch\u0061\u0300o", "chào"),
        ("a\x00\u200f\u2066b", "ab"),
        ("ế\u0301\u0302\u0316\u0337", "ế"),
        ("ok\x07\r", "ok\n"),
        ("👨‍👩‍👧 vui", "👨👩👧 vui"),
    ],
)
def test_cleaning_keeps_words_and_lines(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(VIETNAMESE, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_the_way_a_phone_composes_letters_does_not_matter(text: str, form: str) -> None:
    typed = unicodedata.normalize(form, text)  # type: ignore[arg-type]
    assert clean(typed) == clean(text) == text
    assert fold(typed) == fold(text)
    assert fold(text).isascii()


@given(st.text(max_size=200))
def test_any_text_folds_once_and_for_all(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert clean(clean(text)) == clean(text)
    assert "\x00" not in clean(text)
    assert "  " not in folded
    assert folded_words(text) == folded_words(folded)


def test_words_keep_their_accents_and_lose_their_signs() -> None:
    assert words("Dạ, EM_chào: cán-bộ!") == ["dạ", "em", "chào", "cán", "bộ"]
    assert bare(" «Gặp cán bộ» ") == "gap can bo"
