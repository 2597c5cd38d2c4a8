"""Steps and clocks of being taken in charge, by case type, and days that cannot be."""

from datetime import date

import pytest

from rules import intake, taking_charge
from rules.case_types import CODES
from rules.taking_charge import Open, Step, day_problem, is_complete, open_steps, possible, steps_of

HOME = date(2026, 11, 9)  # a Monday
MET = date(2026, 11, 11)
FREE = frozenset({date(2026, 11, 13)})


def ends(case_type: str, days: dict[str, date], free_days: frozenset[date] = frozenset()) -> dict[str, date | None]:
    return {item.step.code: item.ends_on for item in open_steps(case_type, HOME, days, free_days)}


def step(case_type: str, code: str) -> Step:
    found = taking_charge.step_of(case_type, code)
    assert found is not None
    return found


def test_who_has_served_has_a_guardian_proposed_in_three_working_days_and_a_file_in_five() -> None:
    # Wednesday 11/11 → Monday 16/11, Wednesday 18/11
    assert ends("finished", {"met": MET}) == {
        "proposed": date(2026, 11, 16),
        "filed": date(2026, 11, 18),
        "decided": None,
    }


def test_a_public_holiday_is_no_working_day() -> None:
    assert ends("finished", {"met": MET}, FREE)["proposed"] == date(2026, 11, 17)


def test_in_the_community_the_chairman_has_three_days_more_and_the_plan_five() -> None:
    assert ends("suspended", {"met": MET}) == {
        "proposed": date(2026, 11, 16),
        "planned": date(2026, 11, 18),
        "decided": None,
    }
    assert ends("suspended", {"met": MET, "proposed": date(2026, 11, 12)})["decided"] == date(2026, 11, 17)


def test_no_clock_runs_before_the_first_meeting_but_on_parole() -> None:
    assert set(ends("finished", {}).values()) == {None}
    assert ends("parole", {})["met"] == date(2026, 11, 14)


def test_whoever_is_under_both_regimes_has_the_steps_of_both() -> None:
    assert [item.code for item in steps_of("residence")] == ["met", "proposed", "decided", "filed", "planned"]


@pytest.mark.parametrize("case_type", CODES)
def test_every_case_type_ends_when_all_its_steps_are_taken(case_type: str) -> None:
    days: dict[str, date] = {}
    while left := open_steps(case_type, HOME, days, frozenset()):
        assert not is_complete(case_type, days)
        nxt = next(item.step for item in left if item.step in possible(case_type, days))
        assert day_problem(nxt, MET, MET, case_type, HOME, days) is None
        days[nxt.code] = MET
    assert is_complete(case_type, days)


@pytest.mark.parametrize(
    ("code", "day", "days", "problem"),
    [
        ("met", date(2026, 11, 21), {}, "in_future"),
        ("met", date(2026, 11, 8), {}, "before_home"),
        ("proposed", MET, {}, "needs_met"),
        ("proposed", date(2026, 11, 10), {"met": MET}, "before_met"),
        ("decided", MET, {"met": MET}, "needs_proposed"),
        ("decided", MET, {"met": MET, "proposed": date(2026, 11, 12)}, "before_proposed"),
        ("met", date(2026, 11, 13), {"met": MET, "proposed": date(2026, 11, 12)}, "after_proposed"),
        ("filed", date(2026, 11, 20), {"met": MET}, None),
    ],
)
def test_a_day_that_cannot_be_is_named(code: str, day: date, days: dict[str, date], problem: str | None) -> None:
    assert day_problem(step("finished", code), day, date(2026, 11, 20), "finished", HOME, days) == problem


def test_a_step_is_late_from_the_day_after_its_last() -> None:
    item = Open(step("finished", "filed"), date(2026, 11, 18))
    assert item.days_late(date(2026, 11, 18)) == 0
    assert item.days_late(date(2026, 11, 20)) == 2


def test_officers_hear_on_the_working_days_around_the_end() -> None:
    ends_on, today = date(2026, 11, 16), date(2026, 11, 11)
    assert taking_charge.told_on(ends_on, today, FREE) == (date(2026, 11, 12), date(2026, 11, 17))


def test_of_a_clock_that_has_ended_officers_hear_on_the_next_working_day() -> None:
    friday = date(2026, 11, 20)
    assert taking_charge.told_on(date(2026, 11, 16), friday, FREE)[1] == date(2026, 11, 23)


def test_needs_follow_from_what_is_told_and_none_from_what_is_skipped() -> None:
    told = {"wishes": ["job"], "lodging": "unstable", "papers": ["id_card"], "health": "care"}
    assert intake.needs_told(told) == ("job", "papers", "health_care", "housing")
    assert intake.needs_told({"wishes": None, "lodging": None, "papers": None, "health": None}) == ()
    assert intake.needs_told({}) == ()
