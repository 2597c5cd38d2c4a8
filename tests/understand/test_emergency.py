"""Emergency words are heard everywhere, and other words are not taken for them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.emergency import emergency
from handlers.understand.fold import fold
from seeds.tables import load_alert_rules
from tests.understand.sentences import read

LISTED = ["chết", "tự tử", "nhảy cầu", "k muon song", "dam nhau", "bi danh", "dao", "sốc thuốc", "chay nha"]
KINDS = {"self_harm", "violence", "overdose", "fire", "medical"}


@pytest.mark.parametrize("row", read("utterances"), ids=lambda row: row["id"])
def test_of_the_known_sentences_just_the_emergencies_are_heard(row: dict[str, str]) -> None:
    assert (emergency(row["text"]) in KINDS) == (row["intent"] == "emergency")


@pytest.mark.parametrize("row", read("more_utterances"), ids=lambda row: row["text"])
def test_ordinary_matters_raise_nothing(row: dict[str, str]) -> None:
    assert emergency(row["text"]) is None


@pytest.mark.parametrize("row", read("emergencies"), ids=lambda row: row["text"])
def test_each_kind_is_told_from_its_look_alikes(row: dict[str, str]) -> None:
    assert emergency(row["text"]) == (None if row["kind"] == "-" else row["kind"])


# "chết rồi" is also an exclamation, and "dao" has other readings without accents
SHAPES = ["{}", "{}!!", "…{}…", "\u200b{}\u202e"]
DRESSES = [(word, shape) for word in LISTED for shape in SHAPES]
DRESSES += [(word, "em oi {} roi") for word in LISTED if word not in ("chết", "dao")]


@pytest.mark.parametrize(("word", "shape"), DRESSES)
def test_the_listed_words_are_heard_in_any_dress(word: str, shape: str) -> None:
    text = shape.format(word)
    for typed in (text, text.upper(), unicodedata.normalize("NFD", text), fold(text)):
        assert emergency(typed) in KINDS


def test_every_kind_is_an_urgent_reason() -> None:
    assert {load_alert_rules().level_of(kind) for kind in KINDS} == {"urgent"}


HARMLESS = st.lists(
    st.sampled_from(["dạ", "hôm", "nay", "em", "ghé", "nhà", "bác", "ấy", "vui", "khoẻ", "làm", "việc", "đều"]),
    max_size=12,
)


@given(HARMLESS, HARMLESS, st.sampled_from(["bị đánh", "tự tử", "sốc thuốc", "cứu em với", "cầm dao"]))
def test_an_emergency_is_heard_in_the_middle_of_anything(before: list[str], after: list[str], words: str) -> None:
    assert emergency(" ".join([*before, words, *after])) in KINDS
    assert emergency(" ".join([*before, *after])) is None


@given(st.text(max_size=300))
def test_any_text_can_be_heard(text: str) -> None:
    assert emergency(text) in KINDS | {None}
