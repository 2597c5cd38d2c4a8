"""The written answers: whole rows, none twice, writers aside kept from learning; the shipped weights are theirs."""

from collections import Counter

import pytest

from handlers.understand import visit_learnt
from handlers.understand.answers import FILE, learnt
from handlers.understand.visits import FIELDS
from training import answer_rows, story_rows
from training.answer_rows import NO_ANSWER, NONE_OF_THESE, SEVERAL
from training.phrases import SPELLINGS

LARGEST, LARGEST_NETWORK = 4 * 2**20, 6 * 2**20
LEAST_OF_A_CODE, LEAST_OF_WORDS = 20, 3
LEAST_STORIES = 300


@pytest.mark.parametrize("writer", answer_rows.writers())
def test_every_row_is_whole(writer: str) -> None:
    lines = (answer_rows.FOLDER / f"{writer}.tsv").read_text(encoding="utf-8").splitlines()
    assert tuple(lines[0].split("\t")) == answer_rows.COLUMNS
    assert [line for line in lines[1:] if len(line.split("\t")) != len(answer_rows.COLUMNS)] == []
    assert {row.spelling for row in answer_rows.of([writer])} <= set(SPELLINGS)


def test_no_answer_stands_twice_with_one_writer() -> None:
    rows = answer_rows.of(answer_rows.writers())
    counts = Counter((row.writer, row.question, row.text.lower()) for row in rows)
    assert [twice for twice, count in counts.items() if count > 1] == []


def test_only_lists_have_several_answers() -> None:
    rows = answer_rows.of(answer_rows.writers())
    assert [row for row in rows if len(row.codes) > 1 and not row.unclear and row.question not in SEVERAL] == []
    assert [
        row for row in rows if len(row.codes) > 1 and row.codes & {NO_ANSWER, NONE_OF_THESE} and not row.unclear
    ] == []


def test_nothing_is_learnt_from_writers_aside() -> None:
    assert set(answer_rows.ASIDE) <= {*answer_rows.writers(), *story_rows.writers()}
    assert not {row.writer for row in answer_rows.trained_on()} & set(answer_rows.ASIDE)


def test_every_code_has_been_answered_often_enough() -> None:
    rows = answer_rows.trained_on()
    of_writers = {(row.question, code) for row in rows if row.writer not in answer_rows.WORDS for code in row.codes}
    counts = Counter((row.question, code) for row in rows for code in row.codes if code != NO_ANSWER)
    least = {pair: LEAST_OF_A_CODE if pair in of_writers else LEAST_OF_WORDS for pair in counts}
    assert {pair: count for pair, count in counts.items() if count < least[pair]} == {}


def test_the_shipped_weights_were_learnt_from_the_shipped_answers() -> None:
    wanted = answer_rows.digest(answer_rows.trained_on())
    assert learnt().header["answers"] == wanted, "answers have changed: run `make phrases`"


def test_the_weights_are_a_small_file() -> None:
    assert FILE.stat().st_size <= LARGEST


@pytest.mark.parametrize("writer", story_rows.writers())
def test_every_story_is_whole(writer: str) -> None:
    lines = (story_rows.FOLDER / f"{writer}.tsv").read_text(encoding="utf-8").splitlines()
    assert tuple(lines[0].split("\t")) == story_rows.COLUMNS
    assert [line for line in lines[1:] if len(line.split("\t")) != len(story_rows.COLUMNS)] == []
    told = [codes for story in story_rows.of([writer]) for codes in story.told.items()]
    assert [codes for field, codes in told if not codes <= set(FIELDS[field])] == []


def test_there_are_stories_enough_of_writers_aside() -> None:
    assert len(story_rows.aside()) >= LEAST_STORIES
    assert not {story.writer for story in story_rows.trained_on()} & set(answer_rows.ASIDE)


def test_the_shipped_network_was_learnt_from_the_shipped_stories_words_and_answers() -> None:
    header = visit_learnt.network().header
    assert header["stories"] == story_rows.digest(story_rows.trained_on()), "run `make phrases`"
    assert header["answers"] == answer_rows.digest(answer_rows.beside_others()), "run `make phrases`"


def test_the_network_is_a_small_file() -> None:
    assert visit_learnt.FILE.stat().st_size <= LARGEST_NETWORK
