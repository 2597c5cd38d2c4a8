"""Levels, climbing, joining, and the states an alert may go through."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import alerts

NOW = datetime(2026, 11, 27, 14, 0, tzinfo=UTC)  # a Friday, 21:00 in Việt Nam


def test_an_alert_climbs_by_its_level() -> None:
    assert alerts.climb_at("urgent", NOW, frozenset()) == NOW + timedelta(minutes=10)
    assert alerts.climb_at("high", NOW, frozenset()) == NOW + timedelta(hours=2)
    assert alerts.climb_at("normal", NOW, frozenset()) == datetime(2026, 11, 30, 0, 30, tzinfo=UTC)


def test_a_commune_sets_its_own_times() -> None:
    own = {"high": 30, "normal": 600}
    assert alerts.climb_at("high", NOW, frozenset(), minutes=own) == NOW + timedelta(minutes=30)
    assert alerts.climb_at("normal", NOW, frozenset(), minutes=own) == NOW + timedelta(hours=10)
    assert alerts.climb_at("urgent", NOW, frozenset(), minutes=own) == NOW + timedelta(minutes=10)


@pytest.mark.parametrize("level", alerts.LEVELS)
def test_the_last_step_is_the_last(level: str) -> None:
    last = len(alerts.STEPS) - 1
    assert alerts.climb_at(level, NOW, frozenset(), step=last - 1) is not None
    assert alerts.climb_at(level, NOW, frozenset(), step=last) is None


@pytest.mark.parametrize("level", alerts.LEVELS)
def test_a_repeat_joins_within_the_window_only(level: str) -> None:
    window = alerts.JOIN_WINDOWS[level]
    assert alerts.joins(level, NOW, NOW + window)
    assert not alerts.joins(level, NOW, NOW + window + timedelta(seconds=1))


def test_what_has_ended_stays_ended() -> None:
    assert not any(alerts.MOVES[state] for state in ("closed", "false_alarm"))
    assert alerts.states_before("taken") == ("open", "seen")
    assert alerts.states_before("closed") == ("taken",)
    assert alerts.states_before("false_alarm") == alerts.OPEN_STATES


@given(st.sampled_from(alerts.LEVELS), st.sampled_from(alerts.LEVELS))
def test_the_higher_of_two_levels_is_one_of_them(one: str, other: str) -> None:
    assert alerts.higher(one, other) == alerts.higher(other, one)
    assert alerts.higher(one, other) in (one, other)
    assert alerts.higher("urgent", one) == "urgent"
