"""A list of choices may hold one that the learnt answers do not know: any words then ended the turn by a KeyError."""

import pytest

from handlers.understand import answers
from rules.needs import KINDS
from rules.trades import TRADES
from tests.person import World


@pytest.mark.parametrize("said", ["sữa cho cháu", "hoc phi cho con", "không cần gì", "job", "🙂"])
def test_words_for_a_choice_nobody_has_written_of_get_an_answer(said: str) -> None:
    assert set(answers.read_one("needs", said, KINDS).nearest) <= set(KINDS)
    assert set(answers.read_several("trade", said, list(TRADES)).nearest) <= {*TRADES, "none"}


def test_a_person_who_asks_for_help_may_type_anything(world: World) -> None:
    person = world.person_with_phone()
    person.says("/nhoviec")
    assert "chưa" in person.says("cái đó đó").lower() or person.last.labels
    assert person.says("học phí của con") != ""
