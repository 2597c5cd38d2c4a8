"""Periods, visits on time, small counts hidden, and how sure a difference is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.figures import (
    KINDS,
    Course,
    InCare,
    Made,
    Punctuality,
    Share,
    Visited,
    count_visits,
    difference,
    median,
    period_of,
    told_to_province,
)
from rules.visits import OUTCOMES

WEEKLY = InCare(date(2025, 1, 10), 7)


@given(st.sampled_from(KINDS), st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_a_day_lies_in_its_period_and_periods_follow_without_a_gap(kind: str, day: date) -> None:
    period = period_of(kind, day)
    assert period.first <= day <= period.last
    assert (period.first - period.before.last).days == 1


def counted(course: Course, days: list[int], *, until: int) -> Punctuality:
    """Counts visits of these days of November 2026."""
    visits = [(1, date(2026, 11, day), "met") for day in days]
    (told,) = count_visits({1: course}, visits, [period_of("month", date(2026, 11, 1))], date(2026, 11, until))
    return told.punctuality


def test_a_visit_is_on_time_by_the_day_that_the_one_before_has_set() -> None:
    course = Course(WEEKLY, Visited(date(2026, 10, 26), "met"))
    assert counted(course, [2, 9, 18], until=30) == Punctuality(on_time=2, late=1, overdue=1)


def test_the_first_visit_of_all_is_on_time() -> None:
    assert counted(Course(WEEKLY), [2], until=5) == Punctuality(on_time=1)


def test_a_visit_of_more_than_a_year_ago_sets_no_day() -> None:
    assert counted(Course(WEEKLY, Visited(date(2025, 9, 1), "met")), [2], until=5) == Punctuality(on_time=1)


@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.dates(date(2025, 1, 1), date(2026, 11, 20)), st.sampled_from(OUTCOMES)),
        max_size=40,
    )
)
def test_periods_counted_in_one_pass_are_those_counted_one_by_one(visits: list[Made]) -> None:
    visits.sort(key=lambda visit: visit[1])
    today = date(2026, 11, 20)
    periods = [period_of("quarter", day) for day in (date(2026, 5, 1), date(2026, 8, 1), today)]

    def courses(first: date) -> dict[int, Course]:
        before = {person: Visited(on, outcome) for person, on, outcome in visits if on < first}
        return {person: Course(InCare(date(2026, 4, 1)), before.get(person)) for person in (1, 2, 3)}

    def between(first: date, last: date) -> list[Made]:
        return [visit for visit in visits if first <= visit[1] <= last]

    at_once = count_visits(courses(periods[0].first), between(periods[0].first, today), periods, today)
    assert at_once == [
        count_visits(courses(one.first), between(one.first, one.last), [one], today)[0] for one in periods
    ]


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 20), max_size=8))
def test_a_hidden_count_cannot_be_worked_out_from_the_sum(counts: dict[str, int]) -> None:
    shown, total = told_to_province(counts)
    assert total == sum(count for count in shown.values() if count)
    assert all(count is None or count == 0 or count >= 5 for count in shown.values())


def test_the_bounds_of_a_share_are_those_of_wilson() -> None:
    low, high = Share(81, 263).bounds()
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_the_difference_of_two_shares_is_that_of_newcombe() -> None:
    found = difference(Share(56, 70), Share(48, 80))
    assert found is not None
    assert (round(found.value, 4), round(found.least, 4), round(found.most, 4)) == (0.2, 0.0524, 0.3339)
    assert found.is_sure


def test_of_too_few_nothing_is_said() -> None:
    assert difference(Share(9, 9), Share(1, 40)) is None


@pytest.mark.parametrize(("numbers", "middle"), [([], None), ([3], 3), ([1, 9, 2], 2), ([1, 2, 3, 10], 2.5)])
def test_the_middle_of_numbers(numbers: list[float], middle: float | None) -> None:
    assert median(numbers) == middle
