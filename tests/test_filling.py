"""The player of forms itself: whatever is stated must be asked, and what is not stated gets answered."""

from datetime import date

import pytest

from storage import visits
from tests.person import World


def test_what_is_stated_is_filed_and_the_rest_is_answered_somehow(world: World) -> None:
    tu = world.guardian()
    nam = world.person(guardian=tu)
    tu.reports(nam, visited_on=date(2026, 11, 20), outcome="away", reason="working_far", note="đi Vinh rồi")
    with world.look() as db:
        [visit] = visits.latest(db, nam)
        assert (visit.visited_on, visit.outcome) == (date(2026, 11, 20), "away")
        assert (visit.said()["reason"], visit.said()["note"]) == ("working_far", "đi Vinh rồi")


def test_what_is_stated_and_never_asked_is_named(world: World) -> None:
    tu = world.guardian()
    nam = world.person(guardian=tu)
    with pytest.raises(AssertionError, match="never asked: mood, weather"):
        tu.reports(nam, outcome="away", mood="good", weather="fine")


def test_an_answer_that_is_not_taken_ends_it(world: World) -> None:
    tu = world.guardian()
    nam = world.person(guardian=tu)
    with pytest.raises(AssertionError, match=r"visited_on was not taken: Ngày này chưa tới"):
        tu.reports(nam, visited_on=date(2027, 1, 1))
    with pytest.raises(AssertionError, match="outcome is not offered as 'asleep'"):
        tu.answers(visited_on=date(2026, 11, 20), outcome="asleep")


def test_it_stops_where_it_is_told_to(world: World) -> None:
    tu = world.guardian()
    nam = world.person(guardian=tu)
    assert tu.reports(nam, until="kind") == tu.sees
    assert "visit_report:kind:home" in [button.press for button in tu.last.out.buttons]
    assert tu.answers(until="review").startswith("Bác xem lại")
    with pytest.raises(AssertionError, match="note was not asked"):
        tu.answers(until="note")
