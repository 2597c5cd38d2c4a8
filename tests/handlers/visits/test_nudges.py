"""A guardian is nudged after ever longer pauses until the visit is reported; an officer hears after the third time."""

from datetime import date, timedelta

import pytest

from tests.conftest import StandingClock
from tests.handlers.commune import in_care, moment, plan, run_all, told
from tests.person import Talker, World

VISIT = date(2026, 12, 9)
NUDGES = ("visit_soon", "visit_today", "visit_overdue", "visit_waiting", "visit_waiting_longer", "visit_last_nudge")


@pytest.fixture
def tu(world: World) -> Talker:
    return world.guardian()


@pytest.fixture
def nam(world: World, tu: Talker) -> int:
    return in_care(world, tu, VISIT)


def mornings_when_told(world: World, clock: StandingClock, talker: Talker, *kinds: str, days: int = 40) -> list[int]:
    """The days, counted from that of the visit, on whose morning something of these kinds came."""
    told_on = []
    for day in range(-5, days):
        before = len(told(talker, *kinds))
        clock.move_to(moment(VISIT + timedelta(days=day)))
        run_all(world)
        if len(told(talker, *kinds)) > before:
            told_on.append(day)
    return told_on


def test_the_pauses_grow_and_the_nudging_ends_by_itself(
    world: World, clock: StandingClock, tu: Talker, nam: int
) -> None:
    assert mornings_when_told(world, clock, tu, *NUDGES) == [-2, 0, 2, 5, 10, 20]
    nudges = told(tu, *NUDGES)
    assert len(set(nudges)) == len(nudges)
    last = [heard for heard in tu.heard if heard.kind in NUDGES][-1]
    assert last.labels == ["Báo đã ghé thăm anh Nam", "Bận"]


def test_an_officer_hears_after_the_third_nudge_and_not_before(
    world: World, clock: StandingClock, tu: Talker, nam: int
) -> None:
    hung = world.officer()
    mornings = mornings_when_told(world, clock, hung, days=6)
    assert mornings[-1] == 5
    assert ["cảnh báo" in words for words in told(hung)] == [morning == 5 for morning in mornings]


def test_nudges_are_counted_and_not_days(world: World, clock: StandingClock, tu: Talker) -> None:
    hung = world.officer()
    clock.move_to(moment(VISIT + timedelta(days=1)))
    hoa = world.person("Lê Thị Hoa", guardian=tu, pronoun="chi", next_visit_on=VISIT)
    plan(world, hoa)
    heard = []
    for day in range(2, 13):
        clock.move_to(moment(VISIT + timedelta(days=day)))
        run_all(world)
        heard.append((len(told(tu, *NUDGES)), sum("cảnh báo" in words for words in told(hung))))
    # the tenth day is a Saturday, when offices are closed
    assert heard[0] == (1, 0)
    assert heard[-2:] == [(3, 0), (3, 1)]


def test_a_report_ends_the_nudging(world: World, clock: StandingClock, tu: Talker, nam: int) -> None:
    clock.move_to(moment(VISIT + timedelta(days=2)))
    run_all(world)
    assert len(told(tu, "visit_overdue")) == 1
    tu.reports(nam)
    clock.move_to(moment(VISIT + timedelta(days=5)))
    run_all(world)
    assert told(tu, "visit_waiting") == []
