"""Days and years in cells, as programs write them out and as offices write what they know only in part."""

from datetime import date

import pytest

from handlers.understand.tables.cells import Cell
from handlers.understand.tables.day_cells import born, day
from handlers.understand.tables.values import Doubtful

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    "text",
    [
        "1987-08-02T00:00:00",
        "1987-08-02 00:00:00",
        "2-Aug-1987",
        "02-Aug-87",
        "2/Aug/1987",
        "02-Thg8-87",
        "2 Th8 1987",
        "mùng 2 tháng 8 năm 1987",
        "Mồng 2 tháng 8 năm 1987",
        "31991.0",
    ],
)
def test_a_day_is_read_as_programs_and_people_write_it(text: str) -> None:
    assert born(Cell(text), text, TODAY) == date(1987, 8, 2)


@pytest.mark.parametrize(
    "text", ["2025-10-05T00:00:00", "5-Oct-2025", "05-Oct-25", "05-Thg10-25", "mùng 5 tháng 10 năm 2025"]
)
def test_the_day_of_coming_home_is_read_the_same_way(text: str) -> None:
    assert day(Cell(text), text, TODAY) == date(2025, 10, 5)


@pytest.mark.parametrize(
    "text",
    ["//1987", "/8/1987", "00/00/1987", "0/0/1987", "?/?/1987", "?/8/1987", "__/__/1987", "../../1987", "1987.0"],
)
def test_where_day_or_month_are_left_open_the_year_counts_and_no_day_is_made_up(text: str) -> None:
    assert born(Cell(text), text, TODAY) == 1987
    with pytest.raises(Doubtful) as why:
        day(Cell(text), text, TODAY)
    assert why.value.code == "day_partial"


@pytest.mark.parametrize("text", ["2/8/19 87", "31/02/1987", "30-Feb-1987", "2/13/19871"])
def test_what_is_no_day_is_asked(text: str) -> None:
    with pytest.raises(Doubtful):
        born(Cell(text), text, TODAY)
