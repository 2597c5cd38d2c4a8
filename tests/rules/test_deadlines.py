"""Quarters, working days, reminders, quiet hours."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import deadlines, quiet
from rules.deadlines import MORNING, Quarter, is_rest_day, is_working_day
from rules.local_time import ZONE, at, local, local_day

TET = frozenset(date(2027, 2, day) for day in range(4, 11))
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
FREE = st.frozensets(st.dates(date(2026, 10, 1), date(2027, 3, 31)), max_size=25)
MOMENTS = st.datetimes(datetime(2026, 10, 1), datetime(2027, 3, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(DAYS)
def test_quarters_follow_each_other_without_a_gap(day: date) -> None:
    quarter = deadlines.quarter_of(day)
    assert quarter.first <= day <= quarter.last
    assert quarter.following.previous == quarter
    assert quarter.following.first - quarter.last == timedelta(days=1)


def test_the_report_is_wanted_in_the_first_five_days_of_the_next_quarter() -> None:
    assert deadlines.report_window(Quarter(2026, 4)) == (date(2027, 1, 1), date(2027, 1, 5))


def test_the_window_of_the_last_quarter_lies_in_january() -> None:
    assert deadlines.report_window(Quarter(2026, 4)) == (date(2027, 1, 1), date(2027, 1, 5))


def test_saturdays_are_worked_only_in_exchange() -> None:
    saturday = date(2026, 8, 22)
    assert not is_working_day(saturday, frozenset())
    assert is_working_day(saturday, frozenset(), frozenset({saturday}))


def test_a_limit_of_working_days_steps_over_a_holiday() -> None:
    culture_day = frozenset({date(2026, 11, 24)})
    assert deadlines.add_working_days(date(2026, 11, 20), 3, culture_day) == date(2026, 11, 26)


@given(DAYS, st.integers(0, 30), FREE)
def test_a_limit_holds_as_many_working_days_as_it_says(day: date, count: int, free: frozenset[date]) -> None:
    last = deadlines.add_working_days(day, count, free)
    within = (day + timedelta(days=step) for step in range(1, (last - day).days + 1))
    assert sum(is_working_day(one, free) for one in within) == count


@given(MOMENTS, FREE)
def test_the_next_working_morning_is_the_first_after(moment: datetime, free: frozenset[date]) -> None:
    morning = deadlines.next_working_morning(moment, free)
    day = local_day(morning)
    assert morning > moment
    assert local(morning).time() == MORNING
    assert is_working_day(day, free)
    between = (local_day(moment) + timedelta(days=step) for step in range((day - local_day(moment)).days))
    assert not any(is_working_day(one, free) and at(one, MORNING) > moment for one in between)


def test_a_visit_is_reminded_of_after_growing_pauses() -> None:
    found = deadlines.visit_reminders(date(2026, 12, 16), frozenset())
    assert [(one.kind, one.reader, one.on) for one in found] == [
        ("visit_soon", "guardian", date(2026, 12, 14)),  # the 13th is a Sunday
        ("visit_today", "guardian", date(2026, 12, 16)),
        ("visit_overdue", "guardian", date(2026, 12, 18)),
        ("visit_waiting", "guardian", date(2026, 12, 21)),
        ("visit_waiting_longer", "guardian", date(2026, 12, 26)),
        ("visit_last_nudge", "guardian", date(2027, 1, 5)),
        ("visit_overdue_officer", "officer", date(2026, 12, 21)),
    ]
    assert found[0].at == datetime(2026, 12, 14, 0, 30, tzinfo=UTC)


def test_over_a_long_holiday_only_the_last_of_several_reminders_is_kept() -> None:
    found = deadlines.visit_reminders(date(2027, 2, 7), TET)
    assert [(one.kind, one.on) for one in found] == [
        ("visit_overdue", date(2027, 2, 11)),
        ("visit_waiting", date(2027, 2, 12)),
        ("visit_waiting_longer", date(2027, 2, 17)),
        ("visit_last_nudge", date(2027, 2, 27)),
        ("visit_overdue_officer", date(2027, 2, 12)),
    ]


@given(st.dates(date(2026, 10, 1), date(2027, 3, 1)), FREE)
def test_reminders_never_fall_on_a_rest_day_nor_two_on_one(next_visit: date, free: frozenset[date]) -> None:
    found = deadlines.visit_reminders(next_visit, free)
    assert not any(is_rest_day(one.on, free) for one in found)
    to_guardian = [one.on for one in found if one.reader == "guardian"]
    assert to_guardian == sorted(set(to_guardian))
    assert found[-1].kind == "visit_overdue_officer"


def there(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        (there(25, 20, 59), there(25, 20, 59)),
        (there(25, 21), there(26, 6, 30)),
        (there(25, 23, 59), there(26, 6, 30)),
        (there(26, 6, 29), there(26, 6, 30)),
        (there(26, 6, 30), there(26, 6, 30)),
        (there(28, 22), there(30, 7, 30)),  # a Saturday night: Monday
        (there(29, 10), there(30, 7, 30)),  # a Sunday
        (there(24, 10), there(25, 7, 30)),  # Ngày Văn hóa Việt Nam
        (there(23, 22), there(25, 7, 30)),
    ],
)
def test_nothing_leaves_in_quiet_hours(moment: datetime, leaves: datetime) -> None:
    assert quiet.earliest_send(moment, False, frozenset({date(2026, 11, 24)})) == leaves


@given(MOMENTS, FREE)
def test_what_may_leave_leaves_on_a_proper_day_and_hour(moment: datetime, free: frozenset[date]) -> None:
    leaves = quiet.earliest_send(moment, False, free)
    assert leaves >= moment
    assert not quiet.USUAL.hold(local(leaves).time())
    assert not is_rest_day(local_day(leaves), free)
    assert quiet.earliest_send(leaves, False, free) == leaves
    assert quiet.earliest_send(moment, True, free) == moment


def test_hours_need_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local(datetime(2026, 11, 23))  # noqa: DTZ001
    assert at(date(2026, 11, 23), time(7)) == datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "moment", "leaves"),
    [
        (quiet.Hours(time(20, 0), time(7, 0)), "20:30", "07:00"),
        (quiet.Hours(time(22, 30), time(5, 30)), "22:00", "22:00"),
        (quiet.Hours(time(22, 30), time(5, 30)), "05:00", "05:30"),
    ],
)
def test_a_communes_own_quiet_hours_hold(hours: quiet.Hours, moment: str, leaves: str) -> None:
    asked = at(date(2026, 11, 24), time.fromisoformat(moment))
    left = local(quiet.earliest_send(asked, False, frozenset(), hours))
    assert f"{left:%H:%M}" == leaves


def test_quiet_hours_are_in_the_evening_and_over_before_the_working_morning() -> None:
    assert quiet.USUAL.is_sensible
    for since, until in ((time(12), time(6)), (time(21), time(9)), (time(0, 30), time(6))):
        assert not quiet.Hours(since, until).is_sensible
