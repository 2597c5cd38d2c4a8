"""Telephone numbers as people type and read them out, and the figures that are none: `phones.tsv`."""

import pytest

from handlers.understand.phones import read_phone
from tests.understand.sentences import read

ROWS = read("phones")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"])
def test_a_number_is_read_and_what_is_none_is_left(row: dict[str, str]) -> None:
    assert (read_phone(row["text"]) or "-") == row["number"]


def test_both_numbers_and_what_is_none_have_many_rows() -> None:
    none = [row for row in ROWS if row["number"] == "-"]
    assert len(ROWS) >= 180
    assert len(none) >= 60
