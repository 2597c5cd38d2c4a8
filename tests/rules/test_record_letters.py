"""Numbers of records as people type them."""

import pytest

from handlers.understand.fold import bare
from rules import record_letters


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("C12", ("", "C", "12")),
        ("c 12", ("", "C", "12")),
        ("C-12", ("", "C", "12")),
        ("nhận C4", ("nhan", "C", "4")),
        ("nhận c 4", ("nhan", "C", "4")),
        ("nhận số 4", ("nhan", "so", "4")),
        ("nhận 4", ("nhan", "", "4")),
        ("sửa báo cáo TH-0412", ("sua bao cao", "TH", "0412")),
        ("4", ("", "", "4")),
    ],
)
def test_a_number_is_read_with_what_stands_before_it(typed: str, read: tuple[str, str, str]) -> None:
    assert record_letters.read(bare(typed)) == read


@pytest.mark.parametrize("typed", ["", "nhận", "C", "12C", "anh Nam xóm"])
def test_other_words_name_no_record(typed: str) -> None:
    assert record_letters.read(bare(typed)) is None


def test_no_letter_stands_for_two_kinds() -> None:
    letters = list(record_letters.LETTERS.values())
    assert len(letters) == len(set(letters))
    for record, letter in record_letters.LETTERS.items():
        assert record_letters.record_of(letter) == record
