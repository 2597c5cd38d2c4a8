"""The repayment of a loan, by examples worked out by hand, and what holds for every loan."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.repayment import Part, parts, total_interest, totals, training_months

RATE = Decimal("6.6")


def test_twelve_million_over_a_year_at_the_rate_for_poor_households() -> None:
    paid = parts(12_000_000, 12, RATE, paid_out_on=date(2026, 12, 15))
    assert paid[0] == Part(1, date(2027, 1, 15), 1_000_000, 66_000, 11_000_000)
    assert paid[1] == Part(2, date(2027, 2, 15), 1_000_000, 60_500, 10_000_000)
    assert paid[-1] == Part(12, date(2027, 12, 15), 1_000_000, 5_500, 0)
    assert total_interest(paid) == 429_000
    assert paid[0].total == 1_066_000


def test_a_hundred_million_pays_550_000_of_interest_in_the_first_month() -> None:
    assert parts(100_000_000, 120, RATE)[0].interest == 550_000


def test_the_last_part_takes_what_rounding_leaves() -> None:
    assert [part.principal for part in parts(10_000_000, 3)] == [3_333_333, 3_333_333, 3_333_334]


def test_it_may_be_paid_every_half_year_and_the_last_part_comes_with_the_end() -> None:
    paid = parts(30_000_000, 15, RATE, every=6, paid_out_on=date(2026, 12, 1))
    assert [(part.due_on, part.principal, part.interest) for part in paid] == [
        (date(2027, 6, 1), 12_000_000, 990_000),
        (date(2027, 12, 1), 12_000_000, 594_000),
        (date(2028, 3, 1), 6_000_000, 99_000),
    ]


def test_money_that_came_on_the_last_of_a_month_is_paid_on_the_last_of_shorter_ones() -> None:
    assert [part.due_on for part in parts(2_000_000, 2, paid_out_on=date(2026, 12, 31))] == [
        date(2027, 1, 31),
        date(2027, 2, 28),
    ]


def test_without_a_confirmed_rate_no_interest_is_worked_out() -> None:
    paid = parts(12_000_000, 12)
    assert {part.interest for part in paid} == {None}
    assert total_interest(paid) is None


def test_payments_are_joined_where_there_are_too_many_to_draw() -> None:
    paid = parts(12_000_000, 12, RATE)
    assert totals(paid, 12)[0] == ("1", 1_000_000, 66_000)
    assert totals(paid, 4) == [
        ("1–3", 3_000_000, 181_500),
        ("4–6", 3_000_000, 132_000),
        ("7–9", 3_000_000, 82_500),
        ("10–12", 3_000_000, 33_000),
    ]
    assert totals((), 12) == []


@pytest.mark.parametrize(("course", "months"), [(3, 6), (12, 24), (13, 13), (24, 24)])
def test_how_long_a_course_may_be_paid_back(course: int, months: int) -> None:
    assert training_months(course) == months


@pytest.mark.parametrize("wrong", [(0, 12, 1), (1_000_000, 0, 1), (1_000_000, 12, 0), (-5, 12, 1)])
def test_nothing_is_split_into_nothing(wrong: tuple[int, int, int]) -> None:
    amount, months, every = wrong
    with pytest.raises(ValueError, match="above nought"):
        parts(amount, months, every=every)


@given(amount=st.integers(1, 2 * 10**9), months=st.integers(1, 120), every=st.sampled_from((1, 3, 6, 12)))
def test_all_of_it_is_paid_and_never_less_than_nothing(amount: int, months: int, every: int) -> None:
    paid = parts(amount, months, RATE, every=every)
    assert sum(part.principal for part in paid) == amount
    assert paid[-1].left == 0
    assert all(part.principal >= 0 and (part.interest or 0) >= 0 for part in paid)
    assert [part.left for part in paid] == sorted((part.left for part in paid), reverse=True)
