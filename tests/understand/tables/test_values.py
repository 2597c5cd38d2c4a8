"""Cells of lists: numbers as Excel has left them, kinds of cases as offices shorten them."""

import pytest

from handlers.understand.tables.cells import Cell, number_cell
from handlers.understand.tables.values import case_type, phones, with_kind, without_commune


@pytest.mark.parametrize(
    "cell",
    [Cell("1681234567"), number_cell(1681234567.0, ""), Cell("381234567.0"), Cell("0381234567")],
    ids=["old, without its nought", "as a number", "as programs write it out", "whole"],
)
def test_a_number_is_read_though_excel_has_eaten_its_nought(cell: Cell) -> None:
    assert phones(cell, cell.text) == ["+84381234567"]


def test_two_numbers_with_nothing_but_a_space_between_are_two() -> None:
    assert phones(Cell(), "0912345678 0987654321") == ["+84912345678", "+84987654321"]


@pytest.mark.parametrize(
    ("text", "heading", "read"),
    [
        ("06", "Xóm", "xóm 6"),
        ("6", "Tổ dân phố", "tổ dân phố 6"),
        ("6", "Xóm, bản", "xóm 6"),
        ("7", "Xóm, bản", "7"),
        ("8", "Nơi ở", "8"),
    ],
)
def test_a_hamlet_that_is_only_a_number_gets_its_kind_where_that_is_sure(text: str, heading: str, read: str) -> None:
    assert with_kind(text, heading, ["xóm 6", "xóm 8", "bản 8", "bản Khe Bần"]) == read


@pytest.mark.parametrize(
    ("text", "hamlet"),
    [
        ("Xóm 6, xã Kim Bảng, tỉnh Nghệ An", "Xóm 6"),
        ("Xóm 6, Kim Bảng", "Xóm 6"),
        ("Xóm 6, xã Cát Ngạn", "Xóm 6, xã Cát Ngạn"),
        ("Xóm 6,", "Xóm 6,"),
    ],
)
def test_a_hamlet_is_read_out_of_an_address_in_the_commune(text: str, hamlet: str) -> None:
    assert without_commune(text, "Kim Bảng") == without_commune(text, "xã Kim Bảng") == hamlet


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("TTTHCĐK", "parole"),
        ("THTTHCĐK", "parole"),
        ("Tha tù TTHCĐK", "parole"),
        ("ĐX 2025", "amnesty"),
        ("Đ/xá 2/9", "amnesty"),
        ("AT 24 tháng", "suspended"),
    ],
)
def test_the_kind_of_a_case_is_read_as_offices_shorten_it(text: str, code: str) -> None:
    assert case_type(text) == code
