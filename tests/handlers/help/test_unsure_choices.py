"""A pressed guess begins what was meant and is kept for the review, without who pressed it."""

import pytest

from handlers.understand import intents
from storage import unsure_choices
from storage.unsure_choices import UnsureChoice
from tests.person import Talker, World


def kept(world: World) -> list[UnsureChoice]:
    with world.store.transaction() as db:
        return list(unsure_choices.every(db))


def guessed(talker: Talker, intent: str, words: str) -> str:
    talker.says(words)
    press = f"do:meant:{intent}"
    assert press in [button.press for button in talker.last.out.buttons]
    return talker.presses(press)


UNSURE = "em muon hoi chuyen hom truoc chu noi"


@pytest.fixture(autouse=True)
def between_two(monkeypatch: pytest.MonkeyPatch) -> None:
    def score(text: str, role: object = None) -> list[tuple[str, float]]:
        return [("training", 0.4), ("loan_info", 0.3)] if UNSURE in text else [("other", 0.9)]

    monkeypatch.setattr(intents, "score", score)


def test_what_was_pressed_is_kept_with_the_folded_words(world: World) -> None:
    nam = world.person_with_phone("Trần Văn Nam")
    guessed(nam, "training", UNSURE + " cua nam")
    (choice,) = kept(world)
    assert (choice.words, choice.chosen, choice.count) == (UNSURE + " cua …", "training", 1)


def test_a_pressed_guess_starts_what_its_command_starts(world: World) -> None:
    nam, hoa = world.person_with_phone("Trần Văn Nam"), world.person_with_phone("Lê Thị Hoa")
    assert guessed(nam, "training", UNSURE) == hoa.presses("do:courses")


def test_an_old_guess_is_done_but_its_words_are_not_taken_from_another_message(world: World) -> None:
    nam = world.person_with_phone("Trần Văn Nam")
    nam.says(UNSURE)
    nam.says("alo")
    assert nam.presses("do:meant:training")
    assert kept(world) == []
