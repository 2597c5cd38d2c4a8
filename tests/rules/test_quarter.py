"""The clocks of the quarterly report: when it is begun, asked for and late, and how few visits are few."""

from datetime import date, datetime, timedelta

import pytest

from rules.deadlines import Quarter
from rules.local_time import ZONE, local
from rules.quarter import few_visits, late_from, nudges, period_of, quarter_in, to_plan

FOURTH = Quarter(2026, 4)


@pytest.mark.parametrize(
    ("today", "quarter"),
    [
        (date(2027, 1, 1), FOURTH),
        (date(2027, 1, 10), FOURTH),
        (date(2027, 1, 11), None),
        (date(2026, 12, 31), None),
        (date(2026, 4, 1), Quarter(2026, 1)),
    ],
)
def test_reports_are_begun_on_the_first_days_of_the_next_quarter(today: date, quarter: Quarter | None) -> None:
    assert to_plan(today) == quarter


def test_a_holiday_gives_its_reminder_to_the_next_day_and_none_comes_after_the_fifth() -> None:
    free = {date(2027, 1, 1)}
    days = [local(moment).date() for moment in nudges(FOURTH, free).values()]
    assert days == [date(2027, 1, 2), date(2027, 1, 4), date(2027, 1, 5)]
    week_off = {date(2027, 1, 1) + timedelta(days=day) for day in range(9)}
    assert nudges(FOURTH, week_off) == {}


def test_two_reminders_that_meet_on_one_day_are_one() -> None:
    free = {date(2027, 1, day) for day in (1, 2, 3)}
    assert list(nudges(FOURTH, free)) == [2, 3]


def test_it_is_late_from_the_sixth_at_midnight() -> None:
    assert late_from(FOURTH) == datetime(2027, 1, 6, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("met", "came_home", "few"),
    [
        (3, date(2026, 1, 10), False),
        (2, date(2026, 1, 10), True),
        (1, date(2026, 12, 10), False),
        (0, date(2026, 12, 10), True),
        (0, date(2026, 12, 20), False),
    ],
)
def test_fewer_than_one_meeting_a_month_at_home_are_few(met: int, came_home: date, few: bool) -> None:
    assert few_visits(met, FOURTH, came_home) == few


@pytest.mark.parametrize("words", ["", "2026", "2026-0", "2026-5", "26-4", "x-1", "2026-4-1"])
def test_what_is_no_stored_quarter_is_none(words: str) -> None:
    assert quarter_in(words) is None


def test_a_quarter_is_read_as_it_is_stored() -> None:
    assert quarter_in(period_of(FOURTH)) == FOURTH
