"""Whoever answers quickly is never asked to wait; whoever only makes noise is, once, and is then left alone."""

import pytest

from rules.chatter import MOST_A_MINUTE
from storage import visits
from tests.person import Talker, World


@pytest.fixture
def tu(world: World) -> Talker:
    return world.guardian()


def asked_to_wait(talker: Talker) -> list[str]:
    return [heard.text for heard in talker.heard if "nhắn hơi nhanh" in heard.text]


def test_three_reports_in_one_minute_are_all_taken(world: World, tu: Talker) -> None:
    people = [world.person(name, guardian=tu) for name in ("Trần Văn Nam", "Lê Thị Hoa", "Vũ Văn Lực")]
    for person in people:
        tu.reports(person)
    assert world._count > MOST_A_MINUTE
    assert asked_to_wait(tu) == []
    with world.look() as db:
        assert [len(visits.latest(db, person, 5)) for person in people] == [1, 1, 1]


def test_noise_in_a_form_is_limited_as_ever(world: World, tu: Talker) -> None:
    world.person(guardian=tu)
    world.person("Lê Thị Hoa", guardian=tu)
    tu.presses("go:visit_report")
    replies = [tu.says("qwrtz plmkn") for _ in range(MOST_A_MINUTE + 3)]
    assert len(asked_to_wait(tu)) == 1
    assert replies[-1] == ""


def test_an_answer_among_noise_is_taken_and_makes_none(world: World, tu: Talker) -> None:
    nam = world.person(guardian=tu)
    world.person("Lê Thị Hoa", guardian=tu)
    tu.presses("go:visit_report")
    for _ in range(MOST_A_MINUTE - 3):
        tu.says("qwrtz plmkn")
    tu.reports(nam)
    assert asked_to_wait(tu) == []
