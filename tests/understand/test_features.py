"""A learnt model sees the same in every way of writing the same."""

import unicodedata

import pytest

from handlers.understand.features import LONGEST, features


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("xã hòa bình, hủy giúp em, say túy lúy", "xã hoà bình, huỷ giúp em, say tuý luý"),
        ("vay 50 triệu", "VAY 70 TRIỆU"),
        ("cứu em với", "cứuuuu em vớiiii"),
        ("k bik lm j", "khong biet lam gi"),
        ("tìm\u200bviệc", "tìmviệc"),
    ],
)
def test_two_ways_of_writing_it_are_one(one: str, other: str) -> None:
    assert features(one) == features(other)
    assert features(unicodedata.normalize("NFD", one)) == features(one)


def test_accents_add_what_is_lost_without_them() -> None:
    assert features("dao nay") == features("DAO NAY") < features("dạo này")
    assert features("dạo này") != features("dao này")


def test_there_is_an_end_to_what_is_read() -> None:
    assert features("alo " * LONGEST) == features("alo " * (LONGEST // 4))
    assert features("") == features(" \n") == set()
