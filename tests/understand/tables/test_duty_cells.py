"""The days of duty as rosters write them."""

from datetime import date

import pytest

from handlers.understand.tables.cells import EMPTY
from handlers.understand.tables.duty_cells import duty_days
from handlers.understand.tables.values import Doubtful

TUESDAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("1/12", [1]),
        ("1/12, 3/12 - 5/12", [1, 3, 4, 5]),
        ("từ 3/12 đến 5/12", [3, 4, 5]),
        ("7-9/12", [7, 8, 9]),
        ("2/12; 4/12/2026", [2, 4]),
        ("thứ Năm", [3]),
        ("Có", [1, 2, 3, 4, 5, 6]),
        ("x", [1, 2, 3, 4, 5, 6]),
        ("Không", []),
        ("", []),
    ],
)
def test_days_are_read(written: str, days: list[int]) -> None:
    assert duty_days(EMPTY, written, TUESDAY) == tuple(date(2026, 12, day) for day in days)


@pytest.mark.parametrize("written", ["lúc nào rảnh", "5/12 - 3/12", "32/12"])
def test_what_names_no_day_is_not_guessed_at(written: str) -> None:
    with pytest.raises(Doubtful):
        duty_days(EMPTY, written, TUESDAY)
