"""From asking to ninety days at work: every state has an owner and a clock, and every way comes to an end."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import hiring
from rules.hiring import EMPLOYED, ENDS, MOVES, SEEKING, STAGES, STATES, after_check, due_on, may_move

MOMENT = datetime(2026, 11, 29, 8, tzinfo=UTC)


@pytest.mark.parametrize("state", STAGES)
def test_what_is_open_has_an_owner_and_a_day(state: str) -> None:
    assert STAGES[state].owner in ("person", "partner", "officer", "both")
    day = due_on(state, MOMENT, None, date(2026, 11, 29))
    assert day is not None
    assert day > date(2026, 11, 29)


@pytest.mark.parametrize("state", STAGES)
def test_what_nobody_touches_ends_by_its_clocks_alone(state: str) -> None:
    way = [state]
    while way[-1] in STAGES:
        way.append(STAGES[way[-1]].then)
        assert may_move(way[-2], way[-1])
        assert len(way) == len(set(way)), "a circle without anybody in it"
    assert way[-1] in ENDS


@pytest.mark.parametrize("state", ENDS)
def test_what_has_ended_waits_for_nobody(state: str) -> None:
    assert due_on(state, MOMENT, None, None) is None
    assert set(MOVES.get(state, ())) <= {"new"}


def test_every_state_is_reached_and_known() -> None:
    assert set().union(*MOVES.values()) == set(STATES)
    assert set(MOVES) <= set(STATES)


@pytest.mark.parametrize("state", SEEKING)
def test_whoever_seeks_may_withdraw_at_any_time(state: str) -> None:
    assert may_move(state, "withdrawn")
    assert may_move(state, "closed")


@pytest.mark.parametrize("state", EMPLOYED)
def test_whoever_works_is_not_withdrawn_but_leaves(state: str) -> None:
    assert may_move(state, "left")
    assert not may_move(state, "withdrawn")


@pytest.mark.parametrize("state", STAGES)
def test_the_owner_is_reminded_before_the_stage_ends(state: str) -> None:
    remind, end = hiring.clocks(state, date(2026, 11, 29))
    assert MOMENT < remind < end


def test_days_count_from_the_meeting_and_from_the_start() -> None:
    meeting = datetime(2026, 12, 10, 2, tzinfo=UTC)
    assert due_on("coming", MOMENT, meeting, None) == date(2026, 12, 17)
    assert due_on("coming", MOMENT, None, None) == date(2026, 12, 6)
    assert due_on("taken_on", MOMENT, meeting, date(2026, 12, 1)) == date(2026, 12, 31)
    assert due_on("at_work", MOMENT, meeting, date(2026, 12, 1)) == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("state", "person", "partner", "over", "becomes"),
    [
        ("taken_on", None, None, False, None),
        ("taken_on", "fine", None, False, None),
        ("taken_on", "fine", "fine", False, "at_work"),
        ("taken_on", "trouble", "fine", False, "at_work"),
        ("taken_on", "left", None, False, "left"),
        ("taken_on", None, "left", False, "left"),
        ("taken_on", "fine", "left", False, "at_work"),
        ("taken_on", None, None, True, "at_work"),
        ("at_work", None, "fine", False, None),
        ("at_work", "fine", "trouble", False, "stayed"),
        ("at_work", None, "fine", True, "stayed"),
        ("at_work", None, None, True, "unheard"),
        ("at_work", "left", "fine", True, "left"),
    ],
)
def test_what_both_say_decides_how_it_goes_on(
    state: str, person: str | None, partner: str | None, over: bool, becomes: str | None
) -> None:
    assert after_check(state, person, partner, over=over) == becomes


SAID = st.none() | st.sampled_from(hiring.CHECKS)


@given(st.sampled_from(EMPLOYED), SAID, SAID)
def test_a_check_that_is_over_always_goes_on(state: str, person: str | None, partner: str | None) -> None:
    becomes = after_check(state, person, partner, over=True)
    assert becomes is not None
    assert may_move(state, becomes)


@pytest.mark.parametrize(
    ("moment", "problem"),
    [
        (datetime(2026, 11, 29, 7, tzinfo=UTC), "in_past"),
        (datetime(2026, 11, 30, tzinfo=UTC), None),
        (datetime(2027, 3, 1, tzinfo=UTC), "too_far"),
    ],
)
def test_a_meeting_is_to_come_and_near(moment: datetime, problem: str | None) -> None:
    assert hiring.meeting_problem(moment, MOMENT) == problem


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        (date(2026, 9, 1), "too_long_ago"),
        (date(2026, 11, 20), None),
        (date(2026, 12, 20), None),
        (date(2027, 3, 1), "too_far"),
    ],
)
def test_a_first_day_is_near(day: date, problem: str | None) -> None:
    assert hiring.start_problem(day, date(2026, 11, 29)) == problem
