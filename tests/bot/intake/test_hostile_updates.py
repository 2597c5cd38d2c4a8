"""A few thousand of the updates that `python -m bench.fuzz` makes by the million: none escapes, nobody gets stuck."""

from pathlib import Path
from random import Random

import pytest

from bench import fuzz
from bench.fuzz import Tally
from bench.fuzzing.hostile import Hostile
from bench.fuzzing.readers import Escape, Readers, body_of, outcome
from handlers.kit import Incoming

SEED = 11


def test_every_parser_makes_a_message_of_it_or_refuses_it() -> None:
    tally = fuzz.run(Tally(SEED, "parsers"), 5000)
    assert tally.wrong == []
    kinds = ("message", "nothing for us", "refused: no update", "refused: no JSON")
    seen = {f"{platform}: {kind}" for platform in ("telegram", "zalo_bot", "zalo_oa") for kind in kinds}
    assert seen <= tally.outcomes.keys(), "the updates are near enough to real ones to get in, and far enough not to"


def test_every_turn_is_taken_and_everybody_gets_the_menu_afterwards() -> None:
    assert fuzz.run(Tally(SEED, "core"), 401).wrong == []


@pytest.mark.slow
@pytest.mark.wall_clock(moves=False)  # the bench reads the store of another process
def test_the_running_service_answers_without_a_500_and_tells_its_log_nothing_personal() -> None:
    tally = fuzz.run(Tally(SEED, "http"), 400)
    assert tally.wrong == []
    assert tally.done == 400


def test_a_run_goes_on_where_it_ended_and_plays_the_same_updates(tmp_path: Path) -> None:
    file = tmp_path / "fuzz.json"
    fuzz.run(Tally(SEED, "parsers"), 300, file)
    resumed = fuzz.run(Tally.read(file, SEED, "parsers"), 600, file)
    assert resumed.outcomes == fuzz.run(Tally(SEED, "parsers"), 600).outcomes
    assert Tally.read(file, SEED + 1, "parsers").done == 0, "another seed is another run"
    samples = Readers(SEED).samples
    assert body_of(SEED, 7, samples) == body_of(SEED, 7, samples)


@pytest.mark.parametrize(
    "message",
    [
        Incoming("telegram", "1", "7", "text", text="a\0b"),
        Incoming("telegram", "1" * 129, "7", "text", text="a"),
        Incoming("telegram", "1", "", "text", text="a"),
        Incoming("telegram", "1", "7", "press", press="x" * 65),
    ],
    ids=["a NUL", "a long id", "of nobody", "a long press"],
)
def test_what_no_parser_may_let_out_is_noticed(message: Incoming) -> None:
    with pytest.raises(Escape):
        outcome(lambda _update: message, b"{}")


def test_the_samples_stay_as_they_are_however_often_they_are_broken() -> None:
    first = [Hostile(Random(n)).broken(b'{"a":[1,{"b":"c"}]}') for n in range(200)]
    again = [Hostile(Random(n)).broken(b'{"a":[1,{"b":"c"}]}') for n in range(200)]
    assert first == again
