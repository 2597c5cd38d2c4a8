"""The days of an absence counted against what the law of 2019 had: each time, and a share of the whole term."""

from datetime import date

import pytest

from rules.absences import count

HOME, END = date(2026, 1, 1), date(2026, 12, 31)
FIRST, LAST = date(2026, 6, 1), date(2026, 6, 10)


def test_a_third_of_a_year_on_parole_is_a_hundred_and_twenty_one_days() -> None:
    counted = count("parole", FIRST, LAST, [], home_on=HOME, ends_on=END)
    assert (counted.term, counted.share, counted.left) == (365, 121, 111)


def test_days_away_before_are_taken_from_the_share() -> None:
    before = [(date(2026, 2, 1), date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 5, 25))]
    counted = count("parole", FIRST, LAST, before, home_on=HOME, ends_on=END)
    assert (counted.before, counted.left, counted.is_over) == (114, -3, False)


@pytest.mark.parametrize("ends_on", [None, date(2025, 12, 31)])
def test_without_the_last_day_of_the_term_no_share_is_worked_out(ends_on: date | None) -> None:
    counted = count("parole", FIRST, LAST, [], home_on=HOME, ends_on=ends_on)
    assert (counted.share, counted.left) == (None, None)


@pytest.mark.parametrize("case_type", ["suspended", "community", "residence", "finished"])
def test_where_the_term_does_not_begin_at_home_or_has_no_limit_seen_no_share_is_worked_out(case_type: str) -> None:
    assert count(case_type, FIRST, LAST, [], home_on=HOME, ends_on=END).share is None
