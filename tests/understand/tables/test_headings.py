"""Headings of lists: what is not surely a column of ours is asked, and never read as something else."""

from typing import Any

import pytest

from handlers.understand.tables.cells import Cell, Merge, Table
from handlers.understand.tables.headings import find, kind_of
from handlers.understand.tables.rows import entries


def table(*rows: tuple[Any, ...]) -> Table:
    filled = Table("")
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            filled.put(number, column, Cell(str(text)))
    return filled


@pytest.mark.parametrize(
    "heading",
    [
        *("HKTT", "Mã số", "Ngày lập hồ sơ", "Hồ sơ số"),
        *("SĐT vợ", "Năm sinh vợ (chồng)", "Họ tên bố/mẹ", "SĐT người thân", "Họ tên chủ hộ"),
    ],
)
def test_what_only_ends_like_a_number_or_is_about_a_relative_is_asked(heading: str) -> None:
    assert kind_of(heading, {}) == "unknown"


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Số điện thoại người được phân công", "guardian_phone"),
        ("Họ tên người được phân công", "guardian"),
        ("Người được giao giúp đỡ", "guardian"),
        ("Họ và tên người được giúp đỡ", "name"),
        ("CB phụ trách", "guardian"),
        ("Họ tên cán bộ", "name"),
        ("NTNS", "born"),
        ("Đ.thoại", "phone"),
        ("Ngày CHXAPT", "released_on"),
        ("Hết thời gian thử thách", "ends_on"),
    ],
)
def test_what_offices_write_above_columns_is_known(heading: str, code: str) -> None:
    assert kind_of(heading, {}) == code


def test_a_name_in_two_columns_under_one_heading_is_one_name() -> None:
    heading = ("STT", "Họ và tên", "", "Năm sinh", "Xóm")
    people = (1, "Lò Thị", "Na", 1987, "xóm 6"), (2, "Bùi Văn", "Hai", 1988, "xóm 6")
    merged = table(heading, *people)
    merged.merges.append(Merge(1, 1, 1, 2))
    for each in (merged, table(heading, *people)):
        headings = find(each)
        assert headings.columns("family") == [1]
        assert headings.columns("given") == [2]
        assert not headings.unknown


def test_what_stands_behind_the_helpers_name_is_the_helpers() -> None:
    rows = ("Bùi Văn Một", "", "xóm 6", "Nguyễn Đình Tư", "0900000005", "1962")
    headings = find(table(("Họ tên", "Năm sinh", "Xóm", "Người giúp đỡ", "SĐT", "Năm sinh"), rows))
    assert headings.columns("guardian_phone") == [4]
    assert headings.columns("guardian_born") == [5]


def test_what_stands_behind_the_name_of_somebody_else_is_asked() -> None:
    twice = ("Họ tên", "Năm sinh", "Xóm")
    for heading in ((*twice, *twice), (*twice, "Họ tên vợ", "Năm sinh", "Xóm")):
        headings = find(table(heading, ("Bùi Văn Một", "", "xóm 6", "Lê Thị Hai", "1990", "xóm 5")))
        assert headings.columns("born") == [1]
        assert [code for column, code in headings.codes.items() if column > 2] == ["unknown"] * 3


def test_what_stands_beside_a_whole_name_without_a_heading_is_no_part_of_it() -> None:
    headings = find(table(("Họ và tên", "", "Xóm"), ("Bùi Văn Một", "Nam", "xóm 6"), ("Bùi Thị Hai", "Nữ", "xóm 6")))
    assert headings.columns("name") == [0]
    assert not headings.columns("given")


def test_years_of_men_and_women_in_columns_of_their_own_are_years() -> None:
    list_ = table(
        ("Họ và tên", "Năm sinh", "", "Xóm"),
        ("", "Nam", "Nữ", ""),
        ("Bùi Văn Một", 1987, "", "xóm 6"),
        ("Bùi Thị Hai", "", 1990, "xóm 6"),
    )
    list_.merges.append(Merge(1, 1, 1, 2))
    rows = list(entries(list_, find(list_)))
    assert [row.about_somebody for row in rows] == [False, True, True]
