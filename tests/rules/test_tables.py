"""The dated tables load, name their sources and agree with the rules."""

import csv
from datetime import date

import holidays
import pytest

from rules import deadlines, retention
from seeds.build_holidays import FILE, YEARS
from seeds.tables import load_tables

TODAY = date(2026, 11, 23)


def test_what_is_kept_and_how_long_agrees_with_the_rules() -> None:
    assert load_tables(TODAY).retention_days == retention.DAYS


def test_the_loan_figures_of_a_day() -> None:
    tables = load_tables(TODAY)
    assert tables.loans_on(date(2025, 6, 1)).other_most == 0
    now = tables.loans_on(TODAY)
    assert (now.business_most, now.other_most, now.yearly_rate) == (100_000_000, 200_000_000, None)
    assert all(table.source and table.checked_on for table in tables.loans)
    with pytest.raises(LookupError, match=r"loans\.csv"):
        tables.loans_on(date(2020, 1, 1))


def test_holidays_and_the_days_exchanged_for_them() -> None:
    tables = load_tables(TODAY)
    assert date(2026, 11, 24) in tables.free_days
    assert date(2027, 2, 6) in tables.free_days
    assert deadlines.is_working_day(date(2026, 8, 22), tables.free_days, tables.extra_days)
    assert not tables.free_days & tables.extra_days


def test_the_file_of_holidays_is_what_the_package_says_and_beyond_it_the_package_is_asked() -> None:
    package = holidays.country_holidays("VN", years=YEARS, language="vi")
    with FILE.open(encoding="utf-8", newline="") as file:
        written = {date.fromisoformat(row["day"]): row["name"] for row in csv.DictReader(file)}
    assert written == dict(package), "run python seeds/build_holidays.py"
    assert date(2035, 4, 30) in load_tables(date(2034, 5, 1)).free_days


def test_hotlines_say_where_they_come_from() -> None:
    tables = load_tables(TODAY)
    assert tables.hotline("police").number == "113"
    for line in tables.hotlines:
        assert line.source
        assert line.confirmed == (line.checked_on is not None)
    assert tables.hotline("legal_aid").weekdays == (1, 2, 3, 4, 5)
