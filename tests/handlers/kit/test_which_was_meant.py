"""What is not understood for certain is asked about with the two nearest answers: by a tap, by a number, in English."""

import pytest

from tests.person import Talker, World

UNSURE = [("vi", "mood", "nửa vui nửa buồn"), ("en", "work", "he looks to learn something")]


def asked(world: World, language: str, question: str) -> Talker:
    tu = world.guardian(language=language)
    tu.reports(world.person(guardian=tu), until=question)
    return tu


@pytest.mark.parametrize(("language", "question", "words"), UNSURE)
def test_the_two_nearest_can_be_chosen_by_their_number(world: World, language: str, question: str, words: str) -> None:
    tu = asked(world, language, question)
    tu.says(words)
    *nearest, other = tu.last.labels[:3]
    assert other in ("Ý khác", "Something else")
    tu.says("2")
    assert f": {nearest[1]}" in tu.answers(until="review")


@pytest.mark.parametrize(("language", "question", "words"), UNSURE)
def test_something_else_by_its_number_shows_all_there_is(
    world: World, language: str, question: str, words: str
) -> None:
    tu = asked(world, language, question)
    all_of_them = tu.last.labels
    tu.says(words)
    tu.says("3")
    assert tu.last.labels == all_of_them


def test_words_that_come_near_nothing_get_the_whole_list(world: World) -> None:
    tu = asked(world, "en", "work")
    all_of_them = tu.last.labels
    tu.says("purple elephants")
    assert tu.last.labels == all_of_them
