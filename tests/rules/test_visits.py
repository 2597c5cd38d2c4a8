"""What a proper report is, when the next visit falls due, what is worrying."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import visits
from rules.visits import Report, next_visit_on, report_of

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        (TODAY, None),
        (TODAY - timedelta(days=30), None),
        (TODAY - timedelta(days=31), "too_old"),
        (TODAY + timedelta(days=1), "in_future"),
    ],
)
def test_a_visit_lies_in_the_last_thirty_days(day: date, problem: str | None) -> None:
    assert visits.day_problem(day, TODAY) == problem


def test_reasons_belong_to_an_outcome_without_a_meeting() -> None:
    assert visits.reasons_for("met") == ()
    assert all(visits.reasons_for(outcome) for outcome in visits.OUTCOMES if not visits.met(outcome))
    assert "custody" in visits.REASONS
    assert len(set(visits.REASONS)) == len(visits.REASONS)


def test_a_report_can_be_corrected_for_a_day() -> None:
    filed = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert visits.can_correct(filed, filed + timedelta(hours=23, minutes=59))
    assert not visits.can_correct(filed, filed + timedelta(hours=24))


@pytest.mark.parametrize(
    ("home", "every", "days"),
    [
        (date(2026, 11, 1), None, 7),
        (date(2026, 8, 24), None, 7),
        (date(2026, 8, 23), None, 30),
        (None, None, 30),
        (date(2026, 11, 1), 14, 14),
    ],
)
def test_visits_are_closer_in_the_first_three_months(home: date | None, every: int | None, days: int) -> None:
    assert next_visit_on(TODAY, home, every) == TODAY + timedelta(days=days)


def test_after_a_visit_in_vain_the_guardian_tries_again_sooner() -> None:
    assert next_visit_on(TODAY, None, outcome="away") == TODAY + timedelta(days=3)
    assert next_visit_on(TODAY, None, outcome="refused") == TODAY + timedelta(days=7)
    assert next_visit_on(TODAY, None, 5, outcome="refused") == TODAY + timedelta(days=5)
    assert next_visit_on(TODAY, None, outcome="away", reason="working_far") == TODAY + timedelta(days=14)


@given(DAYS, st.integers(-40, 40))
def test_months_later_keeps_the_day_or_the_end_of_the_month(day: date, months: int) -> None:
    later = visits.months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


def test_a_report_is_read_from_the_answers_of_the_form() -> None:
    answers = {"mood": "bad", "work": "none", "concerns": ["debt"], "needs": ["job"], "reason": None, "note": "…"}
    read = report_of(TODAY, "phone", "met", answers)
    assert read == Report(TODAY, "met", "phone", "none", "bad", ("debt",), ("job",))
    assert report_of(TODAY, "home", "away", answers).mood == ""


def test_days_overdue() -> None:
    assert visits.visit_due(date(2026, 11, 20), date(2026, 11, 23)).days_overdue == 3
    assert visits.visit_due(date(2026, 11, 25), date(2026, 11, 23)).days_overdue == 0
    assert visits.visit_due(None, date(2026, 11, 23)).days_overdue == 0
