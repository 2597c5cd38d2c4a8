"""How long something lasts, in sentences as people type them, and what only looks like it: `durations.tsv`."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.durations import find_duration
from tests.understand.sentences import read

MONDAY = date(2026, 11, 23)
ROWS = read("durations")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"])
def test_the_length_that_a_sentence_names(row: dict[str, str]) -> None:
    assert str(find_duration(row["text"], MONDAY) or "-") == row["length"]


def test_lengths_and_what_is_none_have_many_rows() -> None:
    none = [row for row in ROWS if row["length"] == "-"]
    assert len(ROWS) >= 180
    assert len(none) >= 60


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    found = find_duration(text, MONDAY)
    assert found is None or found.since is None or found.since <= MONDAY
