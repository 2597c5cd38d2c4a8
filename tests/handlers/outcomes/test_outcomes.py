"""How life goes on after coming home: asked four times, answered as one likes, shown as movement only."""

from datetime import date

import pytest

from storage import outcomes
from tests.conftest import StandingClock
from tests.handlers.commune import run_all
from tests.person import Talker, World

WELL = {"work": "steady", "lodging": "settled", "money": "enough", "people": "several", "wellbeing": "8"}
HARD = {"work": "none", "lodging": "unsure", "money": "short", "people": "nobody", "wellbeing": "3"}


def told(world: World, person: int, stage: int, answers: dict[str, str]) -> None:
    with world.store.transaction() as db:
        outcomes.keep(db, unit=world.deployment.unit, person_id=person, stage=stage, answers=answers, by=1)


@pytest.fixture
def nam(world: World) -> Talker:
    """Home since yesterday."""
    return world.person_with_phone(came_home_on=date(2026, 11, 22))


def test_who_has_just_come_home_is_asked_once_and_reads_only_their_own_answers(
    world: World, nam: Talker, clock: StandingClock
) -> None:
    run_all(world)
    assert not any("năm câu ngắn" in heard.text for heard in nam.listen()), "not with the first monthly question"
    clock.move(days=7)
    run_all(world)
    asked = [heard for heard in nam.listen() if "năm câu ngắn" in heard.text]
    assert len(asked) == 1
    said = nam.fills("outcome", **WELL)
    assert "chỉ anh xem được" in said
    assert "Việc làm: Có, đều" in nam.chooses("Xem câu trả lời của tôi")
    clock.move(days=1)
    run_all(world)
    assert not any("năm câu ngắn" in heard.text for heard in nam.listen())


def test_a_question_may_be_left_out(world: World, nam: Talker) -> None:
    nam.fills("outcome", work="steady", lodging=None, money=None, people=None, wellbeing=None)
    with world.look() as db:
        (person,) = outcomes.of_unit(db, world.deployment.unit).values()
        assert person[0].answers == {"work": "steady"}


def test_who_came_home_years_ago_is_not_asked(world: World, clock: StandingClock) -> None:
    old = world.person_with_phone(came_home_on=date(2023, 1, 10))
    for _ in range(2):
        run_all(world)
        clock.move(days=1)
    assert not any("năm câu ngắn" in heard.text for heard in old.listen())


def test_officers_see_the_movement_of_five_and_more_and_nobodys_answers(world: World) -> None:
    hung = world.officer()
    people = [world.person(f"Vũ Văn {nth}") for nth in range(5)]
    for person in people[:4]:
        told(world, person, 0, HARD)
        told(world, person, 3, WELL)
    assert "Chưa đủ 5 người" in hung.presses("do:outcomes")
    told(world, people[4], 0, HARD)
    told(world, people[4], 3, HARD)
    said = hung.presses("do:outcomes")
    assert "có việc làm: 0% → 80% (5 người)" in said
    assert "hài lòng từ 7/10: 0% → 80% (5 người)" in said
    assert "Vũ Văn" not in said
    assert "ONS4" in said


def test_an_officer_cannot_open_the_questions_nor_somebodys_answers(world: World, nam: Talker) -> None:
    hung = world.officer()
    nam.fills("outcome", **WELL)
    for press in ("go:outcome", "do:my_outcomes"):
        assert "Có, đều" not in hung.presses(press)


def test_answers_given_again_at_a_stage_take_the_place_of_the_first(world: World, nam: Talker) -> None:
    nam.fills("outcome", **HARD)
    nam.fills("outcome", **WELL)
    with world.look() as db:
        (person,) = outcomes.of_unit(db, world.deployment.unit).values()
        assert person[0].answers["work"] == "steady"
