"""The written sentences: whole rows, none twice, writers aside kept from learning; the shipped weights are theirs."""

from collections import Counter

import pytest

from handlers.understand.fold import fold
from handlers.understand.intents import INTENTS
from handlers.understand.learnt import FILE, weights
from rules.roles import CODES
from training import ordinary, phrases
from training.phrases import Phrase

EVERYTHING = phrases.of(phrases.writers())
LARGEST = 8 * 2**20
LEAST_OF_AN_INTENT = 300


@pytest.mark.parametrize("writer", phrases.writers())
def test_every_row_is_whole(writer: str) -> None:
    lines = (phrases.FOLDER / f"{writer}.tsv").read_text(encoding="utf-8").splitlines()
    assert tuple(lines[0].split("\t")) == phrases.COLUMNS
    assert [line for line in lines[1:] if len(line.split("\t")) != len(phrases.COLUMNS)] == []


def is_valid(row: Phrase) -> bool:
    return (
        bool(row.text.strip())
        and row.role in CODES
        and row.intent in INTENTS
        and row.spelling in phrases.SPELLINGS
        and row.emergency in phrases.VERDICTS
        and (row.kind in phrases.KINDS if row.emergency != "no" else row.kind == "")
    )


def test_every_id_is_known() -> None:
    assert [row for row in EVERYTHING if not is_valid(row)] == []


def test_an_emergency_is_one_in_both_columns() -> None:
    odd = [row for row in EVERYTHING if (row.intent == "emergency") != (row.emergency in ("yes", "maybe"))]
    assert odd == []


def test_no_sentence_stands_there_twice() -> None:
    counts = Counter(" ".join(row.text.lower().split()) for row in EVERYTHING)
    assert [text for text, count in counts.items() if count > 1] == []


def test_nothing_is_learnt_from_writers_aside() -> None:
    assert set(phrases.ASIDE) < set(phrases.writers())
    assert not {row.writer for row in phrases.trained_on()} & set(phrases.ASIDE)
    long_ones = {fold(row.text) for row in phrases.trained_on() if len(row.text.split()) > 3}
    assert [row.text for row in phrases.aside() if fold(row.text) in long_ones] == []


def test_every_intent_and_every_kind_of_danger_has_been_written_of() -> None:
    intents = Counter(row.intent for row in phrases.trained_on())
    assert set(intents) == set(INTENTS)
    assert min(intents.values()) >= LEAST_OF_AN_INTENT
    assert {row.kind for row in phrases.trained_on() if row.emergency == "near"} == set(phrases.KINDS)


def test_the_shipped_weights_were_learnt_from_the_shipped_sentences() -> None:
    wanted = phrases.digest([*phrases.trained_on(), *ordinary.trained_on()])
    assert weights().header["phrases"] == wanted, "sentences have changed: run `make phrases`"
    assert tuple(weights().header["intents"]) == INTENTS


def test_the_weights_are_a_small_file() -> None:
    assert FILE.stat().st_size <= LARGEST
