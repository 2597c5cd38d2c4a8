"""The pre-check of a loan: conditions seem met, something is missing, or another way."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import loans
from rules.loans import LoanAnswers, LoanTable, check

TODAY = date(2026, 11, 23)
TABLE = LoanTable(
    valid_from=date(2026, 1, 1),
    business_most=100_000_000,
    business_months=120,
    training_month_most=4_000_000,
    years_since_release=5,
    list_day=5,
    enterprise_most=2_000_000_000,
    enterprise_worker_most=100_000_000,
    enterprise_share_percent=10,
    other_most=200_000_000,
    other_months=120,
)
GOOD = LoanAnswers("finished", "business", date(2024, 5, 1))


def test_whoever_meets_the_conditions_may_ask_for_the_list() -> None:
    found = check(GOOD, TODAY, TABLE)
    assert (found.verdict, found.most, found.months, found.list_by) == ("eligible", 100_000_000, 120, date(2026, 12, 5))
    assert (found.missing, found.reasons, found.notes, found.other_way) == ((), (), (), False)


def test_training_is_lent_by_the_month() -> None:
    assert check(replace(GOOD, purpose="training"), TODAY, TABLE).most == 4_000_000


@pytest.mark.parametrize("certificate", ["parole", "suspended", "community"])
def test_a_sentence_still_running_is_another_programme(certificate: str) -> None:
    found = check(replace(GOOD, certificate=certificate, ended_on=None), TODAY, TABLE)
    assert (found.verdict, found.reasons, found.other_way) == ("not", ("not_finished",), True)


@pytest.mark.parametrize(
    ("ended", "verdict", "notes"),
    [
        (date(2021, 11, 23), "eligible", ("closing",)),
        (date(2021, 11, 22), "not", ()),
        (date(2022, 2, 22), "eligible", ("closing",)),
        (date(2022, 2, 23), "eligible", ()),
    ],
)
def test_the_window_is_five_years(ended: date, verdict: str, notes: tuple[str, ...]) -> None:
    found = check(replace(GOOD, ended_on=ended), TODAY, TABLE)
    assert (found.verdict, found.notes) == (verdict, notes)
    assert found.other_way == (verdict == "not")


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"certificate": "lost"}, ("certificate_copy",)),
        ({"ended_on": None}, ("end_date",)),
        ({"lives_here": False}, ("residence",)),
        ({"same_debt": True}, ("same_debt",)),
        ({"signer": "nobody", "same_debt": True}, ("same_debt", "signer")),
    ],
)
def test_what_is_missing_is_named(change: dict[str, object], missing: tuple[str, ...]) -> None:
    found = check(replace(GOOD, **change), TODAY, TABLE)  # type: ignore[arg-type]
    assert (found.verdict, found.missing) == ("nearly", missing)


def test_more_than_the_most_points_to_the_other_way_too() -> None:
    found = check(replace(GOOD, amount=150_000_000), TODAY, TABLE)
    assert (found.verdict, found.notes, found.other_way) == ("eligible", ("over_most",), True)


@pytest.mark.parametrize(
    ("today", "by"),
    [
        (date(2026, 12, 4), date(2026, 12, 5)),
        (date(2026, 12, 5), date(2027, 1, 5)),
        (date(2026, 12, 31), date(2027, 1, 5)),
    ],
)
def test_the_list_leaves_on_the_fifth(today: date, by: date) -> None:
    assert loans.list_by(today, TABLE) == by


def test_no_rate_is_quoted_until_the_bank_confirms_one() -> None:
    assert loans.monthly_interest(100_000_000, TABLE) is None
    assert loans.instalment(100_000_000, 120, TABLE) == loans.Instalment(833_333, None)
    confirmed = replace(TABLE, yearly_rate=Decimal("6.6"))
    assert loans.monthly_interest(100_000_000, confirmed) == 550_000
    with pytest.raises(ValueError, match="above nought"):
        loans.instalment(0, 120, TABLE)


@pytest.mark.parametrize(
    ("workers", "of_them", "verdict", "most"),
    [
        (20, 2, "eligible", 200_000_000),
        (21, 2, "nearly", 200_000_000),
        (5, 0, "not", 0),
        (40, 30, "eligible", 2_000_000_000),
    ],
)
def test_an_enterprise_employs_a_tenth(workers: int, of_them: int, verdict: str, most: int) -> None:
    found = loans.check_enterprise(workers, of_them, 50_000_000, same_debt=False, table=TABLE)
    assert (found.verdict, found.most) == (verdict, most)


ANSWERS = st.builds(
    LoanAnswers,
    certificate=st.sampled_from(loans.CERTIFICATES),
    purpose=st.sampled_from(loans.PURPOSES),
    ended_on=st.none() | st.dates(date(2015, 1, 1), TODAY),
    signer=st.sampled_from(loans.SIGNERS),
    lives_here=st.booleans(),
    same_debt=st.booleans(),
    amount=st.none() | st.integers(1, 10**9),
)


@given(ANSWERS)
def test_the_verdict_says_no_more_than_the_answers(answers: LoanAnswers) -> None:
    found = check(answers, TODAY, TABLE)
    assert (found.verdict == "not") == bool(found.reasons)
    assert (found.verdict == "nearly") == bool(found.missing)
    assert found.verdict != "eligible" or (answers.certificate in ("finished", "amnesty") and answers.ended_on)
