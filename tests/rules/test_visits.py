"""What a proper report is, when the next visit falls due, what is worrying."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import alerts, visits
from rules.visits import Report, alerts_for, next_visit_on, report_of

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
REPORTS = st.builds(
    Report,
    visited_on=st.dates(date(2026, 1, 1), TODAY),
    outcome=st.sampled_from(visits.OUTCOMES),
    kind=st.sampled_from(visits.KINDS),
    work=st.sampled_from(("", *visits.WORK)),
    mood=st.sampled_from(("", *visits.MOOD)),
    concerns=st.lists(st.sampled_from(visits.CONCERNS), unique=True).map(tuple),
    reason=st.sampled_from(("", *visits.REASONS)),
)


def report(days_ago: int = 0, outcome: str = "met", **other: object) -> Report:
    return Report(TODAY - timedelta(days=days_ago), outcome, **other)  # type: ignore[arg-type]


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
    assert next_visit_on(TODAY, None, outcome="away") == TODAY + timedelta(days=14)
    assert next_visit_on(TODAY, TODAY, outcome="refused") == TODAY + timedelta(days=7)


@given(DAYS, st.integers(-40, 40))
def test_months_later_keeps_the_day_or_the_end_of_the_month(day: date, months: int) -> None:
    later = visits.months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("now", "earlier", "expected"),
    [
        (report(), [], []),
        (report(concerns=("violence",)), [], [("urgent", "violence")]),
        (report(concerns=("left_area",)), [], [("high", "left_area")]),
        (report(outcome="moved"), [], [("high", "moved")]),
        (report(outcome="away", reason="custody"), [], [("high", "custody")]),
        (report(outcome="away", reason="hospital"), [], [("normal", "hospital")]),
        (report(concerns=("drugs",)), [], [("normal", "drugs")]),
        (report(concerns=("drugs",)), [report(30, concerns=("drugs",))], [("high", "drugs")]),
        (report(concerns=("drugs", "company")), [], [("high", "drugs")]),
        (report(concerns=("alcohol",)), [], []),
        (report(concerns=("alcohol",)), [report(30, concerns=("alcohol",))], [("normal", "alcohol")]),
        (report(concerns=("alcohol", "family")), [], [("high", "family")]),
        (report(mood="bad", concerns=("low_mood",)), [], [("high", "low_mood")]),
        (report(mood="bad"), [], [("normal", "low_mood")]),
        (report(mood="low"), [], []),
        (report(mood="low"), [report(30, mood="low")], [("high", "low_mood")]),
        (report(mood="ill", concerns=("health",)), [], [("normal", "health")]),
        (report(outcome="refused"), [], []),
        (report(outcome="refused"), [report(9, "refused")], [("high", "refused_again")]),
        (report(outcome="away"), [report(9, "away")], []),
        (report(outcome="away"), [report(9, "away"), report(18, "away")], [("high", "away_again")]),
        (report(outcome="away"), [report(9, "refused"), report(18, "away")], [("high", "away_again")]),
        (report(outcome="away"), [report(9, "away"), report(18), report(27, "away")], []),
        (report(outcome="away", reason="working_far"), [report(9, "away"), report(18, "away")], []),
        (report(work="none", mood="low"), [report(30, work="steady")], [("normal", "setback")]),
        (report(work="none"), [report(30, work="steady")], []),
    ],
)
def test_what_is_worrying(now: Report, earlier: list[Report], expected: list[tuple[str, str]]) -> None:
    assert alerts_for(now, earlier) == expected


def test_many_concerns_together_weigh_more() -> None:
    found = alerts_for(report(concerns=("alcohol", "gambling", "company", "debt")))
    assert ("high", "many_concerns") in found


@given(REPORTS, st.lists(REPORTS, max_size=6))
def test_alerts_are_known_once_each_and_the_most_pressing_first(now: Report, earlier: list[Report]) -> None:
    found = alerts_for(now, earlier)
    assert all(level in alerts.LEVELS and reason in alerts.REASONS for level, reason in found)
    assert len({reason for _, reason in found}) == len(found)
    assert [alerts.LEVELS.index(level) for level, _ in found] == sorted(alerts.LEVELS.index(one) for one, _ in found)


@given(REPORTS, st.lists(REPORTS, max_size=6, unique_by=lambda one: one.visited_on), st.randoms())
def test_the_order_in_which_earlier_reports_come_does_not_matter(
    now: Report, earlier: list[Report], chance: object
) -> None:
    shuffled = list(earlier)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert alerts_for(now, shuffled) == alerts_for(now, earlier)


@given(REPORTS)
def test_violence_is_always_urgent(now: Report) -> None:
    assert (("urgent", "violence") in alerts_for(now)) == ("violence" in now.concerns)


def test_a_report_is_read_from_the_answers_of_the_form() -> None:
    answers = {"mood": "bad", "work": "none", "concerns": ["debt"], "needs": ["job"], "reason": None, "note": "…"}
    read = report_of(TODAY, "phone", "met", answers)
    assert read == Report(TODAY, "met", "phone", "none", "bad", ("debt",), ("job",))
    assert report_of(TODAY, "home", "away", answers).mood == ""


def test_days_overdue() -> None:
    assert visits.visit_due(date(2026, 11, 20), date(2026, 11, 23)).days_overdue == 3
    assert visits.visit_due(date(2026, 11, 25), date(2026, 11, 23)).days_overdue == 0
    assert visits.visit_due(None, date(2026, 11, 23)).days_overdue == 0
